package io.hsdo.local.bench;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what takes agents seconds: those that do not get there are broken. */
final class Patience {
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private Patience() {}

  /**
   * Waits until it is so.
   *
   * @param otherwise what is wrong if it does not come to be so
   */
  static void await(BooleanSupplier condition, String otherwise) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(otherwise + " in " + LONGEST);
      }
      try {
        Thread.sleep(LOOK_AGAIN.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while agents were at work", e);
      }
    }
  }
}

package io.hsdo.local.faults;

import java.time.Duration;
import java.util.Optional;

/** Waits for what has to happen, and no longer than this. */
record Patience(Duration longest) {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  /** A condition; empty once it holds, else what is missing. */
  @FunctionalInterface
  interface Condition {
    Optional<String> missing();
  }

  /**
   * Waits for a condition.
   *
   * @throws IllegalStateException if it does not come to hold
   */
  void await(String what, Condition condition) throws InterruptedException {
    long start = System.nanoTime();
    Optional<String> missing = condition.missing();
    while (missing.isPresent()) {
      if (System.nanoTime() - start > longest.toNanos()) {
        throw new IllegalStateException(
            "'%s' did not happen in %d s: %s".formatted(what, longest.toSeconds(), missing.get()));
      }
      Thread.sleep(LOOK_AGAIN.toMillis());
      missing = condition.missing();
    }
  }
}

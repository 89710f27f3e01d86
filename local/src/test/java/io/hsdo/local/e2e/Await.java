package io.hsdo.local.e2e;

import java.time.Duration;
import java.util.Optional;

/** Waits for what has to become true. */
public final class Await {
  /** What takes seconds here may take this long on a machine that is busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private Await() {}

  /** A condition; empty once it holds, else what is missing. */
  @FunctionalInterface
  public interface Condition {
    Optional<String> missing() throws Exception;
  }

  public static void that(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (Optional<String> missing = condition.missing();
        missing.isPresent();
        missing = condition.missing()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("after " + PATIENCE.toSeconds() + " s: " + missing.get());
      }
      Thread.sleep(LOOK_AGAIN.toMillis());
    }
  }
}

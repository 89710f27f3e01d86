package io.hsdo.local.cloud;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** How this package's threads end. */
final class Threads {
  /** Nothing here waits for the outside world, a listener's own work apart. */
  private static final int SECONDS_TO_END = 10;

  private Threads() {}

  /** Interrupts what runs and waits until it has ended. */
  static void end(ExecutorService threads) {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "a thread still runs %d s after it was interrupted".formatted(SECONDS_TO_END));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.hsdo.local.program;

import java.time.Duration;

/** Does something again and again on a thread of its own, until it is closed. */
public final class Repeated implements AutoCloseable {
  private final Thread thread;

  /** What is done; false if there is nothing more to do. */
  @FunctionalInterface
  public interface Step {
    boolean run();
  }

  public Repeated(String name, Step step, Duration pause) {
    thread = new Thread(() -> repeat(step, pause), name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void repeat(Step step, Duration pause) {
    try {
      while (step.run()) {
        Thread.sleep(pause.toMillis());
      }
    } catch (InterruptedException e) {
      // It was told to end.
    }
  }

  public boolean isRunning() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.hsdo.refresh;

/** How a pass waits: {@link Thread#sleep(long)}, except in tests. */
@FunctionalInterface
public interface Sleeper {
  void sleep(long millis) throws InterruptedException;
}

package io.hsdo.time;

/** How a program waits: {@link Thread#sleep(long)}, except in tests. */
@FunctionalInterface
public interface Sleeper {
  void sleep(long millis) throws InterruptedException;
}

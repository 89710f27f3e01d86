package io.hsdo.fleet;

import java.time.Duration;

/** Waits between two passes. */
@FunctionalInterface
public interface FleetWatch {
  /**
   * Returns after {@code atMost}, or earlier if the fleet may have changed since the last wait.
   *
   * @return whether it may have
   */
  boolean await(Duration atMost) throws InterruptedException;
}

package io.hsdo.systemd;

import java.time.Duration;

/** A part of the time between two turns of a loop. */
@FunctionalInterface
public interface Rest {
  /** Rests for {@code atMost}, and returns whether the next turn is due already. */
  boolean isCutShort(Duration atMost) throws InterruptedException;
}

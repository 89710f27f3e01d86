package io.hsdo.slot;

import java.time.Duration;
import java.time.Instant;

/** Instants at whole multiples of an interval since the epoch: the same for everybody who looks. */
public final class Grid {
  private Grid() {}

  /** The last grid instant that is not after {@code instant}. */
  public static Instant floor(Instant instant, Duration interval) {
    long step = interval.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(instant.toEpochMilli(), step) * step);
  }

  /** The first grid instant that is not before {@code instant}. */
  public static Instant ceiling(Instant instant, Duration interval) {
    Instant floor = floor(instant, interval);
    return floor.equals(instant) ? floor : floor.plus(interval);
  }
}

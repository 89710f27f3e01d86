package io.hsdo.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** When several calls together have taken the time that is for them. */
public record Deadline(Instant end, Clock clock) {
  /** So long from now. */
  public static Deadline in(Duration time, Clock clock) {
    return new Deadline(clock.instant().plus(time), clock);
  }

  public boolean isPast() {
    return clock.instant().isAfter(end);
  }
}

package io.hsdo.time;

import java.time.Duration;
import java.time.Instant;

/** How long to leave between two deeds of the same kind, by a clock that may be set back. */
public record Pace(Duration between) {
  /** Whether it is time again; also if the last time lies ahead, for nobody knows how long ago. */
  public boolean isDue(Instant last, Instant now) {
    return now.isBefore(last) || !now.isBefore(last.plus(between));
  }
}

package io.hsdo.slot;

import java.time.Duration;
import java.time.Instant;

/**
 * How far the clocks of two writers may lie apart. What a stored list says of an instant that is
 * further ahead was written by a clock that was wrong, such as that of a machine that had not yet
 * asked for the time; whoever waited for that instant would wait for as long as that clock was
 * ahead.
 */
public final class ClockSkew {
  /**
   * Clocks that are kept right differ by less, so that their owners do not correct each other's
   * rows; and nothing that waits for an instant minds waiting so much longer.
   */
  public static final Duration TOLERATED = Duration.ofSeconds(10);

  private ClockSkew() {}

  /**
   * Whether {@code instant} lies further ahead of {@code now} than a right clock can have put it.
   */
  public static boolean isAhead(Instant instant, Instant now) {
    return instant.isAfter(now.plus(TOLERATED));
  }

  /** {@code instant}, or {@code latest} if that lies further ahead of it than is tolerated. */
  public static Instant atMost(Instant latest, Instant instant) {
    return isAhead(instant, latest) ? latest : instant;
  }
}

package io.hsdo.fleet;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * When calls of one kind have taken the time that a pass has for all of them: what is left of a
 * Lambda invocation must suffice to store the list.
 */
public final class Deadline {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Clock clock;
  private final Instant end;

  /** So long from now. */
  public Deadline(Clock clock) {
    this.clock = clock;
    this.end = clock.instant().plus(LONGEST);
  }

  /**
   * Before each call.
   *
   * @param calls such as {@code "questions"}
   * @throws FleetException if no time is left for it
   */
  public void requireTime(String calls) {
    if (clock.instant().isAfter(end)) {
      throw new FleetException(
          "the " + calls + " before have taken more than " + LONGEST.toSeconds() + " s");
    }
  }
}

package io.hsdo.refresh;

import java.time.Duration;

/** What the function, the rule that invokes it and whoever waits for it have to agree on. */
public final class FunctionTimes {
  /** Between two scheduled invocations; EventBridge knows no shorter time. */
  public static final Duration SCHEDULE = Duration.ofMinutes(1);

  /** A scheduled invocation stays for the ramp steps of its minute, and finishes its last pass. */
  public static final Duration TIMEOUT = Duration.ofSeconds(90);

  /** What must be left of an invocation to begin a pass in it: the longest call, and a write. */
  static final Duration A_PASS = Duration.ofSeconds(25);

  /** Heartbeats are for people and alarms, which think in minutes. */
  static final Duration BETWEEN_HEARTBEATS = Duration.ofSeconds(50);

  /**
   * How long a function at work may leave the header as it is: a pass that comes too early for a
   * heartbeat is followed by one a minute later, which writes it at its end.
   */
  public static final Duration LONGEST_QUIET = BETWEEN_HEARTBEATS.plus(SCHEDULE).plus(A_PASS);

  private FunctionTimes() {}
}

package io.hsdo.plan;

import java.time.Duration;

/**
 * How the list is planned.
 *
 * @param size N, the number of slots there should be
 * @param drain how long a member that our lifecycle hook holds goes on without new traffic
 * @param maxRemovalPercent how many of those that served in the last hour may be removed in it
 *     without AWS having said that they stop
 */
public record PlanSettings(int size, Ramp ramp, Duration drain, int maxRemovalPercent) {
  /** How much longer than the drain our hook lasts from its last heartbeat on, as it is set up. */
  public static final Duration HOOK_BEYOND_DRAIN = Duration.ofMinutes(3);

  /**
   * How long a smaller size is asked for before the list gets shorter. Outlasts a mistaken
   * deployment that is taken back, and two writers of different opinions.
   */
  public static final Duration SHRINK_HELD_FOR = Duration.ofMinutes(3);
}

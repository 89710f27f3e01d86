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
public record PlanSettings(int size, Ramp ramp, Duration drain, int maxRemovalPercent) {}

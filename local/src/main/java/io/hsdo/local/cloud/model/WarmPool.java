package io.hsdo.local.cloud.model;

import java.util.OptionalInt;

/**
 * Instances kept ready beside a group.
 *
 * @param preparedCapacity how many the group and its pool may have together; the group's maximum if
 *     not given
 * @param running whether they are kept running, else stopped
 * @param reuse whether scaling in returns instances to the pool
 */
public record WarmPool(int minSize, OptionalInt preparedCapacity, boolean running, boolean reuse) {
  /** How many instances belong in the pool of a group of that size. */
  int size(Capacity capacity) {
    int prepared = preparedCapacity.orElse(capacity.max()) - capacity.desired();
    return Math.max(minSize, Math.max(0, prepared));
  }

  LifecycleState resting() {
    return running ? LifecycleState.WARMED_RUNNING : LifecycleState.WARMED_STOPPED;
  }
}

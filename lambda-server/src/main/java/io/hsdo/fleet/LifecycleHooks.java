package io.hsdo.fleet;

import io.hsdo.plan.LifecycleAction;

/** Tells our lifecycle hook how a drain goes. */
public interface LifecycleHooks {
  /**
   * Does what {@code action} says.
   *
   * @return false if nobody waits for it, because the member has no active lifecycle action of ours
   * @throws FleetException if it cannot be told
   */
  boolean tell(LifecycleAction action);
}

package io.hsdo.fleet;

import io.hsdo.plan.LifecycleAction;

/** Tells our lifecycle hook how a drain goes. */
public interface LifecycleHooks {
  /**
   * Does what {@code action} says. That there is nothing to be told, because the member has no
   * active lifecycle action of ours, is success.
   *
   * @throws FleetException if it cannot be told
   */
  void tell(LifecycleAction action);
}

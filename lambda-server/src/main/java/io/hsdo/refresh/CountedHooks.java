package io.hsdo.refresh;

import io.hsdo.fleet.FleetException;
import io.hsdo.fleet.LifecycleHooks;
import io.hsdo.plan.LifecycleAction;

/** A hook whose calls are counted, also those whose pass came to nothing. */
final class CountedHooks implements LifecycleHooks {
  private final LifecycleHooks hooks;
  private long completed;
  private long failed;

  CountedHooks(LifecycleHooks hooks) {
    this.hooks = hooks;
  }

  /**
   * What was told since the last time this was asked.
   *
   * @param completed members that were let go
   * @param failed calls of any kind that were not taken
   */
  record Calls(long completed, long failed) {}

  Calls take() {
    Calls calls = new Calls(completed, failed);
    completed = 0;
    failed = 0;
    return calls;
  }

  @Override
  public boolean tell(LifecycleAction action) {
    boolean taken;
    try {
      taken = hooks.tell(action);
    } catch (FleetException e) {
      failed++;
      throw e;
    }
    if (taken && action.kind() == LifecycleAction.Kind.COMPLETE) {
      completed++;
    }
    return taken;
  }
}

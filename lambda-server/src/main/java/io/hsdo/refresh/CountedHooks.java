package io.hsdo.refresh;

import io.hsdo.fleet.FleetException;
import io.hsdo.fleet.LifecycleHooks;
import io.hsdo.plan.LifecycleAction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A hook whose calls are counted, also those whose pass came to nothing. */
final class CountedHooks implements LifecycleHooks {
  private final LifecycleHooks hooks;
  private long completed;
  private long failed;
  private final Set<String> unheard = new HashSet<>();

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

  /**
   * Members of these actions whose wait is for somebody else's hook: when they were last told
   * something, none of ours waited for it.
   */
  Set<String> unheard(List<LifecycleAction> actions) {
    unheard.retainAll(actions.stream().map(LifecycleAction::memberId).toList());
    return Set.copyOf(unheard);
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
    if (taken) {
      unheard.remove(action.memberId());
    } else {
      unheard.add(action.memberId());
    }
    if (taken && action.kind() == LifecycleAction.Kind.COMPLETE) {
      completed++;
    }
    return taken;
  }
}

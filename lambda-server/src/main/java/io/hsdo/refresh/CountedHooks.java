package io.hsdo.refresh;

import io.hsdo.fleet.FleetException;
import io.hsdo.fleet.LifecycleHooks;
import io.hsdo.plan.LifecycleAction;
import io.hsdo.slot.Member;
import io.hsdo.slot.SlotList;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

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
   * Members of this list for whom Auto Scaling, when last called, knew of no wait for our hook. If
   * they wait, it is for somebody else's.
   */
  Set<String> unheard(SlotList list) {
    unheard.retainAll(list.members().map(Member::id).collect(Collectors.toSet()));
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

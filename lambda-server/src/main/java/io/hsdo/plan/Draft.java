package io.hsdo.plan;

import io.hsdo.plan.Plan.Change;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The next list while it is being planned, with a reason for every slot that was touched, and what
 * hooks are to be told.
 */
final class Draft {
  private final SlotList before;
  private final Slot[] next;
  private final Map<Integer, Set<String>> reasons = new HashMap<>();
  private final List<LifecycleAction> actions = new ArrayList<>();

  Draft(SlotList before) {
    this.before = before;
    this.next = before.slots().toArray(new Slot[0]);
  }

  Stream<Slot> slots() {
    return Arrays.stream(next.clone());
  }

  Slot slot(int number) {
    return next[number - 1];
  }

  void set(Slot slot, String reason) {
    int index = slot.number() - 1;
    if (!next[index].equals(slot)) {
      next[index] = slot;
      reasons.computeIfAbsent(slot.number(), number -> new LinkedHashSet<>()).add(reason);
    }
  }

  void release(int number, String reason) {
    set(new Slot.Empty(number), "released: " + reason);
  }

  void tellHook(LifecycleAction action) {
    actions.add(action);
  }

  /** Takes back what its hook was to be told. */
  void leaveHook(String memberId) {
    actions.removeIf(action -> action.memberId().equals(memberId));
  }

  List<LifecycleAction> actions() {
    return actions;
  }

  long serving() {
    return slots().filter(Slot.Serving.class::isInstance).count();
  }

  SlotList list() {
    return new SlotList(Arrays.asList(next));
  }

  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (Slot slot : list().changedSince(before)) {
      String reason = String.join("; ", reasons.getOrDefault(slot.number(), Set.of()));
      changes.add(new Change(before.slot(slot.number()), slot, reason));
    }
    return changes;
  }
}

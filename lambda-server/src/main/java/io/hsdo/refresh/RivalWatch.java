package io.hsdo.refresh;

import io.hsdo.plan.Plan;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Notices a second refresh of the same table that is configured for other groups. One drains the
 * members of groups that it is not configured for, the other lets them serve again, and so on. The
 * sign of it is that this refresh does the same to a member a second time, and has not undone it in
 * between.
 */
final class RivalWatch {
  private final Set<String> drained = new HashSet<>();
  private final Set<String> servingAgain = new HashSet<>();

  /** The members about whom another refresh has undone what this one did before this plan. */
  List<Member> contested(Plan plan) {
    List<Member> contested = new ArrayList<>();
    for (Plan.Change change : plan.changes()) {
      boolean wasDrained = isDrained(change.before());
      if (isDrained(change.after()) && !wasDrained) {
        note(change, drained, servingAgain, contested);
      } else if (wasDrained && change.after() instanceof Slot.Serving) {
        note(change, servingAgain, drained, contested);
      }
    }
    if (!drained.isEmpty() || !servingAgain.isEmpty()) {
      forgetAllBut(plan.list());
    }
    return contested;
  }

  private void forgetAllBut(SlotList list) {
    Set<String> seated = list.members().map(Member::id).collect(Collectors.toUnmodifiableSet());
    drained.retainAll(seated);
    servingAgain.retainAll(seated);
  }

  private static void note(
      Plan.Change change, Set<String> done, Set<String> undone, List<Member> contested) {
    Member member = change.after().occupant().orElseThrow();
    undone.remove(member.id());
    if (!done.add(member.id())) {
      contested.add(member);
    }
  }

  private static boolean isDrained(Slot slot) {
    return slot instanceof Slot.Draining draining && draining.reason() == DrainReason.GROUP_REMOVED;
  }
}

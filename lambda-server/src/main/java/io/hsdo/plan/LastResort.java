package io.hsdo.plan;

import io.hsdo.plan.Plan.LastServing;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Keeps a backend from running empty. A drained fleet helps nobody, and newcomers that HAProxy has
 * not yet found good do not replace established members. So whoever served before goes on; without
 * any, those that AWS does not tell to go are called back; without any, all that are listed. What
 * an operator disabled by hand stays disabled.
 *
 * <p>HAProxy sends nothing to a server of weight 0, also if there is no other. So where a ramp
 * begins at 0, all who serve begin at 1 as long as nobody has more.
 */
final class LastResort {
  /** Any would do, as all have the same; more would be ahead of the ramp. */
  private static final int LEAST_THAT_SERVES = 1;

  private final Draft draft;
  private final World world;
  private final List<LastServing> called = new ArrayList<>();

  /** For a draft in which everybody is decided and seated. */
  LastResort(Draft draft, World world) {
    this.draft = draft;
    this.world = world;
  }

  /** Whom it kept or called back. */
  List<LastServing> keepSomebodyServing() {
    if (draft.slots().noneMatch(world::isEstablished)) {
      boolean nobody = draft.serving() == 0;
      Predicate<Slot> servedBefore =
          slot -> slot instanceof Slot.Serving && (nobody || world.isEstablished(slot));
      Predicate<Slot> notTold = slot -> nobody && !isTold(slot);
      Predicate<Slot> any = slot -> nobody;
      List<Slot> leaving = leaving();
      Stream.of(servedBefore, notTold, any)
          .map(choice -> leaving.stream().filter(choice).toList())
          .filter(chosen -> !chosen.isEmpty())
          .findFirst()
          .orElse(List.of())
          .forEach(this::goOnServing);
    }
    if (draft.slots().allMatch(slot -> slot.weight() == 0)) {
      draft.slots().forEach(this::giveWeight);
    }
    return called;
  }

  /** The slots, as they were, of listed members that drain or have just been released. */
  private List<Slot> leaving() {
    return world.before().slots().stream()
        .filter(world.fleet()::isListed)
        .filter(slot -> !isDisabled(slot))
        .filter(slot -> isLeft(draft.slot(slot.number())))
        .toList();
  }

  private static boolean isLeft(Slot slot) {
    return slot instanceof Slot.Empty || (slot instanceof Slot.Draining && !isDisabled(slot));
  }

  private static boolean isDisabled(Slot slot) {
    return slot instanceof Slot.Draining draining && draining.reason() == DrainReason.OPERATOR;
  }

  private boolean isTold(Slot slot) {
    return slot.occupant()
        .map(world.fleet()::stateOf)
        .filter(state -> state instanceof MemberState.Draining drain && drain.reason().isTold())
        .isPresent();
  }

  private void goOnServing(Slot slot) {
    Member member = slot.occupant().orElseThrow();
    Slot leaving = draft.slot(slot.number());
    draft.set(
        slot instanceof Slot.Serving serving
            ? new Slot.Serving(
                slot.number(), member, serving.weight(), serving.servingSince(), Optional.empty())
            : world.newcomer(slot.number(), member),
        "goes on serving: nobody else would");
    // Left to its own timeout, so that nothing here keeps AWS from ending the member.
    draft.leaveHook(member.id());
    called.add(new LastServing(slot.number(), member, leaving.condition()));
  }

  private void giveWeight(Slot slot) {
    if (slot instanceof Slot.Serving serving) {
      draft.set(
          new Slot.Serving(
              serving.number(),
              serving.member(),
              LEAST_THAT_SERVES,
              serving.servingSince(),
              serving.missingSince()),
          "gets a weight: nobody else has any");
    }
  }
}

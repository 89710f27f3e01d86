package io.hsdo.plan;

import io.hsdo.plan.Plan.Held;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removals that AWS does not tell: as many as the removal budget allows are carried out, and those
 * that an operator accepts by name. All others are held.
 */
final class Doubts {
  private final World world;
  private final List<Doubt> doubts = new ArrayList<>();

  /**
   * A removal that is not believed yet.
   *
   * @param objection why no budget lets it through; empty if the budget may
   */
  private record Doubt(Slot after, Member member, String reason, Optional<String> objection) {}

  Doubts(World world) {
    this.world = world;
  }

  /** A removal that the budget may let through. */
  void add(Slot after, Member member, String reason) {
    doubts.add(new Doubt(after, member, reason, Optional.empty()));
  }

  /** A removal that only an operator lets through. */
  void add(Slot after, Member member, String reason, String objection) {
    doubts.add(new Doubt(after, member, reason, Optional.of(objection)));
  }

  /**
   * Carries out what may be, in order, and returns what is held. The last one that serves is held
   * whatever an operator says: a backend never runs empty.
   */
  List<Held> settle(Draft draft, RemovalBudget budget) {
    List<Held> held = new ArrayList<>();
    for (Doubt doubt : doubts) {
      Optional<String> objection =
          isLastToServe(draft, doubt.after().number())
              ? Optional.of("it is the last one that serves")
              : objection(doubt, budget);
      if (objection.isEmpty()) {
        draft.set(doubt.after(), why(doubt));
      } else {
        held.add(
            new Held(
                doubt.after().number(),
                doubt.member(),
                doubt.reason() + ", but " + objection.get()));
      }
    }
    return held;
  }

  private boolean isLastToServe(Draft draft, int number) {
    return draft.slot(number) instanceof Slot.Serving
        && draft.slots().filter(slot -> slot.number() != number).noneMatch(world::staysEstablished);
  }

  /** Why it is not carried out; empty if an operator accepted it, or the budget allows it. */
  private Optional<String> objection(Doubt doubt, RemovalBudget budget) {
    if (isAccepted(doubt.member())) {
      return Optional.empty();
    }
    return doubt
        .objection()
        .or(() -> budget.take() ? Optional.empty() : Optional.of(budget.describe()));
  }

  private boolean isAccepted(Member member) {
    return world.fleet().trigger() instanceof Trigger.Accept accept
        && accept.memberIds().contains(member.id())
        && world.now().isBefore(accept.until());
  }

  private String why(Doubt doubt) {
    return isAccepted(doubt.member())
        ? doubt.reason() + ", accepted by an operator"
        : doubt.reason();
  }
}

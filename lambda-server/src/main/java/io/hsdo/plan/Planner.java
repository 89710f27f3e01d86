package io.hsdo.plan;

import io.hsdo.plan.LifecycleAction.Kind;
import io.hsdo.plan.Plan.Held;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Plans the next slot list.
 *
 * <ol>
 *   <li>Repair: who stands in two slots keeps the lower one, and so does an address.
 *   <li>Each seated member, by what the fleet says of it: keep and ramp, drain, release, or leave
 *       (see {@link SeatedMember}).
 *   <li>Removals that nobody told, as far as the removal budget goes; the rest is held.
 *   <li>Newcomers take the lowest empty slots (see {@link Seating}).
 *   <li>If nobody but newcomers would serve, whoever is listed and running goes on serving.
 * </ol>
 *
 * <p>What always holds:
 *
 * <ul>
 *   <li>Nobody is in two slots, and no two slots have one address.
 *   <li>A member that the fleet lists keeps its slot, unless the list gets shorter than its number.
 *   <li>The weight of a member that goes on serving never falls.
 *   <li>Planning the result again, in the same world at the same instant, changes nothing, unless
 *       the list is getting shorter.
 * </ul>
 */
public final class Planner {
  /** How long HAProxy may take to find a newcomer good. */
  private static final Duration ESTABLISHED_AFTER = Duration.ofSeconds(10);

  private final SlotList before;
  private final PlanNotes notes;
  private final FleetSnapshot fleet;
  private final Trigger trigger;
  private final PlanSettings settings;
  private final Instant now;

  private final Draft draft;
  private final RemovalBudget budget;
  private final Shrinking shrinking;
  private final List<Doubtful> doubtful = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
  private final List<LifecycleAction> actions = new ArrayList<>();

  /** A removal that nobody told: it needs the budget, or an operator. */
  private record Doubtful(Slot after, Member member, String reason) {}

  private Planner(
      SlotList list,
      PlanNotes notes,
      FleetSnapshot fleet,
      Trigger trigger,
      PlanSettings settings,
      Instant now) {
    this.before = list;
    this.notes = notes;
    this.shrinking = Shrinking.of(list, notes.shrink(), fleet, settings.size(), now);
    this.fleet = fleet;
    this.trigger = trigger;
    this.settings = settings;
    this.now = now;
    this.draft = new Draft(grown(list, settings.size()));
    int established = (int) list.slots().stream().filter(this::isEstablished).count();
    this.budget =
        new RemovalBudget(notes.removals(), established, settings.maxRemovalPercent(), now);
  }

  /**
   * The next list after {@code list}.
   *
   * @param list as it is stored
   * @param notes what the plan before left
   */
  public static Plan plan(
      SlotList list,
      PlanNotes notes,
      FleetSnapshot fleet,
      Trigger trigger,
      PlanSettings settings,
      Instant now) {
    return new Planner(list, notes, fleet, trigger, settings, now).plan();
  }

  private static SlotList grown(SlotList list, int size) {
    List<Slot> slots = new ArrayList<>(list.slots());
    for (int number = list.size() + 1; number <= size; number++) {
      slots.add(new Slot.Empty(number));
    }
    return new SlotList(slots);
  }

  private Plan plan() {
    repair();
    draft
        .slots()
        .forEach(
            slot ->
                slot.occupant()
                    .ifPresent(
                        member -> stateOf(member).decide(new SeatedMember(this, slot, member))));
    doubtful.forEach(this::spendBudget);
    Seating seating =
        new Seating(draft, shrinking.lastSeat(), fleet, settings.ramp(), now, this::isListed);
    List<FleetMember> unplaced = seating.seatNewcomers();
    keepSomebodyServing(seating);
    completeSlotless();
    var changes = draft.changes();
    return new Plan(
        shrinking.cut(draft.list()),
        new PlanNotes(
            changes.isEmpty() ? notes.removals() : budget.afterChange(), shrinking.after(draft)),
        changes,
        unplaced,
        held,
        fleet.missing(),
        actions,
        nextLook());
  }

  private void repair() {
    Map<String, Slot> byMember = new HashMap<>();
    Map<Address, Slot> byAddress = new HashMap<>();
    for (Slot slot : before.slots()) {
      slot.occupant()
          .ifPresent(
              member -> {
                Slot same = byMember.putIfAbsent(member.id(), slot);
                if (same != null) {
                  draft.release(slot.number(), member.id() + " has slot " + same.number());
                  return;
                }
                Slot other = byAddress.putIfAbsent(member.address(), slot);
                if (other != null) {
                  Slot loser = isListed(slot) && !isListed(other) ? other : slot;
                  draft.release(loser.number(), member.address() + " stands in two slots");
                  byAddress.put(member.address(), loser == slot ? other : slot);
                }
              });
    }
  }

  private MemberState stateOf(Member member) {
    return trigger.heard(member.id(), fleet.stateOf(member.id()), now);
  }

  private void spendBudget(Doubtful removal) {
    boolean lastOne =
        draft.slot(removal.after().number()) instanceof Slot.Serving slot
            && draft.slots().noneMatch(other -> !other.equals(slot) && isEstablished(other));
    if (isAccepted(removal.member()) || (!lastOne && budget.take())) {
      draft.set(removal.after(), removal.reason());
    } else {
      String why = lastOne ? "it is the last one that serves" : budget.describe();
      held.add(
          new Held(removal.after().number(), removal.member(), removal.reason() + ", but " + why));
    }
  }

  private boolean isAccepted(Member member) {
    return trigger instanceof Trigger.Accept accept
        && accept.memberIds().contains(member.id())
        && now.isBefore(accept.until());
  }

  private boolean isListed(Slot slot) {
    return slot.occupant()
        .map(this::stateOf)
        .filter(
            state -> state instanceof MemberState.Serving || state instanceof MemberState.Draining)
        .isPresent();
  }

  /**
   * A drained fleet helps nobody, and newcomers that HAProxy has not yet found good do not replace
   * established members. So whoever served before goes on; without any, those that AWS does not
   * tell to go are called back; without any, all. What an operator disabled by hand stays disabled.
   */
  private void keepSomebodyServing(Seating seating) {
    if (draft.slots().anyMatch(this::isEstablished)) {
      return;
    }
    boolean nobody = draft.serving() == 0;
    Predicate<Slot.Draining> servedBefore =
        slot ->
            before.slot(slot.number()) instanceof Slot.Serving serving
                && (nobody || isEstablished(serving));
    Predicate<Slot.Draining> notTold = slot -> nobody && !isTold(slot.member());
    Predicate<Slot.Draining> any = slot -> nobody;
    List<Slot.Draining> drained = drainedAndListed();
    Stream.of(servedBefore, notTold, any)
        .map(choice -> drained.stream().filter(choice).toList())
        .filter(chosen -> !chosen.isEmpty())
        .findFirst()
        .orElse(List.of())
        .forEach(slot -> goOnServing(slot, seating));
  }

  private List<Slot.Draining> drainedAndListed() {
    return draft
        .slots()
        .filter(this::isListed)
        .filter(Slot.Draining.class::isInstance)
        .map(Slot.Draining.class::cast)
        .filter(slot -> slot.reason() != DrainReason.OPERATOR)
        .toList();
  }

  private boolean isTold(Member member) {
    return stateOf(member) instanceof MemberState.Draining draining && draining.reason().isTold();
  }

  private boolean isEstablished(Slot slot) {
    return slot instanceof Slot.Serving serving
        && serving
            .servingSince()
            .filter(since -> now.isBefore(since.plus(ESTABLISHED_AFTER)))
            .isEmpty();
  }

  /** Its hook is left to its own timeout, so that nothing here keeps AWS from ending it. */
  private void goOnServing(Slot.Draining slot, Seating seating) {
    actions.removeIf(action -> action.memberId().equals(slot.member().id()));
    draft.set(
        before.slot(slot.number()) instanceof Slot.Serving serving
            ? serving
            : seating.newcomer(slot.number(), slot.member()),
        "goes on serving: nobody else would");
  }

  /** Nobody waits for the drain of a member that has no slot. */
  private void completeSlotless() {
    for (FleetMember member : fleet.members().values()) {
      if (member.state() instanceof MemberState.Draining draining
          && draining.hookWaits()
          && before.slotOf(member.id()).isEmpty()) {
        actions.add(new LifecycleAction(member.id(), member.group(), Kind.COMPLETE));
      }
    }
  }

  private Optional<Instant> nextLook() {
    return draft
        .slots()
        .flatMap(
            slot -> {
              if (slot instanceof Slot.Serving serving) {
                return serving.servingSince().stream()
                    .flatMap(
                        since -> settings.ramp().nextStep(serving.weight(), since, now).stream());
              }
              return slot instanceof Slot.Draining draining
                  ? draining.hookDue().filter(now::isBefore).stream()
                  : Stream.empty();
            })
        .min(Comparator.naturalOrder());
  }

  // What SeatedMember sees of the pass.

  Draft draft() {
    return draft;
  }

  FleetSnapshot fleet() {
    return fleet;
  }

  PlanSettings settings() {
    return settings;
  }

  Instant now() {
    return now;
  }

  /** The member with what the fleet knows better. */
  Member refreshed(Member member) {
    FleetMember told = fleet.members().get(member.id());
    return told == null
        ? member
        : new Member(
            member.id(),
            told.address().orElse(member.address()),
            told.group(),
            told.zone().or(member::zone));
  }

  /** Whether the slot of this number has to be given up, because the list gets shorter. */
  boolean isSurplus(int number) {
    return number > shrinking.lastSeat();
  }

  void act(Member member, Kind kind) {
    actions.add(new LifecycleAction(member.id(), member.group(), kind));
  }

  void doubt(Slot after, Member member, String reason) {
    doubtful.add(new Doubtful(after, member, reason));
  }

  void hold(Slot slot, Member member, String reason) {
    held.add(new Held(slot.number(), member, reason));
  }

  /**
   * Whether the fleet, as configured, can stand in for a group that left the configuration: all its
   * groups are found, and at least half as many serve there as in the group that leaves.
   */
  boolean isFleetComplete(String leaving) {
    return fleet.missing().isEmpty()
        && 2 * servingIn(fleet.configured()) >= servingIn(Set.of(leaving));
  }

  private long servingIn(Set<String> groups) {
    return before.slots().stream()
        .filter(Slot.Serving.class::isInstance)
        .filter(
            slot -> slot.occupant().filter(member -> groups.contains(member.group())).isPresent())
        .count();
  }
}

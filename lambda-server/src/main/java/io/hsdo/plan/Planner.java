package io.hsdo.plan;

import io.hsdo.plan.LifecycleAction.Kind;
import io.hsdo.plan.Plan.Held;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans the next slot list.
 *
 * <ol>
 *   <li>What is stored is brought down to now where a clock that was ahead has written it (see
 *       {@link AsOf}).
 *   <li>Seated members get the details that the fleet tells of them.
 *   <li>Repair: who stands in two slots keeps the lower one, and so does an address (see {@link
 *       Repair}).
 *   <li>Each seated member, by what the fleet says of it: keep and ramp, drain, release, or leave
 *       (see {@link SeatedMember}).
 *   <li>Removals that nobody told, as far as the removal budget goes; the rest is held.
 *   <li>Newcomers take the lowest empty slots (see {@link Seating}).
 *   <li>If nobody but newcomers would serve, whoever is listed and running goes on serving. If
 *       nobody who serves has a weight, all who serve get one (see {@link LastResort}).
 * </ol>
 *
 * <p>What always holds:
 *
 * <ul>
 *   <li>Nobody is in two slots, and no two slots have one address.
 *   <li>A member that the fleet lists keeps its slot, unless the list gets shorter than its number
 *       or another that is listed has its address.
 *   <li>The weight of a member that goes on serving never falls.
 *   <li>If anybody serves, somebody has a weight above 0.
 *   <li>Nothing waits longer because a clock was ahead once.
 *   <li>Planning the result again, in the same world at the same instant, changes nothing, unless
 *       the list is getting shorter.
 * </ul>
 */
public final class Planner {
  /** How long HAProxy may take to find a newcomer good. */
  private static final Duration ESTABLISHED_AFTER = Duration.ofSeconds(10);

  private final SlotList before;
  private final AsOf asOf;
  private final PlanNotes notes;
  private final FleetSnapshot fleet;
  private final Trigger trigger;
  private final PlanSettings settings;
  private final Instant now;

  private final Draft draft;
  private final RemovalBudget budget;
  private final Shrinking shrinking;
  private final Doubts doubts;
  private final List<LifecycleAction> actions = new ArrayList<>();
  private Set<Integer> surplus = Set.of();

  private Planner(
      SlotList list,
      PlanNotes notes,
      FleetSnapshot fleet,
      Trigger trigger,
      PlanSettings settings,
      Instant now) {
    this.before = list;
    this.asOf = new AsOf(now, settings.drain());
    this.notes = asOf.notes(notes);
    this.shrinking = Shrinking.of(list, this.notes.shrink(), fleet, settings.size(), now);
    this.fleet = fleet;
    this.trigger = trigger;
    this.settings = settings;
    this.now = now;
    this.draft = new Draft(grown(list, settings.size()));
    this.doubts = new Doubts(trigger, now);
    this.budget =
        new RemovalBudget(this.notes.removals(), established(), settings.maxRemovalPercent(), now);
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
    draft.slots().forEach(this::bringDown);
    draft.slots().forEach(this::refresh);
    new Repair(draft, this::isListed).run();
    SlotList repaired = draft.list();
    surplus = shrinking.leaving(repaired, this::isRamping, atOnce());
    repaired.slots().forEach(this::decide);
    List<Held> held = doubts.settle(this, budget);
    Seating seating =
        new Seating(draft, shrinking.lastSeat(), fleet, settings.ramp(), now, this::isListed);
    List<FleetMember> unplaced = seating.seatNewcomers();
    List<Held> lastServing = new LastResort(this, repaired).keepSomebodyServing();
    completeSlotless();
    var changes = draft.changes();
    return new Plan(
        shrinking.cut(draft.list()),
        new PlanNotes(
            changes.isEmpty() ? notes.removals() : budget.afterChange(), shrinking.after(draft)),
        changes,
        unplaced,
        held,
        lastServing,
        fleet.missing(),
        actions,
        nextLook());
  }

  /** How many members may be without their full weight because the list gets shorter. */
  private int atOnce() {
    return RemovalBudget.share(established(), settings.maxRemovalPercent());
  }

  private int established() {
    return (int) before.slots().stream().filter(this::isEstablished).count();
  }

  private void bringDown(Slot slot) {
    draft.set(asOf.slot(slot), "its times lay too far ahead");
  }

  /** Before the repair, which thus finds an address that the fleet has just given to a second. */
  private void refresh(Slot slot) {
    slot.occupant()
        .filter(member -> !(stateOf(member) instanceof MemberState.Unknown))
        .ifPresent(member -> new SeatedMember(this, slot, member).refresh());
  }

  private void decide(Slot slot) {
    slot.occupant()
        .ifPresent(member -> stateOf(member).decide(new SeatedMember(this, slot, member)));
  }

  /**
   * Nobody waits for the drain of a member that has no slot. Only in groups of ours: a hook of the
   * same name in another group may be another service's.
   */
  private void completeSlotless() {
    for (FleetMember member : fleet.members().values()) {
      if (member.state().hookWaits()
          && fleet.configured().contains(member.group())
          && before.slotOf(member.id()).isEmpty()) {
        actions.add(new LifecycleAction(member.id(), member.group(), Kind.COMPLETE));
      }
    }
  }

  /** Ramp steps of members that serve, and hooks: nothing else happens at an instant known now. */
  private Optional<Instant> nextLook() {
    return draft
        .slots()
        .flatMap(
            slot ->
                (slot instanceof Slot.Draining draining
                        ? draining.hookDue().filter(now::isBefore)
                        : nextStep(slot))
                    .stream())
        .min(Comparator.naturalOrder());
  }

  private Optional<Instant> nextStep(Slot slot) {
    return slot instanceof Slot.Serving serving
        ? serving
            .servingSince()
            .flatMap(since -> settings.ramp().nextStep(serving.weight(), since, now))
            .filter(next -> isInService(serving))
        : Optional.empty();
  }

  // What the steps see of the pass.

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

  MemberState stateOf(Member member) {
    return trigger.heard(member.id(), fleet.stateOf(member.id()), now);
  }

  boolean isListed(Slot slot) {
    return slot.occupant()
        .map(this::stateOf)
        .filter(
            state -> state instanceof MemberState.Serving || state instanceof MemberState.Draining)
        .isPresent();
  }

  /**
   * Whether traffic that goes there is answered, as far as one can know. Also at weight 0, since it
   * gets a weight as soon as nobody else has any.
   */
  boolean isEstablished(Slot slot) {
    return slot instanceof Slot.Serving serving
        && serving
            .servingSince()
            .filter(since -> now.isBefore(since.plus(ESTABLISHED_AFTER)))
            .isEmpty();
  }

  boolean isLastToServe(int number) {
    return draft.slot(number) instanceof Slot.Serving
        && draft.slots().noneMatch(slot -> slot.number() != number && isEstablished(slot));
  }

  /** Whether whoever is in the slot is in service in a group that is configured. */
  private boolean isInService(Slot slot) {
    return slot.occupant()
        .map(this::refreshed)
        .filter(member -> stateOf(member) instanceof MemberState.Serving)
        .filter(member -> fleet.configured().contains(member.group()))
        .isPresent();
  }

  /** A member whose ramp begins. */
  Slot.Serving newcomer(int number, Member member) {
    return new Slot.Serving(
        number, member, settings.ramp().min(), Optional.of(now), Optional.empty());
  }

  /** Whether the slot has to be given up now, because the list gets shorter. */
  boolean isSurplus(Slot slot) {
    return slot.number() > shrinking.lastSeat()
        && (slot instanceof Slot.Draining || surplus.contains(slot.number()));
  }

  private boolean isRamping(Slot slot) {
    return slot instanceof Slot.Serving
        && slot.weight() < settings.ramp().max()
        && isInService(slot);
  }

  void act(Member member, Kind kind) {
    actions.add(new LifecycleAction(member.id(), member.group(), kind));
  }

  void forgetActionsFor(Member member) {
    actions.removeIf(action -> action.memberId().equals(member.id()));
  }

  Doubts doubts() {
    return doubts;
  }

  /**
   * Whether the fleet, as configured, can stand in for the groups that left the configuration: all
   * its groups are found, and at least half as many serve there as in those that leave.
   */
  boolean isFleetComplete() {
    long staying =
        before.slots().stream().filter(this::isEstablished).filter(this::isInService).count();
    long leaving =
        before.slots().stream()
            .filter(Slot.Serving.class::isInstance)
            .flatMap(slot -> slot.occupant().stream())
            .filter(member -> !fleet.configured().contains(refreshed(member).group()))
            .count();
    return fleet.missing().isEmpty() && staying > 0 && 2 * staying >= leaving;
  }
}

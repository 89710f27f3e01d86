package io.hsdo.plan;

import io.hsdo.plan.LifecycleAction.Kind;
import io.hsdo.plan.Plan.Held;
import io.hsdo.plan.Plan.LastServing;
import io.hsdo.plan.Plan.Unplaced;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
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
 *   <li>Nobody is in two slots, and no two slots have one address, unless nobody can say whose a
 *       stored one is.
 *   <li>A member that the fleet lists keeps its slot, unless AWS has set it aside, it is in standby
 *       and a newcomer needs the slot, its group is no longer configured, the list gets shorter
 *       than its number, or another that is listed has its address.
 *   <li>The weight of a member that goes on serving never falls.
 *   <li>If anybody serves, somebody has a weight above 0.
 *   <li>Nothing waits longer because a clock was ahead once.
 *   <li>Planning the result again, in the same world at the same instant, changes nothing, unless
 *       the list is getting shorter.
 * </ul>
 */
public final class Planner {
  private final World world;
  private final Draft draft;
  private final PlanNotes notes;
  private final RemovalBudget budget;
  private final Shrinking shrinking;
  private final Doubts doubts;

  private Planner(World world, Draft draft, PlanNotes notes) {
    this.world = world;
    this.draft = draft;
    this.notes = notes;
    this.budget =
        new RemovalBudget(
            notes.removals(),
            world.established(),
            world.settings().maxRemovalPercent(),
            world.now());
    this.shrinking = Shrinking.of(world, notes.shrink());
    this.doubts = new Doubts(world);
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
    return plan(list, notes, fleet, trigger, settings, now, Set.of());
  }

  /**
   * The same after some lifecycle hooks could not be completed.
   *
   * @param untoldHooks the members that they hold: they keep their slots, but get no traffic,
   *     unless their address was handed on
   */
  public static Plan plan(
      SlotList list,
      PlanNotes notes,
      FleetSnapshot snapshot,
      Trigger trigger,
      PlanSettings settings,
      Instant now,
      Set<String> untoldHooks) {
    var asOf = new AsOf(now, settings.drain());
    var fleet = new Fleet(snapshot, trigger, now);
    var draft = new Draft(grown(list, settings.size()));
    draft.slots().forEach(slot -> draft.set(asOf.slot(slot), "its times lay too far ahead"));
    // Before the repair, which thus finds an address that the fleet has just given to a second.
    draft.slots().forEach(slot -> draft.set(fleet.refreshed(slot), "its details changed"));
    new Repair(draft, fleet).run();
    World world = World.of(draft.list(), fleet, settings, untoldHooks);
    return new Planner(world, draft, asOf.notes(notes)).plan();
  }

  private static SlotList grown(SlotList list, int size) {
    List<Slot> slots = new ArrayList<>(list.slots());
    for (int number = list.size() + 1; number <= size; number++) {
      slots.add(new Slot.Empty(number));
    }
    return new SlotList(slots);
  }

  private Plan plan() {
    Set<Integer> surplus = shrinking.surplus(world, atOnce());
    world.before().slots().forEach(slot -> decide(slot, surplus.contains(slot.number())));
    List<Held> held = doubts.settle(draft, budget);
    List<Unplaced> unplaced = new Seating(draft, shrinking.lastSeat(), world).seatNewcomers();
    List<LastServing> lastServing = new LastResort(draft, world).keepSomebodyServing();
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
        world.fleet().snapshot().missing(),
        draft.actions(),
        nextLook());
  }

  private void decide(Slot slot, boolean isSurplus) {
    slot.occupant()
        .ifPresent(
            member ->
                world
                    .fleet()
                    .stateOf(member)
                    .decide(new SeatedMember(draft, doubts, world, isSurplus, slot, member)));
  }

  /** How many members may be without their full weight because the list gets shorter. */
  private int atOnce() {
    return RemovalBudget.share(world.established(), world.settings().maxRemovalPercent());
  }

  /**
   * Nobody waits for the drain of a member that has no slot. Only in groups of ours: a hook of the
   * same name in another group may be another service's.
   */
  private void completeSlotless() {
    for (FleetMember member : world.fleet().snapshot().members().values()) {
      if (member.state().hookWaits()
          && world.fleet().isConfigured(member.group())
          && world.before().slotOf(member.id()).isEmpty()) {
        draft.tellHook(new LifecycleAction(member.id(), member.group(), Kind.COMPLETE));
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
                        ? draining.hookDue().filter(world.now()::isBefore)
                        : nextStep(slot))
                    .stream())
        .min(Comparator.naturalOrder());
  }

  private Optional<Instant> nextStep(Slot slot) {
    return slot instanceof Slot.Serving serving
        ? serving
            .servingSince()
            .flatMap(
                since -> world.settings().ramp().nextStep(serving.weight(), since, world.now()))
            .filter(next -> world.isInService(serving))
        : Optional.empty();
  }
}

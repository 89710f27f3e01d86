package io.hsdo.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.slot.Address;
import io.hsdo.slot.ClockSkew;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Shrink;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** What always holds of the plan, over random histories of a fleet. */
class PlannerPropertyTest {
  private static final int PASSES = 60;

  @Property(tries = 3_000)
  @Label("nobody twice, nobody moved, no weight falls, some weight, and a second pass says nothing")
  void planKeepsItsPromises(@ForAll long seed) {
    RandomFleet world = new RandomFleet(new Random(seed));
    SlotList list = SlotList.empty(world.size);
    PlanNotes notes = PlanNotes.NONE;
    for (int pass = 0; pass < PASSES; pass++) {
      list = world.disabledByHand(list);
      world.change();
      world.resize();
      FleetSnapshot fleet = world.snapshot();
      Plan plan = world.plan(list, notes, fleet);
      String context = "seed " + seed + ", pass " + pass + ": " + plan.changes();

      nobodyIsTwice(plan.list(), context);
      nobodyMoves(list, plan.list(), world.size, fleet, context);
      noServingWeightFalls(list, plan.list(), context);
      whoeverWasOrderedToDrainDoesNotServe(list, plan, world.now, context);
      somebodyHasWeight(plan.list(), context);
      nothingLiesAhead(plan, world.now, context);
      whoeverServesInTheFleetIsSeatedOrUnplaced(plan, fleet, context);
      everybodyElseIsUnplacedOnlyIfFull(plan, world.size, fleet, context);
      theBudgetPaysForEachRemovalOnce(list, notes, plan, fleet, world.now, context);
      Plan again = world.plan(plan.list(), plan.notes(), fleet);
      if (plan.notes().shrink().isEmpty() && !isTakenOver(list, plan.list())) {
        assertThat(again.changes()).as(context).isEmpty();
      }
      assertThat(plan.nextLook().filter(look -> !look.isAfter(world.now))).as(context).isEmpty();

      if (!plan.unplaced().isEmpty()) {
        world.labels.add("full list");
      }
      if (list.slots().stream()
          .filter(PlannerPropertyTest::isAdvised)
          .flatMap(slot -> slot.occupant().stream())
          .filter(member -> fleet.stateOf(member.id()) instanceof MemberState.Absent)
          .anyMatch(member -> plan.list().slotOf(member.id()).isEmpty())) {
        world.labels.add("drained on advice, then gone");
      }
      list = plan.list();
      notes = plan.notes();
    }
    for (String label :
        List.of(
            "full list",
            "resize",
            "standby return",
            "one id in two groups",
            "address reuse",
            "address of another",
            "drained on advice, then gone",
            "lagging answer",
            "drained by hand",
            "clock back")) {
      Statistics.label(label)
          .collect(world.labels.contains(label))
          .coverage(coverage -> coverage.check(true).count(count -> count > 0));
    }
  }

  private static void nobodyIsTwice(SlotList list, String context) {
    var members = list.members().toList();
    assertThat(members.stream().map(Member::id)).as(context).doesNotHaveDuplicates();
    assertThat(members.stream().map(Member::address)).as(context).doesNotHaveDuplicates();
  }

  private static void nobodyMoves(
      SlotList before, SlotList after, int size, FleetSnapshot fleet, String context) {
    before.slots().stream()
        .limit(size)
        .flatMap(slot -> slot.occupant().stream())
        .forEach(
            member ->
                after
                    .slotOf(member.id())
                    .ifPresent(
                        slot ->
                            assertThat(slot.number())
                                .as(context)
                                .isEqualTo(before.slotOf(member.id()).orElseThrow().number())));
    for (FleetMember member : fleet.members().values()) {
      if (before.slotOf(member.id()).filter(Slot.Serving.class::isInstance).isPresent()
          && member.state() instanceof MemberState.Serving
          && !sharesItsAddress(member, fleet)) {
        assertThat(after.slotOf(member.id())).as(context).isPresent();
      }
    }
  }

  private static boolean sharesItsAddress(FleetMember member, FleetSnapshot fleet) {
    return isHandedOn(member.address(), member.id(), fleet);
  }

  /** Whether the fleet lists another than {@code id} at the address. */
  private static boolean isHandedOn(Optional<Address> address, String id, FleetSnapshot fleet) {
    return fleet.members().values().stream()
        .filter(RandomFleet::isListed)
        .anyMatch(other -> !other.id().equals(id) && other.address().equals(address));
  }

  private static void noServingWeightFalls(SlotList before, SlotList after, String context) {
    for (Slot slot : after.slots()) {
      if (slot.number() <= before.size()
          && slot instanceof Slot.Serving now
          && before.slot(slot.number()) instanceof Slot.Serving was
          && was.member().id().equals(now.member().id())) {
        assertThat(now.weight()).as(context).isGreaterThanOrEqualTo(was.weight());
      }
    }
  }

  /**
   * Whether a drain that was not the fleet's own word has become something else: from then on it is
   * planned as what the fleet says, which may call its member back, or give its slot away.
   */
  private static boolean isTakenOver(SlotList before, SlotList after) {
    return before.slots().stream()
        .filter(PlannerPropertyTest::isByHand)
        .flatMap(slot -> slot.occupant().stream())
        .flatMap(member -> after.slotOf(member.id()).stream())
        .anyMatch(slot -> !isByHand(slot));
  }

  private static boolean isByHand(Slot slot) {
    return slot instanceof Slot.Draining draining
        && RandomFleet.BY_HAND.contains(draining.reason());
  }

  /** But for those that go on because nobody else would serve. */
  private static void whoeverWasOrderedToDrainDoesNotServe(
      SlotList before, Plan plan, Instant now, String context) {
    Set<String> lastServing =
        plan.lastServing().stream().map(held -> held.member().id()).collect(Collectors.toSet());
    before.slots().stream()
        .filter(slot -> isOrdered(slot, now))
        .flatMap(slot -> slot.occupant().stream())
        .map(Member::id)
        .filter(id -> !lastServing.contains(id))
        .forEach(
            id ->
                assertThat(plan.list().slotOf(id).filter(Slot.Serving.class::isInstance))
                    .as(context)
                    .isEmpty());
  }

  private static boolean isOrdered(Slot slot, Instant now) {
    return slot instanceof Slot.Draining draining
        && switch (draining.reason()) {
          case TERMINATING, EC2_STATE, OPERATOR -> true;
          case SPOT_INTERRUPTION ->
              now.isBefore(draining.since().orElseThrow().plus(Drain.SPOT_BELIEVED));
          default -> false;
        };
  }

  private static void somebodyHasWeight(SlotList list, String context) {
    if (list.serving() > 0) {
      assertThat(list.slots()).as(context).anyMatch(slot -> slot.weight() > 0);
    }
  }

  /** Else something would wait for as long as the clock was set back. */
  private static void nothingLiesAhead(Plan plan, Instant now, String context) {
    Instant latest = now.plus(ClockSkew.TOLERATED);
    for (Slot slot : plan.list().slots()) {
      if (slot instanceof Slot.Serving serving) {
        assertThat(serving.servingSince().orElse(now)).as(context).isBeforeOrEqualTo(latest);
        assertThat(serving.missingSince().orElse(now)).as(context).isBeforeOrEqualTo(latest);
      } else if (slot instanceof Slot.Draining draining) {
        assertThat(draining.since().orElseThrow()).as(context).isBeforeOrEqualTo(latest);
        assertThat(draining.missingSince().orElse(now)).as(context).isBeforeOrEqualTo(latest);
        assertThat(draining.hookDue().orElse(now))
            .as(context)
            .isBeforeOrEqualTo(latest.plus(RandomFleet.DRAIN));
      }
    }
    assertThat(plan.notes().shrink().map(Shrink::since).orElse(now))
        .as(context)
        .isBeforeOrEqualTo(latest);
    assertThat(plan.notes().removals().entries())
        .as(context)
        .noneMatch(entry -> entry.at().isAfter(latest));
  }

  private static void whoeverServesInTheFleetIsSeatedOrUnplaced(
      Plan plan, FleetSnapshot fleet, String context) {
    assertThat(
            fleet.members().values().stream()
                .filter(member -> member.state() instanceof MemberState.Serving)
                .filter(member -> fleet.configured().contains(member.group()))
                .filter(member -> plan.list().slotOf(member.id()).isEmpty())
                .map(FleetMember::id))
        .as(context)
        .containsExactlyInAnyOrderElementsOf(
            plan.unplaced().stream().map(Plan.Unplaced::memberId).toList());
  }

  private static void everybodyElseIsUnplacedOnlyIfFull(
      Plan plan, int size, FleetSnapshot fleet, String context) {
    boolean full = plan.list().slots().stream().limit(size).noneMatch(Slot.Empty.class::isInstance);
    Set<String> unplaced =
        plan.unplaced().stream().map(Plan.Unplaced::memberId).collect(Collectors.toSet());
    boolean allShare =
        fleet.members().values().stream()
            .filter(member -> unplaced.contains(member.id()))
            .allMatch(member -> sharesItsAddress(member, fleet));
    assertThat(allShare || full).as(context).isTrue();
  }

  /**
   * Whoever serves no more because the fleet does not list him or calls him unhealthy is counted,
   * unless another is listed at his address; whoever drained on advice before is not counted again.
   */
  private static void theBudgetPaysForEachRemovalOnce(
      SlotList before,
      PlanNotes notes,
      Plan plan,
      FleetSnapshot fleet,
      Instant now,
      String context) {
    int paid = plan.notes().removals().removed(now) - notes.removals().removed(now);
    List<FleetMember> gone =
        fleet.members().values().stream()
            .filter(PlannerPropertyTest::isDoubted)
            .filter(
                member ->
                    before
                        .slotOf(member.id())
                        .filter(slot -> !isAdvised(slot) && !goesOn(slot, plan.list()))
                        .isPresent())
            .toList();
    long lost =
        gone.stream()
            .filter(
                member ->
                    before.slotOf(member.id()).filter(Slot.Serving.class::isInstance).isPresent())
            .filter(member -> !isHandedOn(address(member, before), member.id(), fleet))
            .count();
    assertThat((long) paid)
        .as(context)
        .isBetween(lost, (long) gone.size() + plan.lastServing().size());
  }

  private static Optional<Address> address(FleetMember member, SlotList list) {
    return member
        .address()
        .or(() -> list.slotOf(member.id()).flatMap(Slot::occupant).map(Member::address));
  }

  private static boolean isDoubted(FleetMember member) {
    return member.state() instanceof MemberState.Absent
        || (member.state() instanceof MemberState.Draining drain && !drain.reason().isTold());
  }

  private static boolean isAdvised(Slot slot) {
    return slot instanceof Slot.Draining draining && draining.reason() == DrainReason.UNHEALTHY;
  }

  /** Whether whoever serves goes on serving, and whoever drains keeps his slot. */
  private static boolean goesOn(Slot before, SlotList after) {
    return before
        .occupant()
        .flatMap(member -> after.slotOf(member.id()))
        .filter(slot -> before instanceof Slot.Draining || slot instanceof Slot.Serving)
        .isPresent();
  }
}

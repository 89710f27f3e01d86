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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;

/** What always holds of the plan, over random histories of a fleet. */
class PlannerPropertyTest {
  private static final int PASSES = 60;

  @Property(
      tries = 3_000,
      shrinking = ShrinkingMode.OFF,
      afterFailure = AfterFailureMode.PREVIOUS_SEED)
  @Label("nobody twice, nobody moved, no weight falls, some weight, and a second pass says nothing")
  void planKeepsItsPromises(@ForAll long seed) {
    World world = new World(new Random(seed));
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
        .filter(PlannerPropertyTest::isListed)
        .anyMatch(other -> !other.id().equals(id) && other.address().equals(address));
  }

  private static boolean isListed(FleetMember member) {
    return member.state() instanceof MemberState.Serving
        || member.state() instanceof MemberState.Draining;
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
    return slot instanceof Slot.Draining draining && World.BY_HAND.contains(draining.reason());
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
              now.isBefore(draining.since().orElseThrow().plus(SeatedMember.SPOT_BELIEVED));
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
            .isBeforeOrEqualTo(latest.plus(World.DRAIN));
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

  /** A fleet that lives: instances come, go, pause, share addresses; the clock may step back. */
  private static final class World {
    private static final MemberState SERVING = new MemberState.Serving();
    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final List<DrainReason> BY_HAND =
        List.of(DrainReason.OPERATOR, DrainReason.SPOT_INTERRUPTION);

    private final Random random;

    /** Consul's members change their addresses; AWS's never do, but may be in standby. */
    private final boolean isOfConsul;

    private final Ramp ramp;

    private final Set<String> labels = new HashSet<>();
    private final Map<String, FleetMember> members = new LinkedHashMap<>();
    private final List<Address> freed = new ArrayList<>();
    private Instant now = Drawing.NOW;

    private int size;
    private int launched;
    private int addresses;

    World(Random random) {
      this.random = random;
      this.isOfConsul = random.nextBoolean();
      this.size = 1 + random.nextInt(8);
      this.ramp = new Ramp(random.nextInt(2), 10, 1, Duration.ofSeconds(30));
    }

    Plan plan(SlotList list, PlanNotes notes, FleetSnapshot fleet) {
      return Planner.plan(list, notes, fleet, new Trigger.Scheduled(), settings(), now);
    }

    void change() {
      now = now.plusSeconds(random.nextInt(90));
      if (random.nextInt(20) == 0) {
        now = now.minusSeconds(random.nextInt(3_600));
        labels.add("clock back");
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        launch();
      }
      for (String id : List.copyOf(members.keySet())) {
        if (random.nextInt(6) == 0) {
          step(id);
        }
      }
      if (isOfConsul && !members.isEmpty() && random.nextInt(8) == 0) {
        move();
      }
    }

    /** Somebody is registered anew, at a new address or at that of whoever is there. */
    private void move() {
      List<FleetMember> all = List.copyOf(members.values());
      FleetMember mover = all.get(random.nextInt(all.size()));
      FleetMember other = all.get(random.nextInt(all.size()));
      if (random.nextBoolean()) {
        put(mover.id(), mover.group(), newAddress(), mover.state());
      } else {
        put(mover.id(), mover.group(), other.address().orElseThrow(), mover.state());
        if (!mover.id().equals(other.id()) && isListed(other)) {
          labels.add("address of another");
        }
      }
    }

    private Address newAddress() {
      addresses++;
      return Address.of("10.1." + addresses / 250 + "." + (1 + addresses % 250));
    }

    private void launch() {
      launched++;
      Address address;
      if (!freed.isEmpty() && random.nextBoolean()) {
        address = freed.remove(random.nextInt(freed.size()));
        labels.add("address reuse");
      } else {
        address = newAddress();
      }
      put("i-" + launched, random.nextBoolean() ? "web" : "api", address, SERVING);
    }

    private void put(String id, String group, Address address, MemberState state) {
      members.put(
          id,
          new FleetMember(
              id, group, Optional.of(address), Optional.empty(), Optional.of(now), state));
    }

    private void step(String id) {
      FleetMember member = members.get(id);
      if (member == null) {
        return;
      }
      MemberState state = member.state();
      if (state instanceof MemberState.Stopped) {
        members.remove(id);
        member.address().ifPresent(freed::add);
      } else if (state instanceof MemberState.Draining draining
          && draining.reason() == DrainReason.STANDBY) {
        members.put(id, member.withState(SERVING));
        labels.add("standby return");
      } else if (isTerminating(member)) {
        members.put(id, member.withState(new MemberState.Stopped()));
      } else {
        members.put(id, member.withState(nextState()));
        if (random.nextInt(10) == 0) {
          members.put(
              id,
              new FleetMember(
                  id,
                  member.group().equals("web") ? "api" : "web",
                  member.address(),
                  member.zone(),
                  member.launchTime(),
                  state));
          labels.add("one id in two groups");
        }
      }
    }

    private static boolean isTerminating(FleetMember member) {
      return member.state() instanceof MemberState.Draining draining
          && draining.reason() == DrainReason.TERMINATING;
    }

    private MemberState nextState() {
      return switch (random.nextInt(8)) {
        case 0 ->
            new MemberState.Draining(
                isOfConsul ? DrainReason.UNHEALTHY : DrainReason.STANDBY, false);
        case 1 -> new MemberState.Draining(DrainReason.UNHEALTHY, false);
        case 2 -> new MemberState.Absent();
        case 3 -> new MemberState.Unknown();
        case 4, 5 -> new MemberState.Stopped();
        default -> new MemberState.Draining(DrainReason.TERMINATING, random.nextBoolean());
      };
    }

    /** An operator, or a spot warning, drains somebody whom the fleet calls well. */
    SlotList disabledByHand(SlotList list) {
      List<Slot> slots = new ArrayList<>(list.slots());
      Slot chosen = slots.get(random.nextInt(slots.size()));
      if (chosen instanceof Slot.Serving serving && random.nextInt(10) == 0) {
        slots.set(
            chosen.number() - 1,
            new Slot.Draining(
                chosen.number(),
                serving.member(),
                BY_HAND.get(random.nextInt(BY_HAND.size())),
                Optional.of(now),
                Optional.empty(),
                Optional.empty()));
        labels.add("drained by hand");
      }
      return new SlotList(slots);
    }

    void resize() {
      if (random.nextInt(15) == 0) {
        size = 1 + random.nextInt(12);
        labels.add("resize");
      }
    }

    private PlanSettings settings() {
      return new PlanSettings(size, ramp, DRAIN, 20);
    }

    /**
     * Of whoever is not listed no fleet tells the address; and of who terminates an answer may be
     * an old one.
     */
    FleetSnapshot snapshot() {
      Map<String, FleetMember> told = new HashMap<>();
      members.forEach(
          (id, member) -> {
            boolean lags = isTerminating(member) && random.nextInt(4) == 0;
            told.put(id, lags ? member.withState(SERVING) : member);
            if (lags) {
              labels.add("lagging answer");
            }
          });
      told.replaceAll(
          (id, member) ->
              isListed(member) || member.state() instanceof MemberState.Unknown
                  ? member
                  : new FleetMember(
                      id,
                      member.group(),
                      Optional.empty(),
                      member.zone(),
                      member.launchTime(),
                      member.state()));
      return new FleetSnapshot(told, Set.of("web", "api"), Set.of("web", "api"));
    }
  }
}

package io.hsdo.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.plan.LifecycleAction.Kind;
import io.hsdo.plan.Plan.Held;
import io.hsdo.plan.Plan.Unplaced;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;

/** What the plan comes to, after random histories, once the fleet says nothing new. */
class PlannerLivenessTest {
  private static final Address NEW_ADDRESS = Address.of("10.9.0.1");

  @Property(tries = 300)
  @Label("who should serve serves at full weight, who should go is gone, and then nothing changes")
  void planComesToRest(@ForAll long seed) {
    History history = History.of(new Random(seed), "seed " + seed);
    history.world.launchMany();

    comesToRest(history, history.world.settled(history.list));
    comesToRest(history, history.world.struck(history.list));
  }

  private static void comesToRest(History history, FleetSnapshot fleet) {
    Plan last = history.untilNothingChanges(fleet);

    new Rest(history.world.size, fleet, history.list, last, history.context).isAsPromised();
  }

  @Property(tries = 200)
  @Label("answers that contradict each other in turns take nobody out whom none of them drains")
  void contradictionsTakeNobodyOut(@ForAll long seed) {
    var random = new Random(seed);
    History history = History.of(random, "seed " + seed);
    FleetSnapshot one = history.world.settled(history.list);
    history.untilNothingChanges(one);
    FleetSnapshot other = contradiction(one, random);
    SlotList before = history.list;
    Set<String> watched =
        before.slots().stream()
            .filter(Slot.Serving.class::isInstance)
            .flatMap(slot -> slot.occupant().stream())
            .filter(member -> one.serving().map(FleetMember::id).anyMatch(member.id()::equals))
            .filter(member -> !(other.stateOf(member.id()) instanceof MemberState.Draining))
            .filter(member -> listedAt(member.address(), one) == 1)
            .map(Member::id)
            .collect(Collectors.toSet());

    Map<String, Integer> timesOut = new HashMap<>();
    boolean strictly = random.nextBoolean();
    for (int pass = 0; pass < 200; pass++) {
      SlotList last = history.list;
      history.world.now = history.world.now.plusSeconds(strictly ? 60 : random.nextInt(90));
      boolean isOther = strictly ? pass % 2 == 0 : pass % 3 != 0 && random.nextBoolean();
      Plan plan = history.pass(isOther ? other : one, new Trigger.Scheduled());
      for (String id : watched) {
        if (serves(id, last) && !serves(id, plan.list())) {
          // Once each, the slots above a smaller size are left.
          int allowed = before.slotOf(id).orElseThrow().number() > history.world.size ? 1 : 0;
          assertThat(timesOut.merge(id, 1, Integer::sum))
              .as("times out of %s, pass %s: %s", id, pass, history.drawing(plan, one))
              .isLessThanOrEqualTo(allowed);
        }
      }
    }
  }

  private static boolean serves(String id, SlotList list) {
    return list.slotOf(id).filter(Slot.Serving.class::isInstance).isPresent();
  }

  private static long listedAt(Address address, FleetSnapshot fleet) {
    return fleet.members().values().stream()
        .filter(RandomFleet::isListed)
        .filter(member -> member.address().filter(address::equals).isPresent())
        .count();
  }

  /** Some are not there, not known or unhealthy; or a group is not found; or there are more. */
  private static FleetSnapshot contradiction(FleetSnapshot fleet, Random random) {
    Map<String, FleetMember> members = new HashMap<>(fleet.members());
    Set<String> found = new HashSet<>(fleet.found());
    switch (random.nextInt(5)) {
      case 0 -> {
        String group = random.nextBoolean() ? "web" : "api";
        found.remove(group);
        members.replaceAll((id, member) -> member.group().equals(group) ? absent(member) : member);
      }
      case 1 -> replaceSome(members, random, PlannerLivenessTest::absent);
      case 2 -> replaceSome(members, random, member -> untold(member, new MemberState.Unknown()));
      case 3 ->
          replaceSome(
              members,
              random,
              member ->
                  member.state() instanceof MemberState.Serving
                      ? member.withState(new MemberState.Draining(DrainReason.UNHEALTHY, false))
                      : member);
      default -> {
        Address address =
            fleet.members().values().stream()
                .filter(member -> random.nextInt(4) == 0)
                .flatMap(member -> member.address().stream())
                .findFirst()
                .orElse(NEW_ADDRESS);
        members.put(
            "i-new",
            FleetMember.of("i-new", "web", Optional.empty(), new MemberState.Serving())
                .describedAs(address, Optional.of(Drawing.NOW)));
      }
    }
    return new FleetSnapshot(members, fleet.configured(), found);
  }

  private static void replaceSome(
      Map<String, FleetMember> members, Random random, UnaryOperator<FleetMember> other) {
    members.replaceAll((id, member) -> random.nextInt(3) == 0 ? other.apply(member) : member);
  }

  private static FleetMember absent(FleetMember member) {
    return untold(member, new MemberState.Absent());
  }

  private static FleetMember untold(FleetMember member, MemberState state) {
    return FleetMember.of(member.id(), member.group(), member.zone(), state);
  }

  private static Stream<String> held(Plan plan) {
    return plan.held().stream().map(held -> held.member().id());
  }

  private static Stream<String> lastServing(Plan plan) {
    return plan.lastServing().stream().map(last -> last.member().id());
  }

  /** A fleet with the list that has come of it. */
  private static final class History {
    private static final int MOST_PASSES = 40;

    /** Longer than any wait, but for that for the removal budget. */
    private static final Duration QUIET = Duration.ofMinutes(12);

    private static final Duration BUDGET_IS_BACK = Duration.ofMinutes(66);

    /** More than a budget of one removal an hour takes. */
    private static final Duration LONGEST = Duration.ofDays(3);

    private final RandomFleet world;
    private final String context;
    private SlotList list;
    private PlanNotes notes = PlanNotes.NONE;
    private Instant changedAt;
    private int changes;

    private History(RandomFleet world, String context) {
      this.world = world;
      this.context = context;
      this.list = SlotList.empty(world.size);
      this.changedAt = world.now;
    }

    static History of(Random random, String context) {
      var history = new History(new RandomFleet(random), context);
      RandomFleet world = history.world;
      for (int passes = 1 + random.nextInt(MOST_PASSES); passes > 0; passes--) {
        history.list = world.disabledByHand(history.list);
        world.change();
        world.resize();
        world.regroup();
        history.pass(world.snapshot(), world.trigger());
      }
      return history;
    }

    Plan pass(FleetSnapshot fleet, Trigger trigger) {
      Plan plan = world.plan(list, notes, fleet, trigger);
      if (!plan.changes().isEmpty() || plan.list().size() != list.size()) {
        changedAt = world.now;
        changes++;
      }
      list = plan.list();
      notes = plan.notes();
      return plan;
    }

    /** Lets time pass, and returns the last plan. */
    Plan untilNothingChanges(FleetSnapshot fleet) {
      Instant latest = world.now.plus(LONGEST);
      untilQuiet(fleet, latest);
      while (true) {
        world.now = world.now.plus(BUDGET_IS_BACK);
        int before = changes;
        Plan plan = untilQuiet(fleet, latest);
        if (changes == before) {
          return plan;
        }
      }
    }

    private Plan untilQuiet(FleetSnapshot fleet, Instant latest) {
      changedAt = world.now;
      while (true) {
        SlotList before = list;
        Plan plan = pass(fleet, new Trigger.Scheduled());
        hooksThatWaitAreTold(before, plan, fleet);
        if (world.now.isAfter(changedAt.plus(QUIET))) {
          return plan;
        }
        if (world.now.isAfter(latest)) {
          throw new AssertionError("it goes on changing: " + drawing(plan, fleet));
        }
        Instant minute = world.now.plusSeconds(60);
        world.now = plan.nextLook().filter(minute::isAfter).orElse(minute);
      }
    }

    /**
     * At every pass, but for hooks of whoever goes on serving as nobody else would, and of whoever
     * has lost his slot in this very pass.
     */
    private void hooksThatWaitAreTold(SlotList before, Plan plan, FleetSnapshot fleet) {
      Set<String> told =
          plan.actions().stream().map(LifecycleAction::memberId).collect(Collectors.toSet());
      Set<String> goOn = lastServing(plan).collect(Collectors.toSet());
      for (FleetMember member : fleet.members().values()) {
        boolean isSeated = list.slotOf(member.id()).isPresent();
        boolean isOurs = isSeated || fleet.configured().contains(member.group());
        boolean isReleased = !isSeated && before.slotOf(member.id()).isPresent();
        if (member.state().hookWaits()
            && isOurs
            && !isReleased
            && !goOn.contains(member.id())
            && !told.contains(member.id())) {
          throw new AssertionError(
              "the hook of " + member.id() + " is told nothing: " + drawing(plan, fleet));
        }
      }
    }

    /** For whoever has to find out what went wrong. */
    String drawing(Plan plan, FleetSnapshot fleet) {
      return context + ", " + world.now + ", size " + world.size + "\n" + plan + "\n" + fleet;
    }
  }

  /** A list in which nothing changes any more, and its plan. */
  private record Rest(int size, FleetSnapshot fleet, SlotList list, Plan plan, String context) {
    void isAsPromised() {
      assertThat(plan.nextLook()).as(context).isEmpty();
      assertThat(plan.actions())
          .as("hooks: " + context)
          .allMatch(action -> action.kind() == Kind.COMPLETE);
      fleet.members().values().stream()
          .filter(this::isInService)
          .forEach(this::servesOrHasNoSlotForAReason);
      for (Slot slot : list.slots()) {
        slot.occupant().ifPresent(member -> isThereForAReason(slot, member));
      }
      plan.held().forEach(this::isHeldForAReason);
      onlyTheLastGoOnServing();
      somebodyServesIfAnyoneCan();
      listIsLongerForAReason();
    }

    private boolean isInService(FleetMember member) {
      return member.state() instanceof MemberState.Serving
          && fleet.configured().contains(member.group());
    }

    private void servesOrHasNoSlotForAReason(FleetMember member) {
      Optional<Slot> slot = list.slotOf(member.id());
      if (slot.isEmpty()) {
        hasNoSlotForAReason(member);
      } else if (slot.get() instanceof Slot.Draining drain) {
        assertThat(drain.reason())
            .as("drain of " + member + ": " + context)
            .isIn(DrainReason.TERMINATING, DrainReason.EC2_STATE, DrainReason.OPERATOR);
      } else {
        assertThat(slot.get().weight()).as("weight of " + member + ": " + context).isEqualTo(10);
      }
    }

    private void hasNoSlotForAReason(FleetMember member) {
      assertThat(plan.unplaced().stream().map(Unplaced::memberId))
          .as(context)
          .contains(member.id());
      boolean sharesAddress =
          list.members().map(Member::address).map(Optional::of).anyMatch(member.address()::equals);
      if (!sharesAddress) {
        assertThat(list.slots().stream().limit(size))
            .as("slots, none for " + member + ": " + context)
            .noneMatch(Slot.Empty.class::isInstance)
            .noneMatch(slot -> drainsFor(slot, DrainReason.STANDBY));
      }
    }

    private static boolean drainsFor(Slot slot, DrainReason reason) {
      return slot instanceof Slot.Draining drain && drain.reason() == reason;
    }

    private void isThereForAReason(Slot slot, Member member) {
      MemberState state = fleet.stateOf(member.id());
      if (isKept(member)) {
        return;
      }
      String context = member + ", " + state + ": " + this.context;
      assertThat(state)
          .as(context)
          .isNotInstanceOf(MemberState.Stopped.class)
          .isNotInstanceOf(MemberState.Absent.class);
      boolean isConfigured = fleet.configured().contains(member.group());
      if (state instanceof MemberState.Draining drain) {
        assertThat(slot).as(context).isInstanceOf(Slot.Draining.class);
        assertThat(drain.reason()).as(context).isNotIn(DrainReason.WARMED, DrainReason.RETAINED);
        boolean isShort =
            Set.of(DrainReason.TERMINATING, DrainReason.DETACHING, DrainReason.ROOT_VOLUME)
                .contains(drain.reason());
        assertThat(isConfigured || isShort || tooFewStay()).as(context).isTrue();
      } else {
        assertThat(isConfigured).as(context).isTrue();
      }
    }

    /** Whether the plan names it as one that keeps its slot or goes on serving. */
    private boolean isKept(Member member) {
      return Stream.concat(held(plan), lastServing(plan)).anyMatch(member.id()::equals);
    }

    private void isHeldForAReason(Held held) {
      boolean isLast = serving().equals(Set.of(held.member().id()));
      boolean isRemoved = !fleet.configured().contains(held.member().group());
      assertThat(list.slot(held.slot()).occupant()).as(context).contains(held.member());
      assertThat(isLast || (isRemoved && tooFewStay())).as(held + ": " + context).isTrue();
    }

    /** Whether the configured groups do not stand in for those that left the configuration. */
    private boolean tooFewStay() {
      long staying = servingWho(this::isInService);
      long leaving = servingWho(member -> !fleet.configured().contains(member.group()));
      return staying == 0 || 2 * staying < leaving;
    }

    private long servingWho(Predicate<FleetMember> predicate) {
      return fleet.members().values().stream()
          .filter(member -> serves(member.id(), list))
          .filter(predicate)
          .count();
    }

    private Set<String> serving() {
      return list.members()
          .map(Member::id)
          .filter(id -> serves(id, list))
          .collect(Collectors.toSet());
    }

    private void onlyTheLastGoOnServing() {
      Set<String> goOn = lastServing(plan).collect(Collectors.toSet());
      if (!goOn.isEmpty()) {
        assertThat(serving()).as(context).isEqualTo(goOn);
        assertThat(servingWho(this::isInService)).as(context).isZero();
      }
    }

    private void somebodyServesIfAnyoneCan() {
      boolean anyoneCan =
          fleet.members().values().stream()
              .filter(RandomFleet::isListed)
              .flatMap(member -> list.slotOf(member.id()).stream())
              .anyMatch(slot -> !drainsFor(slot, DrainReason.OPERATOR));
      assertThat(!anyoneCan || !serving().isEmpty()).as(context).isTrue();
    }

    private void listIsLongerForAReason() {
      if (list.size() == size) {
        return;
      }
      Set<String> needed = list.members().map(Member::id).collect(Collectors.toSet());
      fleet.members().values().stream()
          .filter(this::isInService)
          .map(FleetMember::id)
          .forEach(needed::add);
      boolean isOnlyOne = servingWho(this::isInService) == 1;
      boolean isBlocked =
          list.slots().stream()
              .skip(size)
              .anyMatch(
                  slot ->
                      slot.occupant().filter(this::isKept).isPresent()
                          || (slot instanceof Slot.Serving && isOnlyOne)
                          || (slot instanceof Slot.Draining drain && isOrder(drain.reason())));
      assertThat(needed.size() > size || isBlocked).as(context).isTrue();
    }

    private static boolean isOrder(DrainReason reason) {
      return switch (reason) {
        case TERMINATING, DETACHING, ROOT_VOLUME, SPOT_INTERRUPTION, EC2_STATE, OPERATOR -> true;
        default -> false;
      };
    }
  }
}

package io.hsdo.plan;

import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.PlanNotes;
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

/** A fleet that lives: instances come, go, pause, share addresses; the clock may step back. */
final class RandomFleet {
  private static final MemberState SERVING = new MemberState.Serving();
  private static final Set<String> GROUPS = Set.of("web", "api");
  static final Duration DRAIN = Duration.ofSeconds(30);
  static final List<DrainReason> BY_HAND =
      List.of(DrainReason.OPERATOR, DrainReason.SPOT_INTERRUPTION);

  private static final Set<DrainReason> ENDS =
      Set.of(DrainReason.TERMINATING, DrainReason.RETAINED);

  private final Random random;

  /**
   * Consul's members change their addresses; AWS's never do, but may be in standby and the like.
   */
  private final boolean isOfConsul;

  private final Ramp ramp;
  private final int removalPercent;

  final Set<String> labels = new HashSet<>();
  private final Map<String, FleetMember> members = new LinkedHashMap<>();
  private Set<String> configured = GROUPS;
  private Set<String> found = GROUPS;
  private final List<Address> freed = new ArrayList<>();
  Instant now = Drawing.NOW;

  int size;
  private int launched;
  private int addresses;

  RandomFleet(Random random) {
    this.random = random;
    this.isOfConsul = random.nextBoolean();
    this.size = 1 + random.nextInt(8);
    this.removalPercent = random.nextInt(4) == 0 ? 100 : 20;
    this.ramp = new Ramp(random.nextInt(2), 10, 1, Duration.ofSeconds(30));
  }

  Plan plan(SlotList list, PlanNotes notes, FleetSnapshot fleet) {
    return plan(list, notes, fleet, new Trigger.Scheduled());
  }

  Plan plan(SlotList list, PlanNotes notes, FleetSnapshot fleet, Trigger trigger) {
    return Planner.plan(list, notes, fleet, trigger, settings(), now);
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

  static boolean isListed(FleetMember member) {
    return member.state() instanceof MemberState.Serving
        || member.state() instanceof MemberState.Draining;
  }

  private static boolean isTerminating(FleetMember member) {
    return member.state() instanceof MemberState.Draining draining
        && ENDS.contains(draining.reason());
  }

  private MemberState nextState() {
    return switch (random.nextInt(13)) {
      case 0 -> drainsOfAws(DrainReason.STANDBY, false);
      case 1 -> new MemberState.Draining(DrainReason.UNHEALTHY, false);
      case 2 -> new MemberState.Absent();
      case 3 -> new MemberState.Unknown();
      case 4, 5 -> new MemberState.Stopped(random.nextInt(4) == 0);
      case 6 -> SERVING;
      case 7 -> drainsOfAws(DrainReason.DETACHING, false);
      case 8 -> drainsOfAws(DrainReason.WARMED, random.nextBoolean());
      case 9 -> drainsOfAws(DrainReason.ROOT_VOLUME, random.nextBoolean());
      case 10 -> drainsOfAws(DrainReason.RETAINED, false);
      default -> new MemberState.Draining(DrainReason.TERMINATING, random.nextBoolean());
    };
  }

  private MemberState drainsOfAws(DrainReason reason, boolean hookWaits) {
    return isOfConsul
        ? new MemberState.Draining(DrainReason.UNHEALTHY, false)
        : new MemberState.Draining(reason, hookWaits);
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

  /** Mostly none; else an operator accepts that some are gone, or AWS warns of one. */
  Trigger trigger() {
    Set<String> ids = new HashSet<>(members.keySet());
    ids.removeIf(id -> random.nextBoolean());
    return switch (random.nextInt(12)) {
      case 0 -> Trigger.Accept.now(ids, now);
      case 1 ->
          ids.stream()
              .findFirst()
              .<Trigger>map(id -> new Trigger.SpotWarning(id, now))
              .orElseGet(Trigger.Scheduled::new);
      default -> new Trigger.Scheduled();
    };
  }

  /** A group leaves the configuration or comes back, or is not found for now. */
  void regroup() {
    if (random.nextInt(20) == 0) {
      configured = someGroups();
    }
    if (random.nextInt(10) == 0) {
      found = someGroups();
    }
  }

  private Set<String> someGroups() {
    return random.nextBoolean() ? GROUPS : Set.of(random.nextBoolean() ? "web" : "api");
  }

  private PlanSettings settings() {
    return new PlanSettings(size, ramp, DRAIN, removalPercent);
  }

  /**
   * Of whoever is not listed no fleet tells the address; and of who terminates an answer may be an
   * old one.
   */
  FleetSnapshot snapshot() {
    return told(true);
  }

  private FleetSnapshot told(boolean mayLag) {
    Map<String, FleetMember> told = new HashMap<>();
    members.forEach(
        (id, member) -> {
          boolean lags = mayLag && isTerminating(member) && random.nextInt(4) == 0;
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
    return new FleetSnapshot(told, configured, found);
  }

  /** What is told from now on: all groups are found, and nothing is unknown. */
  FleetSnapshot settled(SlotList list) {
    found = GROUPS;
    members.replaceAll(
        (id, member) ->
            member.state() instanceof MemberState.Unknown ? member.withState(SERVING) : member);
    list.members()
        .filter(member -> !members.containsKey(member.id()))
        .forEach(
            member -> put(member.id(), member.group(), member.address(), new MemberState.Absent()));
    return told(false);
  }

  /** The same happens to all who have a slot, and then all is settled. */
  FleetSnapshot struck(SlotList list) {
    MemberState state =
        random.nextBoolean() ? nextState() : drainsOfAws(DrainReason.STANDBY, false);
    list.members()
        .forEach(
            member -> members.computeIfPresent(member.id(), (id, known) -> known.withState(state)));
    return settled(list);
  }

  /** More than most lists have slots for. */
  void launchMany() {
    for (int i = random.nextInt(12); i > 0; i--) {
      launch();
    }
  }
}

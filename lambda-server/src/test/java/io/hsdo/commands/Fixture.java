package io.hsdo.commands;

import io.hsdo.config.Parameters;
import io.hsdo.plan.FleetMember;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.MemberState;
import io.hsdo.plan.Trigger;
import io.hsdo.refresh.Planning;
import io.hsdo.refresh.Planning.Planned;
import io.hsdo.refresh.ServerConfiguration;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.RemovalHistory;
import io.hsdo.slot.Shrink;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.table.StoredList;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A stored list and what the fleet says of its members {@code i-1}, {@code i-2} and so on. */
public final class Fixture {
  /** Where {@link ManualClock} stands. */
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  public static final Instant LONG_AGO = NOW.minus(Duration.ofHours(3));

  private static final String GROUP = "shop";

  final InMemorySlotListStore store = new InMemorySlotListStore();
  private final Map<String, String> parameters =
      new HashMap<>(
          Map.of(
              "DYNAMODB_TABLE_NAME", "shop-slots",
              "AWS_REGION", "eu-west-1",
              "SERVER_ASG_NAMES", GROUP));
  private final Map<String, FleetMember> fleet = new HashMap<>();

  public void store(Slot... slots) {
    PlanNotes notes = new PlanNotes(RemovalHistory.NONE.after(NOW, 0, 0), Optional.empty());
    store.save(store.load(), new SlotList(List.of(slots)), notes, NOW.minusSeconds(12));
  }

  /** Has a pass have asked for a shorter list. */
  void askedFor(int size, Instant since) {
    StoredList stored = store.load();
    RemovalHistory removals = stored.header().orElseThrow().notes().removals();
    var notes = new PlanNotes(removals, Optional.of(new Shrink(size, since)));
    store.save(stored, stored.list(), notes, NOW.minusSeconds(12));
  }

  void set(String parameter, String value) {
    parameters.put(parameter, value);
  }

  public void serves(int... numbers) {
    for (int number : numbers) {
      says(number, new MemberState.Serving());
    }
  }

  public void says(int number, MemberState state) {
    String id = "i-" + number;
    fleet.put(
        id,
        new FleetMember(
            id,
            GROUP,
            Optional.of(address(number)),
            Optional.empty(),
            Optional.of(LONG_AGO.plusSeconds(number)),
            state));
  }

  public Planned plan(Trigger trigger) {
    ServerConfiguration configuration =
        ServerConfiguration.of(Parameters.load(parameters, Optional.empty()));
    return new Planning(configuration, new ManualClock())
        .plan(
            store.load(),
            (list, about) -> new FleetSnapshot(fleet, Set.of(GROUP), Set.of(GROUP)),
            trigger);
  }

  public static Slot.Serving serving(int slot, int weight, Instant since) {
    return new Slot.Serving(slot, member(slot), weight, Optional.of(since), Optional.empty());
  }

  public static Slot.Serving unexplained(int slot, Instant missingSince) {
    return new Slot.Serving(
        slot, member(slot), 10, Optional.of(LONG_AGO), Optional.of(missingSince));
  }

  static Slot.Draining draining(int slot, DrainReason reason, Optional<Instant> hookDue) {
    return new Slot.Draining(
        slot, member(slot), reason, Optional.of(NOW.minusSeconds(40)), hookDue, Optional.empty());
  }

  static Slot empty(int slot) {
    return new Slot.Empty(slot);
  }

  static Member member(int number) {
    return new Member("i-" + number, address(number), GROUP, Optional.of("eu-west-1a"));
  }

  private static Address address(int number) {
    return Address.of("10.0.0." + number);
  }
}

package io.hsdo.plan;

import static java.util.function.Predicate.not;

import io.hsdo.plan.Plan.Unplaced;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Gives newcomers their slots, the lowest first, in order of launch time, then id. Where none is
 * empty they take those of members in standby, but half of these at most that nobody else
 * established could stand in for (see {@link LastResort}). An heir takes over the very slot in
 * which its address stands (see {@link Heirs}).
 */
final class Seating {
  private final Draft draft;
  private final World world;
  private final Map<Address, Integer> slotOfAddress = new HashMap<>();
  private final Deque<Integer> free = new ArrayDeque<>();

  /**
   * Seating in a draft whose seated members are decided.
   *
   * @param lastSeat the highest slot that may be given
   */
  Seating(Draft draft, int lastSeat, World world) {
    this.draft = draft;
    this.world = world;
    draft.slots().forEach(this::note);
    List<Slot> seats = draft.slots().filter(slot -> slot.number() <= lastSeat).toList();
    List<Slot> standby =
        seats.stream().filter(Seating::isInStandby).filter(not(world.heirs()::has)).toList();
    Predicate<Slot> isNeeded = isNeeded();
    List<Slot> needed = standby.stream().filter(isNeeded).toList();
    Stream.of(
            seats.stream().filter(Slot.Empty.class::isInstance),
            standby.stream().filter(not(isNeeded)),
            needed.stream().limit(dispensable(needed.size())))
        .flatMap(slots -> slots.map(Slot::number))
        .forEach(free::add);
  }

  private void note(Slot slot) {
    slot.occupant().ifPresent(member -> slotOfAddress.putIfAbsent(member.address(), slot.number()));
  }

  private static boolean isInStandby(Slot slot) {
    return slot instanceof Slot.Draining draining && draining.reason() == DrainReason.STANDBY;
  }

  /** Whether a member in standby goes on serving, because nobody else is established. */
  private Predicate<Slot> isNeeded() {
    return draft.slots().anyMatch(world::isEstablished)
        ? slot -> false
        : slot -> world.isEstablished(world.before().slot(slot.number()));
  }

  /**
   * How many who are needed newcomers may replace: half, less what earlier newcomers have taken.
   */
  private long dispensable(long needed) {
    long newcomers = draft.serving();
    return Math.max(0, (needed + newcomers) / 2 - newcomers);
  }

  /** Seats whom it can, and returns the others. */
  List<Unplaced> seatNewcomers() {
    List<Unplaced> unplaced = new ArrayList<>();
    for (FleetMember newcomer : world.fleet().newcomersTo(draft.list())) {
      if (newcomer.asMember().filter(this::seat).isEmpty()) {
        unplaced.add(unplaced(newcomer));
      }
    }
    return unplaced;
  }

  private Unplaced unplaced(FleetMember newcomer) {
    boolean sharesAddress = newcomer.address().filter(slotOfAddress::containsKey).isPresent();
    return new Unplaced(newcomer.id(), newcomer.group(), sharesAddress);
  }

  private boolean seat(Member member) {
    Integer holder = slotOfAddress.get(member.address());
    if (holder != null) {
      boolean isHeir = world.heirs().isOf(holder, member);
      if (isHeir) {
        inherit(draft.slot(holder), member);
      }
      return isHeir;
    }
    Integer number = free.poll();
    if (number == null) {
      return false;
    }
    slotOfAddress.put(member.address(), number);
    draft.set(world.newcomer(number, member), "seated");
    return true;
  }

  private void inherit(Slot slot, Member member) {
    draft.set(
        slot instanceof Slot.Serving serving && World.isThePythonPrograms(serving)
            ? world.goesOn(serving, member)
            : world.newcomer(slot.number(), member),
        "seated: the address was handed on");
  }
}

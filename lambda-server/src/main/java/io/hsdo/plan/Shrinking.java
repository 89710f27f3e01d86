package io.hsdo.plan;

import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Shrink;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A list that should be shorter than it is. Nothing happens until the smaller size has been asked
 * for long enough, by every pass, and has room for the fleet; then the slots above it are drained
 * and released, some at a time, and when they are all empty, cut off.
 *
 * @param shrink what the header should keep; empty if no smaller size is asked for
 * @param size the size the list has while it shrinks
 * @param lastSeat the highest slot that may keep or get a member
 */
record Shrinking(Optional<Shrink> shrink, int size, int lastSeat) {
  static Shrinking of(World world, Optional<Shrink> known) {
    SlotList list = world.before();
    int wanted = world.settings().size();
    if (wanted >= list.size()) {
      return new Shrinking(Optional.empty(), wanted, wanted);
    }
    Shrink shrink =
        known.filter(before -> before.size() == wanted).orElse(new Shrink(wanted, world.now()));
    boolean held =
        needed(world) > wanted
            || world.now().isBefore(shrink.since().plus(PlanSettings.SHRINK_HELD_FOR));
    return new Shrinking(Optional.of(shrink), list.size(), held ? list.size() : wanted);
  }

  /**
   * How many seats it takes to keep everybody who has one and to seat everybody who serves. An
   * address has one: whoever shares another's waits for the other's, and needs none.
   */
  private static int needed(World world) {
    Set<String> members = new HashSet<>();
    Set<Address> addresses = new HashSet<>();
    world
        .before()
        .members()
        .forEach(
            member -> {
              members.add(member.id());
              addresses.add(member.address());
            });
    world
        .fleet()
        .snapshot()
        .serving()
        .filter(member -> member.address().map(addresses::add).orElse(true))
        .forEach(member -> members.add(member.id()));
    return members.size();
  }

  /**
   * The slots above the last seat that are to be given up now. Members that are seated anew ramp
   * again, so they go in turns; and somebody stays, since the fleet has nobody else to serve.
   *
   * @param most how many may drain for it or ramp at once
   */
  Set<Integer> surplus(World world, int most) {
    Set<Integer> surplus = leaving(world, most);
    above(world).filter(Slot.Draining.class::isInstance).map(Slot::number).forEach(surplus::add);
    return surplus;
  }

  private Stream<Slot> above(World world) {
    return world.before().slots().stream().filter(slot -> slot.number() > lastSeat);
  }

  private Set<Integer> leaving(World world, int most) {
    List<Slot> slots = world.before().slots();
    long waitedFor =
        slots.stream()
            .filter(
                slot ->
                    slot instanceof Slot.Draining draining
                        ? draining.reason() == DrainReason.LIST_SHRUNK
                        : slot.number() <= lastSeat && world.isRamping(slot))
            .count();
    Set<Integer> leaving =
        above(world)
            .filter(Slot.Serving.class::isInstance)
            .limit(Math.max(0, most - waitedFor))
            .map(Slot::number)
            .collect(Collectors.toCollection(HashSet::new));
    if (mayStay(world).map(Slot::number).allMatch(leaving::contains)) {
      mayStay(world).findFirst().map(Slot::number).ifPresent(leaving::remove);
    }
    return leaving;
  }

  private static Stream<Slot> mayStay(World world) {
    return world.before().slots().stream()
        .filter(slot -> world.isEstablished(slot) && world.isInService(slot));
  }

  /** The list without what is above its last seat, if nobody is there any more. */
  SlotList cut(SlotList list) {
    return isDone(list) ? new SlotList(list.slots().subList(0, lastSeat)) : list;
  }

  /** What the header should keep beside the list that {@code draft} has become. */
  Optional<Shrink> after(Draft draft) {
    return isDone(draft.list()) ? Optional.empty() : shrink;
  }

  private boolean isDone(SlotList list) {
    return list.slots().subList(lastSeat, size).stream().allMatch(Slot.Empty.class::isInstance)
        && lastSeat < size;
  }
}

package io.hsdo.agent.list;

import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.status.Overview.KnownList;
import io.hsdo.status.Overview.Source;
import io.hsdo.table.Header;
import io.hsdo.table.StoredList;
import io.hsdo.table.UnknownRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The last good slot list that the agent has read, and goes on with whatever happens to the table.
 * A slot whose row was missing or refused is what it was when its row was last good.
 *
 * @param header the one read before the rows; empty for a table of the Python program
 * @param size N: higher numbers are no slots. Without a header nobody says that it became less
 * @param slots by number; a slot that was never read well is not in it. Not copied: where they stay
 *     the same object, nobody has to look at thousands of them to see that they are the same
 * @param unknown rows that are not believed, and those that the table lacks
 * @param scannedAt when the rows were read
 */
public record HeldList(
    Optional<Header> header,
    int size,
    SortedMap<Integer, Slot> slots,
    List<UnknownRow> unknown,
    Instant scannedAt) {
  public HeldList {
    slots = Collections.unmodifiableSortedMap(slots);
    unknown = List.copyOf(unknown);
  }

  /** Rows that were just read, over what was held before. */
  public static HeldList of(StoredList read, Optional<HeldList> before, Instant scannedAt) {
    int told = read.size();
    int size =
        read.header().isPresent() ? told : Math.max(told, before.map(HeldList::size).orElse(0));
    SortedMap<Integer, Slot> slots = new TreeMap<>(read.rows().slots().headMap(size + 1));
    before.ifPresent(held -> retain(held.slots().headMap(size + 1), slots));
    return new HeldList(read.header(), size, slots, read.rows().unknown(told), scannedAt);
  }

  /** Adds what the other slots last were, but for members who, or whose address, have a slot. */
  private static void retain(SortedMap<Integer, Slot> held, SortedMap<Integer, Slot> slots) {
    List<Member> seated =
        slots.values().stream().flatMap(slot -> slot.occupant().stream()).toList();
    Set<String> ids = seated.stream().map(Member::id).collect(Collectors.toSet());
    Set<Address> addresses = seated.stream().map(Member::address).collect(Collectors.toSet());
    held.forEach(
        (number, slot) -> {
          boolean isSeated =
              slot.occupant()
                  .filter(
                      member -> ids.contains(member.id()) || addresses.contains(member.address()))
                  .isPresent();
          slots.putIfAbsent(number, isSeated ? new Slot.Empty(number) : slot);
        });
  }

  /** The list as the status page shows it. */
  KnownList shown(Source source, Instant confirmedAt, Optional<Duration> refreshAge) {
    return new KnownList(source, confirmedAt, header, refreshAge, size, slots, unknown);
  }

  /** The same rows under a later header of the same list, which tells of a later heartbeat. */
  HeldList with(Header later) {
    return header.filter(held -> held.checkedAt().equals(later.checkedAt())).isPresent()
        ? this
        : new HeldList(Optional.of(later), size, slots, unknown, scannedAt);
  }

  /**
   * Whether it says anything by itself: one without members may be no list if it has no header, or
   * one that knows of no slot.
   */
  boolean isVouchedFor() {
    return header.filter(told -> told.size() > 0).isPresent() || hasMembers();
  }

  /** Whether the table is new, was emptied, or is another one: no slot can be read from it. */
  boolean isOfAnEmptyTable() {
    return slots.isEmpty();
  }

  /** Whether no slot's row was missing or refused ever since the first list was read. */
  boolean knowsEverySlot() {
    return slots.size() == size;
  }

  /** Whether it is the same version of the same slots, whenever it was read. */
  boolean saysTheSameAs(HeldList other) {
    return header.map(Header::version).equals(other.header.map(Header::version))
        && size == other.size
        && slots.equals(other.slots);
  }

  /** {@code version 7}, for people. */
  String versionText() {
    return header.map(known -> "version " + known.version()).orElse("no version");
  }

  /** How many members have a slot. */
  long seated() {
    return slots.values().stream().filter(slot -> slot.occupant().isPresent()).count();
  }

  boolean hasMembers() {
    return slots.values().stream().anyMatch(slot -> slot.occupant().isPresent());
  }

  /** Whether {@code latest} is the header of the list that is held. */
  boolean isOf(Header latest) {
    return header
        .filter(
            held ->
                held.version() == latest.version() && held.updatedAt().equals(latest.updatedAt()))
        .isPresent();
  }
}

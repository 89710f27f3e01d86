package io.hsdo.agent;

import io.hsdo.slot.Address;
import io.hsdo.slot.Slot;
import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import io.hsdo.table.Rows;
import io.hsdo.table.Rows.RefusedRow;
import io.hsdo.table.SlotListReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Follows the slot list of a table. A poll reads the header; the rows are read when the header is not
 * that of the list held, and every {@link #FULL_SCAN} whatever it says. A table without a header is
 * the Python program's, whose rows are read at each poll.
 */
final class SlotListFollower {
  /** Bounds how long a row that was changed behind the header's back goes unnoticed. */
  private static final Duration FULL_SCAN = Duration.ofMinutes(5);

  /** A scan in the middle of a write may see a member twice, but not for this many reads. */
  private static final int BREACHES_BEFORE_NARROWING = 3;

  private final SlotListReader table;
  private final Clock clock;
  /** Written by the poll, read by whoever serves metrics. */
  private volatile Optional<HeldList> held = Optional.empty();
  private int breaches;

  SlotListFollower(SlotListReader table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  /** The last good list; empty until there was one. */
  Optional<HeldList> held() {
    return held;
  }

  /**
   * Reads what is to be read now.
   *
   * @throws io.hsdo.table.SlotListStoreException if that fails; the list held stays as it is
   */
  void poll() {
    Optional<Header> header = header();
    Instant now = clock.instant();
    if (header.isPresent() && isHeld(header.get(), now)) {
      return;
    }
    Rows rows = table.rows(header.isPresent() ? Consistency.STRONG : Consistency.EVENTUAL);
    Rows distinct = withoutRepeated(rows);
    if (distinct != rows && ++breaches < BREACHES_BEFORE_NARROWING && held.isPresent()) {
      return;
    }
    if (distinct == rows) {
      breaches = 0;
    }
    held = Optional.of(HeldList.of(header, distinct, held, now));
  }

  /** What looks like a step back is asked for again, because an eventual read may be stale. */
  private Optional<Header> header() {
    Optional<Header> header = table.header(Consistency.EVENTUAL);
    Optional<Header> known = held.flatMap(HeldList::header);
    boolean stepBack =
        known.isPresent()
            && (header.isEmpty() || header.get().version() < known.get().version());
    return stepBack ? table.header(Consistency.STRONG) : header;
  }

  private boolean isHeld(Header header, Instant now) {
    return held.filter(list -> list.isOf(header) && now.isBefore(list.scannedAt().plus(FULL_SCAN)))
        .isPresent();
  }

  /** The rows, or a copy without those that repeat the member or the address of a lower slot. */
  private static Rows withoutRepeated(Rows rows) {
    Set<String> members = new HashSet<>();
    Set<Address> addresses = new HashSet<>();
    SortedMap<Integer, Slot> distinct = new TreeMap<>();
    List<RefusedRow> refused = new ArrayList<>(rows.refused());
    for (Slot slot : rows.slots().values()) {
      if (slot.occupant().isEmpty()) {
        distinct.put(slot.number(), slot);
        continue;
      }
      var member = slot.occupant().get();
      if (members.add(member.id()) & addresses.add(member.address())) {
        distinct.put(slot.number(), slot);
      } else {
        refused.add(
            new RefusedRow(
                Integer.toString(slot.number()),
                member.id() + " or its address " + member.address() + " has a lower slot too"));
      }
    }
    return distinct.size() == rows.slots().size()
        ? rows
        : new Rows(distinct, refused, rows.owned());
  }
}

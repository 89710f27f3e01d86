package io.hsdo.agent;

import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import io.hsdo.table.RepeatedRows;
import io.hsdo.table.Rows;
import io.hsdo.table.Rows.RefusedRow;
import io.hsdo.table.SlotListReader;
import io.hsdo.table.SlotListStoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Follows the slot list of a table. A poll reads the header; the rows are read when the header is
 * not that of the list held, again while they do not show all of its version, and every {@link
 * #FULL_SCAN} whatever it says. A table without a header is the Python program's, whose rows are
 * read at each poll.
 */
final class SlotListFollower {
  /** Bounds how long a row that was changed behind the header's back goes unnoticed. */
  private static final Duration FULL_SCAN = Duration.ofMinutes(5);

  /**
   * How long rows of a version are looked for. DynamoDB changes the items of a transaction one by
   * one, within milliseconds, and finishes one that got stuck after 5 s.
   */
  private static final Duration LATE_ROWS = Duration.ofSeconds(10);

  /** A scan in the middle of a write may see a member twice, but not for this many reads. */
  private static final int BREACHES_BEFORE_NARROWING = 3;

  private final SlotListReader table;
  private final Clock clock;

  private Optional<HeldList> held = Optional.empty();

  private int breaches;

  /** Until when rows of the version held are looked for at each poll. */
  private Instant lookingUntil = Instant.MIN;

  SlotListFollower(SlotListReader table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  /** The last good list; empty until there was one. */
  Optional<HeldList> held() {
    return held;
  }

  /**
   * Reads what is to be read now, and returns the last good list.
   *
   * @throws SlotListStoreException if that fails, or the answer cannot be meant; the list held
   *     stays as it is
   */
  HeldList poll() {
    Optional<Header> header = header();
    Instant now = clock.instant();
    if (held.isPresent() && header.isPresent() && isCurrent(held.get(), header.get(), now)) {
      held = held.map(list -> list.with(header.get()));
      return held.get();
    }
    Rows rows = table.rows(header.isPresent() ? Consistency.STRONG : Consistency.EVENTUAL);
    requirePlausible(header, rows);
    List<RefusedRow> repeated = RepeatedRows.in(rows);
    breaches = repeated.isEmpty() ? 0 : breaches + 1;
    if (breaches > 0 && breaches < BREACHES_BEFORE_NARROWING && held.isPresent()) {
      return held.get();
    }
    HeldList read = HeldList.of(header, rows.refusing(repeated), held, now);
    lookingUntil = header.map(latest -> lookUntil(latest, rows, now)).orElse(Instant.MIN);
    held = Optional.of(read);
    return read;
  }

  private Instant lookUntil(Header header, Rows rows, Instant now) {
    if (rows.showAllOf(header)) {
      return Instant.MIN;
    }
    return held.filter(list -> list.isOf(header)).isPresent() ? lookingUntil : now.plus(LATE_ROWS);
  }

  /** Without a header nobody vouches for it that all members are gone. */
  private void requirePlausible(Optional<Header> header, Rows rows) {
    boolean memberless = rows.slots().values().stream().allMatch(slot -> slot.occupant().isEmpty());
    if (header.isEmpty() && memberless && held.filter(HeldList::hasMembers).isPresent()) {
      throw new SlotListStoreException(
          "the table has neither a header nor members any more: it was emptied or replaced", null);
    }
  }

  /** What looks like a step back is asked for again, because an eventual read may be stale. */
  private Optional<Header> header() {
    Optional<Header> header = table.header(Consistency.EVENTUAL);
    Optional<Header> known = held.flatMap(HeldList::header);
    boolean stepBack =
        known.isPresent() && (header.isEmpty() || header.get().version() < known.get().version());
    return stepBack ? table.header(Consistency.STRONG) : header;
  }

  private boolean isCurrent(HeldList list, Header header, Instant now) {
    return list.isOf(header)
        && !now.isBefore(lookingUntil)
        && now.isBefore(list.scannedAt().plus(FULL_SCAN));
  }
}

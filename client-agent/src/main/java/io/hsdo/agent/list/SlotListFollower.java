package io.hsdo.agent.list;

import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import io.hsdo.table.RepeatedRows;
import io.hsdo.table.Rows;
import io.hsdo.table.SlotListReader;
import io.hsdo.table.SlotListStoreException;
import io.hsdo.table.StoredList;
import io.hsdo.table.UnknownRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Follows the slot list of a table. A poll reads the header; the rows are read when the header is
 * not that of the list held, again while they lack some of it, and every {@link #FULL_SCAN}
 * whatever it says. A table without a header is the Python program's, whose rows are read at each
 * poll.
 */
public final class SlotListFollower {
  /** Bounds how long a row that was changed behind the header's back goes unnoticed. */
  private static final Duration FULL_SCAN = Duration.ofMinutes(5);

  /**
   * How long what a list lacks is looked for at each poll. DynamoDB changes the items of a
   * transaction one by one, within milliseconds, and finishes one that got stuck after 5 s.
   */
  private static final Duration LATE_ROWS = Duration.ofSeconds(10);

  /** How often it is looked for after that. */
  private static final Duration LOST_ROWS = Duration.ofSeconds(30);

  /** A scan in the middle of a write may see a member twice, but not for this many reads. */
  private static final int BREACHES_BEFORE_NARROWING = 3;

  private final SlotListReader table;
  private final Clock clock;

  private Optional<HeldList> held = Optional.empty();

  private int breaches;

  /** Since when rows lack something of the version held; empty if they are all there. */
  private Optional<Instant> lackingSince = Optional.empty();

  public SlotListFollower(SlotListReader table, Clock clock) {
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
    List<UnknownRow.Refused> repeated = RepeatedRows.in(rows);
    breaches = repeated.isEmpty() ? 0 : breaches + 1;
    if (breaches > 0 && breaches < BREACHES_BEFORE_NARROWING && held.isPresent()) {
      return held.get();
    }
    HeldList read = HeldList.of(new StoredList(header, rows.refusing(repeated)), held, now);
    lackingSince = header.flatMap(latest -> lackingSince(latest, rows, now));
    held = Optional.of(read);
    return read;
  }

  private Optional<Instant> lackingSince(Header header, Rows rows, Instant now) {
    if (rows.showAllOf(header) && rows.lacking(header.size()).isEmpty()) {
      return Optional.empty();
    }
    return held.filter(list -> list.isOf(header))
        .flatMap(list -> lackingSince)
        .or(() -> Optional.of(now));
  }

  /** A header vouches for it that all members are gone, but not that their slots are. */
  private void requirePlausible(Optional<Header> header, Rows rows) {
    if (held.filter(HeldList::hasMembers).isEmpty()) {
      return;
    }
    boolean memberless = rows.slots().values().stream().allMatch(slot -> slot.occupant().isEmpty());
    if (header.isEmpty() && memberless) {
      throw new SlotListStoreException(
          "the table has neither a header nor members any more: it was emptied or replaced");
    }
    if (rows.isEmpty() || header.filter(told -> told.size() == 0).isPresent()) {
      throw new SlotListStoreException(
          "the table has a header and no slots any more: it was emptied");
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
    return list.isOf(header) && now.isBefore(list.scannedAt().plus(trust(now)));
  }

  /** How long rows that were read now are not read again. */
  private Duration trust(Instant now) {
    return lackingSince
        .map(since -> now.isBefore(since.plus(LATE_ROWS)) ? Duration.ZERO : LOST_ROWS)
        .orElse(FULL_SCAN);
  }
}

package io.hsdo.refresh;

import io.hsdo.refresh.Planning.Planned;
import io.hsdo.slot.ClockSkew;
import io.hsdo.table.Header;
import io.hsdo.table.UnknownRow;
import io.hsdo.text.Some;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;

/** What is odd about the list as it is stored; told when that changes. */
final class ListOddities {
  private final Logger log;
  private List<UnknownRow> lastUnknown = List.of();
  private boolean lastWhole;
  private boolean lastKnewNobody;
  private boolean lastWrittenAhead;

  ListOddities(Logger log) {
    this.log = log;
  }

  /** A line for each that the pass before did not have, before what is odd is written over. */
  void tell(Planned planned) {
    unknown(planned.unknownRows(), planned.snapshot().isWhole());
    knowsNobody(planned.knowsNobody());
    planned
        .stored()
        .header()
        .map(Header::checkedAt)
        .ifPresent(checkedAt -> writtenAhead(checkedAt, planned.at()));
  }

  /**
   * Rows that are no slots, or missing.
   *
   * @param whole whether the fleet has answered for everybody, so that they are all written
   */
  private void unknown(List<UnknownRow> rows, boolean whole) {
    if (!rows.isEmpty() && !(rows.equals(lastUnknown) && whole == lastWhole)) {
      log.warn(
          "rows are missing or malformed, and this pass writes {} anew, as if they had been empty:"
              + " {}",
          whole
              ? "those of the list"
              : "only those for which it has a member, as the fleet has not answered for everybody,",
          Some.of(rows.stream().map(UnknownRow::description).toList()));
    }
    lastUnknown = rows;
    lastWhole = whole;
  }

  private void knowsNobody(boolean now) {
    if (now && !lastKnewNobody) {
      log.warn(
          "the table is new or has lost its list, there is nobody to seat yet, and the fleet has not"
              + " answered for everybody: nothing is stored, so that agents keep what they have");
    }
    lastKnewNobody = now;
  }

  private void writtenAhead(Instant checkedAt, Instant now) {
    boolean ahead = ClockSkew.isAhead(checkedAt, now);
    if (ahead && !lastWrittenAhead) {
      log.warn(
          "the list was last written by a clock that is {} s ahead of this one, and this pass brings"
              + " down to now what it says of times to come",
          Duration.between(now, checkedAt).toSeconds());
    }
    lastWrittenAhead = ahead;
  }
}

package io.hsdo.table;

import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One transaction of a save, which takes as many as its rows need:
 *
 * <ol>
 *   <li>rows above the new size are deleted, and rows whose slot falls empty are written;
 *   <li>then all other rows that differ are written, by slot number.
 * </ol>
 *
 * <p>So who reads between two steps finds no member both in the slot that it left empty and in its
 * next one. {@code Size} is the new size as soon as all its rows are there; until then it is the
 * old one, or as far as the rows reach without a gap, whichever is more. A row that was missing
 * from the start does not shorten the list: to an agent it is unknown, not gone.
 *
 * @param replaces the version that the table must still have; empty if it must have no header
 * @param header what the table has afterwards
 * @param rows at most {@link #MAX_ROWS}
 */
record SaveStep(Optional<Long> replaces, Header header, List<RowChange> rows) {
  /** DynamoDB takes 100 items in a transaction, and the header is one of them. */
  static final int MAX_ROWS = 99;

  SaveStep {
    rows = List.copyOf(rows);
  }

  /** The steps from {@code read} to {@code next}; none if the table is as it should be. */
  static List<SaveStep> plan(StoredList read, SlotList next, PlanNotes notes, Instant now) {
    if (!read.differsFrom(next, notes)) {
      return List.of();
    }

    List<RowChange> changes = changes(read.rows(), next, now);
    NavigableSet<Integer> absent = new TreeSet<>(read.rows().lacking(next.size()));
    int oldSize = read.header().map(Header::size).orElse(read.rows().highest());
    Optional<Long> replaces = read.header().map(Header::version);
    long version = read.version();
    List<SaveStep> steps = new ArrayList<>();
    for (List<RowChange> rows : batches(changes)) {
      rows.forEach(row -> absent.remove(row.number()));
      int complete = absent.isEmpty() ? next.size() : absent.first() - 1;
      int size = Math.min(next.size(), Math.max(oldSize, complete));
      int changed = (int) rows.stream().filter(RowChange.Upsert.class::isInstance).count();
      var header = new Header(version + 1, size, now, now, notes, changed);
      steps.add(
          new SaveStep(
              replaces,
              header,
              rows.stream().map(row -> row.ofVersion(header.version())).toList()));
      version = header.version();
      replaces = Optional.of(version);
    }
    return steps;
  }

  private static List<RowChange> changes(Rows rows, SlotList next, Instant now) {
    NavigableSet<Integer> present = rows.numbers();
    List<RowChange> removed = new ArrayList<>();
    List<RowChange> written = new ArrayList<>();
    rows.beyond(next.size()).forEach(number -> removed.add(new RowChange.Delete(number)));
    for (Slot slot : next.slots()) {
      Optional<Slot> before = Optional.ofNullable(rows.slots().get(slot.number()));
      if (before.equals(Optional.of(slot))) {
        continue;
      }
      boolean isThere = present.contains(slot.number());
      boolean fallsEmpty = isThere && slot.occupant().isEmpty();
      RowChange.Upsert change = RowCodec.change(before, slot, now);
      (fallsEmpty ? removed : written).add(isThere ? change : change.asNew());
    }
    removed.addAll(written);
    return removed;
  }

  /** At least one, since the header may be all that changes. */
  static <T> List<List<T>> batches(List<T> changes) {
    List<List<T>> batches = new ArrayList<>();
    int from = 0;
    do {
      int to = Math.min(from + MAX_ROWS, changes.size());
      batches.add(changes.subList(from, to));
      from = to;
    } while (from < changes.size());
    return batches;
  }
}

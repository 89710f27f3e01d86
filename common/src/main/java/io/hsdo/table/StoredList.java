package io.hsdo.table;

import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.SlotList;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What was read of a table: the header and then the rows.
 *
 * @param header empty for a new table and for one of the Python program
 */
public record StoredList(Optional<Header> header, Rows rows) {
  /**
   * N: what the header says, or more while the list grows and rows are ahead of it, which come
   * without a gap; without a header, as far as any row reaches.
   */
  public int size() {
    return header.map(known -> rows.unbrokenFrom(known.size())).orElseGet(rows::reach);
  }

  /**
   * The last version that anything tells of; 0 if nothing does. Where the header was lost, the next
   * one must not fall behind rows that tell of a later version, or they would pass for changed by
   * it.
   */
  long version() {
    return header.map(Header::version).orElseGet(rows::latestVersion);
  }

  /** Whether it has a row for each slot that the header tells of. */
  public boolean isWhole() {
    return header.filter(known -> !rows.lacking(known.size()).isEmpty()).isEmpty();
  }

  /** Whether each slot has a row that tells what it is. */
  public boolean knowsEverySlot() {
    return IntStream.rangeClosed(1, size()).allMatch(number -> rows.slots().containsKey(number));
  }

  /** The slots, of which those without a valid row are empty. */
  public SlotList list() {
    return rows.toSlotList(size());
  }

  /** Whether a save of {@code next} and {@code notes} would write anything. */
  public boolean differsFrom(SlotList next, PlanNotes notes) {
    return header
            .filter(known -> known.size() == next.size() && known.notes().equals(notes))
            .isEmpty()
        || !rows.beyond(next.size()).isEmpty()
        || next.slots().stream().anyMatch(slot -> !slot.equals(rows.slots().get(slot.number())));
  }

  /**
   * This list as a save of {@code next} starts from it that leaves alone unknown rows whose slots
   * are empty in {@code next}: these count as written already. Slots that the list grows by are not
   * unknown, because nobody ever had them.
   */
  public StoredList sparing(SlotList next) {
    return new StoredList(header, rows.withEmpty(next, header.isPresent() ? size() : next.size()));
  }

  /** Whether it was written by the Python program, and by nobody else. */
  public boolean isThePythonPrograms() {
    return header.isEmpty() && !rows.isEmpty() && !rows.owned();
  }
}

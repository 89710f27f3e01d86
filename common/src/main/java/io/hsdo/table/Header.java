package io.hsdo.table;

import io.hsdo.slot.PlanNotes;
import java.time.Duration;
import java.time.Instant;

/**
 * Row 0 of the table.
 *
 * @param version grows by one with every stored change of the list
 * @param size N, the number of slots
 * @param updatedAt when the list last changed
 * @param checkedAt heartbeat: when a refresh last found the list to be right
 * @param notes what the last plan left for the next
 * @param changedRows how many rows were written with this version, each of which tells its number;
 *     0 if the header does not say
 */
public record Header(
    long version,
    int size,
    Instant updatedAt,
    Instant checkedAt,
    PlanNotes notes,
    int changedRows) {
  /**
   * How old a heartbeat may be. There is one a minute; a refresh that missed two has stopped, or
   * each of its passes fails.
   */
  public static final Duration LATE = Duration.ofMinutes(3);

  /** This header once nothing but its version has changed. */
  Header next() {
    return new Header(version + 1, size, updatedAt, checkedAt, notes, 0);
  }

  public Header {
    if (version < 1) {
      throw new IllegalArgumentException("Version is " + version + ", expected 1 or more");
    }
    if (size < 0 || size > Rows.MAX_SLOTS) {
      throw new IllegalArgumentException("Size is " + size + ", expected 0 to " + Rows.MAX_SLOTS);
    }
  }
}

package io.hsdo.table;

import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.SlotList;
import java.time.Instant;

/** The table of one service, for whoever plans its list. */
public interface SlotListStore extends SlotListReader {
  /**
   * Stores what differs between {@code read} and {@code next}, on condition that nobody has stored
   * anything since {@code read}. Rows above {@code next}'s size are deleted, attributes this
   * program does not know are preserved. More than 99 rows go out in several steps, removals first,
   * each leaving a valid list under a version of its own; a failure between two of them leaves the
   * earlier ones stored.
   *
   * @return the header as it is now
   * @throws VersionConflictException if somebody else has; nothing is stored by the step that says
   *     so
   * @throws SlotListStoreException if the table cannot be written
   */
  Header save(StoredList read, SlotList next, PlanNotes notes, Instant now);

  /**
   * Makes the table one of the Python program's again: removes what only this program writes, row 0
   * last, on condition that nobody has stored anything since {@code read}. The list must have no
   * slot that drains, for the Python program has no word for that.
   *
   * @throws VersionConflictException if somebody else has stored something; it can be tried again
   * @throws SlotListStoreException if the table cannot be written
   */
  void handBack(StoredList read);

  /**
   * Writes the heartbeat, if the list still has {@code version} and nobody has written a later
   * heartbeat; otherwise does nothing. One that lies further ahead than right clocks differ ({@link
   * io.hsdo.slot.ClockSkew}) is written over.
   *
   * @throws SlotListStoreException if the table cannot be written
   */
  void heartbeat(long version, Instant now);
}

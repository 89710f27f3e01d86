package io.hsdo.table;

import java.util.Optional;

/** Reads the table of one service. */
public interface SlotListReader {
  /**
   * Row 0; empty if there is none, or if it is not a header of ours.
   *
   * @throws SlotListStoreException if the table cannot be read or the header is malformed
   */
  Optional<Header> header(Consistency consistency);

  /**
   * All rows but row 0. A scan is no snapshot: the version it belongs to is the one read before it.
   *
   * @throws SlotListStoreException if any page of the table cannot be read
   */
  Rows rows(Consistency consistency);

  /**
   * The header and then the rows, both strongly consistent, in the order that makes a save safe.
   */
  default StoredList load() {
    Optional<Header> header = header(Consistency.STRONG);
    return new StoredList(header, rows(Consistency.STRONG));
  }
}

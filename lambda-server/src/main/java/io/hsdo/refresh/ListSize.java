package io.hsdo.refresh;

import io.hsdo.table.Header;
import io.hsdo.table.SlotListStore.Stored;
import java.util.Optional;

/** How many slots a list has. */
final class ListSize {
  /** The Python program's default. */
  private static final int OF_A_NEW_TABLE = 10;

  private ListSize() {}

  /** The size that was asked for: the parameter, else the header's, else the highest row's number. */
  static int wanted(Optional<Integer> parameter, Stored stored) {
    return parameter.orElseGet(
        () -> stored.rows().isEmpty() ? stored.header().map(Header::size).orElse(OF_A_NEW_TABLE) : of(stored));
  }

  /** The size that the stored list has. */
  static int of(Stored stored) {
    return stored.header().map(Header::size).orElseGet(() -> stored.rows().highest());
  }
}

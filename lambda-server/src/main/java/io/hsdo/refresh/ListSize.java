package io.hsdo.refresh;

import io.hsdo.table.SlotListReader.Stored;
import java.util.Optional;

/** How many slots a list has. */
public final class ListSize {
  /** The Python program's default. */
  private static final int OF_A_NEW_TABLE = 10;

  private ListSize() {}

  /** The size that was asked for: the parameter, else what the table has. */
  static int wanted(Optional<Integer> parameter, Stored stored) {
    return parameter.orElseGet(() -> isNew(stored) ? OF_A_NEW_TABLE : of(stored));
  }

  private static boolean isNew(Stored stored) {
    return stored.header().isEmpty() && stored.rows().isEmpty();
  }

  /** The size of the stored list: the header's, else the highest row's number. */
  public static int of(Stored stored) {
    return stored
        .header()
        .map(header -> Math.max(header.size(), stored.rows().highest()))
        .orElseGet(() -> stored.rows().reach());
  }
}

package io.hsdo.refresh;

import io.hsdo.table.StoredList;
import java.util.Optional;

/** How many slots a list should have. */
public final class ListSize {
  /** Where nobody says how many: the Python program's default. */
  public static final int OF_A_NEW_TABLE = 10;

  private ListSize() {}

  /** The size that was asked for: the parameter, else what the table has. */
  static int wanted(Optional<Integer> parameter, StoredList stored) {
    return parameter.orElseGet(() -> isNew(stored) ? OF_A_NEW_TABLE : stored.size());
  }

  private static boolean isNew(StoredList stored) {
    return stored.header().isEmpty() && stored.rows().isEmpty();
  }
}

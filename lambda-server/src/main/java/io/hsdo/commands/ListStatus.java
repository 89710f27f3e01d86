package io.hsdo.commands;

import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Header;
import io.hsdo.table.StoredList;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A stored list, looked at.
 *
 * @param target weight at the end of the ramp
 */
record ListStatus(String table, StoredList stored, int target, Instant now) {
  /** The slots, of which those without a valid row are empty. */
  SlotList list() {
    return stored.list();
  }

  /** The slot of this number, if it has a valid row. */
  Optional<Slot> row(int number) {
    return Optional.ofNullable(stored.rows().slots().get(number));
  }

  /** How long ago a refresh found the list to be right. */
  Duration heartbeatAge(Header header) {
    Duration age = Duration.between(header.checkedAt(), now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}

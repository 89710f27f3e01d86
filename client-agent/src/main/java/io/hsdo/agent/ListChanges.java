package io.hsdo.agent;

import io.hsdo.slot.Slot;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what a list from the table changes. */
final class ListChanges {
  private static final Logger LOG = LoggerFactory.getLogger(ListChanges.class);

  private ListChanges() {}

  static void log(ListInUse before, HeldList list) {
    if (before instanceof ListInUse.FromTable table) {
      logSlots(table.list(), list);
    } else {
      logFirst(list);
    }
  }

  private static void logFirst(HeldList list) {
    LOG.info(
        "following a list of {} slots, {} with members, {}",
        list.size(),
        list.seated(),
        list.versionText());
  }

  private static void logSlots(HeldList before, HeldList list) {
    if (before.equals(list)) {
      return;
    }
    for (Slot slot : list.slots().values()) {
      Optional<Slot> was = Optional.ofNullable(before.slots().get(slot.number()));
      boolean stillEmpty = slot.occupant().isEmpty() && was.flatMap(Slot::occupant).isEmpty();
      if (!stillEmpty && !was.equals(Optional.of(slot))) {
        LOG.info(
            "slot {}: {} -> {}, {}",
            slot.number(),
            was.map(Slot::description).orElse("unknown"),
            slot.description(),
            list.versionText());
      }
    }
  }
}

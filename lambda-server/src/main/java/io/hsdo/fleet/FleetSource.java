package io.hsdo.fleet;

import io.hsdo.plan.FleetSnapshot;
import io.hsdo.slot.SlotList;
import java.util.Set;

/** Where members come from. */
public interface FleetSource {
  /**
   * What the fleet says now, of every member that {@code list} seats and of every newcomer. The
   * groups that are configured or hold slots are described completely.
   *
   * @throws FleetException if that cannot be had; a part is never passed for the whole
   */
  FleetSnapshot snapshot(SlotList list);

  /**
   * The same, and what it says of these ids besides. A source that describes all its members anyway
   * has nothing to add.
   *
   * @param about ids that an event named; strangers among them are left out
   */
  default FleetSnapshot snapshot(SlotList list, Set<String> about) {
    return snapshot(list);
  }
}

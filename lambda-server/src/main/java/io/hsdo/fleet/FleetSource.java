package io.hsdo.fleet;

import io.hsdo.plan.FleetSnapshot;
import io.hsdo.slot.SlotList;
import java.util.Set;

/** Where members come from. */
@FunctionalInterface
public interface FleetSource {
  /**
   * What the fleet says now, of every member that {@code list} seats and of every newcomer. The
   * groups that are configured or hold slots are described completely.
   *
   * @param about ids that an event named, to describe as well, if they belong to this fleet. A
   *     source that describes all its members anyway has nothing to add
   * @throws FleetException if that cannot be had; a part is never passed for the whole
   */
  FleetSnapshot snapshot(SlotList list, Set<String> about);
}

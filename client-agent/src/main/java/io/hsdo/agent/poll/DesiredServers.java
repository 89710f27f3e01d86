package io.hsdo.agent.poll;

import io.hsdo.agent.list.HeldList;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.Placement;
import io.hsdo.slot.Slot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * What the list makes of the managed servers. It is the same poll after poll, for thousands of
 * slots, and made anew only when the list changed, or where it goes.
 */
final class DesiredServers {
  /** What the servers of the slots are made of. */
  private record Basis(
      SortedMap<Integer, Slot> slots, List<Backend> backends, Placement placement) {
    /**
     * A map of slots never changes, so it is compared by identity. {@link Objects#equals} does so
     * first with placements, which spares the JVM the classes for their own {@code equals}.
     */
    boolean is(Basis other) {
      return slots == other.slots
          && backends.equals(other.backends)
          && Objects.equals(placement, other.placement);
    }

    List<DesiredServer> servers() {
      return placement.desired(slots.values(), backends).toList();
    }
  }

  private Optional<Basis> basis = Optional.empty();
  private List<DesiredServer> ofSlots = List.of();

  /**
   * The desired servers of {@code list} in these backends. A slot that was never read well is not
   * desired to be anything; a server beyond the last slot is desired in maint. Without a header
   * nobody says which slot is the last, so there a server that is ready is left.
   *
   * @param observed the managed servers that HAProxy has
   */
  List<DesiredServer> of(
      HeldList list,
      List<Backend> backends,
      Placement placement,
      Collection<ObservedServer> observed) {
    var now = new Basis(list.slots(), backends, placement);
    if (basis.filter(now::is).isEmpty()) {
      basis = Optional.of(now);
      ofSlots = now.servers();
    }
    List<DesiredServer> desired = new ArrayList<>(ofSlots);
    for (Backend backend : backends) {
      for (ObservedServer server : observed) {
        OptionalInt number = backend.slotNumber(server.ref());
        if (number.isPresent()
            && number.getAsInt() > list.size()
            && (list.header().isPresent() || !server.isReadyElsewhere())) {
          desired.add(new DesiredServer.Maint(server.ref()));
        }
      }
    }
    return desired;
  }
}

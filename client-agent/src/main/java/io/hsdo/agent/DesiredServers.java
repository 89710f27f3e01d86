package io.hsdo.agent;

import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.Placement;
import io.hsdo.reconcile.ServerRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/** What the list makes of the managed servers. */
final class DesiredServers {
  private DesiredServers() {}

  /**
   * The desired servers of {@code list} in these backends. A slot that was never read well is not
   * desired to be anything; a server beyond the last slot is desired in maint.
   *
   * @param observed the managed servers that HAProxy has
   */
  static List<DesiredServer> of(
      HeldList list, List<Backend> backends, Placement placement, Collection<ServerRef> observed) {
    List<DesiredServer> desired = new ArrayList<>(list.slots().size() * backends.size());
    for (Backend backend : backends) {
      list.slots().values().forEach(slot -> desired.add(placement.desired(slot, backend)));
      for (ServerRef server : observed) {
        OptionalInt number = backend.slotNumber(server);
        if (number.isPresent() && number.getAsInt() > list.size()) {
          desired.add(new DesiredServer.Maint(server));
        }
      }
    }
    return desired;
  }
}

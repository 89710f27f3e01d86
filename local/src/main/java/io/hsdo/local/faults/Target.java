package io.hsdo.local.faults;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.haproxy.RuntimeApiException;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.util.List;
import java.util.Optional;

/**
 * What HAProxy should be like, told apart from the agent's own opinion of it. Whether its checks
 * find a server healthy does not matter.
 *
 * @param zone whose members are local; empty if all are
 */
record Target(Optional<String> zone, List<Backend> backends) {
  /** What is not as {@code list} says; empty if all is. */
  Optional<String> missing(SlotList list, Haproxy haproxy) {
    HaproxySnapshot observed;
    try {
      observed = haproxy.read(backends);
    } catch (RuntimeApiException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    return backends.stream()
        .flatMap(
            backend ->
                list.slots().stream().flatMap(slot -> missing(slot, backend, observed).stream()))
        .findFirst();
  }

  private Optional<String> missing(Slot slot, Backend backend, HaproxySnapshot observed) {
    Optional<ObservedServer> server = observed.server(backend.server(slot.number()));
    return server.filter(there -> isCarriedOut(slot, backend, there)).isPresent()
        ? Optional.empty()
        : Optional.of(slot.description() + " is not what HAProxy has: " + server);
  }

  private boolean isCarriedOut(Slot slot, Backend backend, ObservedServer server) {
    Optional<Member> placed = slot.occupant().filter(member -> isPlaced(member, backend));
    if (placed.isEmpty()) {
      return server.state() == AdminState.MAINT;
    }
    return server.state() == (slot instanceof Slot.Draining ? AdminState.DRAIN : AdminState.READY)
        && server.address().equals(placed.map(Member::address))
        && server.port() == backend.serverPort()
        && server.weight() == slot.weight();
  }

  private boolean isPlaced(Member member, Backend backend) {
    boolean local = zone.isEmpty() || zone.equals(member.zone());
    return local == (backend.role() == Backend.Role.DEFAULT);
  }
}

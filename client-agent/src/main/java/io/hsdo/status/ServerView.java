package io.hsdo.status;

import io.hsdo.haproxy.ServerHealth;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.util.List;
import java.util.Optional;

/**
 * A slot in a backend: what the list says of it, and what HAProxy does.
 *
 * @param slot empty while it is unknown, and for a server beyond the last slot
 * @param target the highest weight of the list, which the member's weight grows to; empty if it
 *     does not grow
 * @param desired empty if the server is left alone
 * @param observed empty if HAProxy does not have it, or was never read
 * @param standing empty if HAProxy was never read
 */
record ServerView(
    ServerRef server,
    int number,
    Optional<Slot> slot,
    Optional<Integer> target,
    Optional<DesiredServer> desired,
    Optional<ObservedServer> observed,
    Optional<ServerHealth> health,
    Optional<Standing> standing,
    List<Remark> remarks) {
  ServerView {
    remarks = List.copyOf(remarks);
  }

  ServerView with(List<Remark> more) {
    return new ServerView(server, number, slot, target, desired, observed, health, standing, more);
  }

  Optional<Member> member() {
    return slot.flatMap(Slot::occupant);
  }

  boolean isProblem() {
    return remarks.stream().anyMatch(remark -> remark.topic().isProblem());
  }

  boolean isChanging() {
    return has(Remark.Topic.CHANGING) || isWaiting();
  }

  /** Whether it takes traffic once HAProxy's check has found it good. */
  boolean isWaiting() {
    return has(Remark.Topic.WAITING);
  }

  boolean has(Remark.Topic topic) {
    return remarks.stream().anyMatch(remark -> remark.topic() == topic);
  }

  boolean isInMaint() {
    return observed.filter(server -> server.state() == AdminState.MAINT).isPresent();
  }

  /** Whether it is ready, but for nothing. */
  boolean isWeightless() {
    return observed
        .filter(server -> server.state() == AdminState.READY && server.weight() == 0)
        .isPresent();
  }

  /** Whether there is nothing to be said of it: nobody is here, and HAProxy knows. */
  boolean isIdle() {
    return member().isEmpty()
        && remarks.isEmpty()
        && (observed.isEmpty() || observed.get().state() == AdminState.MAINT);
  }

  /** Whether its member is placed in this backend, as far as is known. */
  boolean isWanted() {
    return member().isPresent() && desired.filter(DesiredServer.Maint.class::isInstance).isEmpty();
  }

  /** Whether it should get new traffic. */
  boolean shouldServe() {
    return desired.filter(server -> server.state() == AdminState.READY).isPresent();
  }

  boolean takesTraffic() {
    return observed.filter(ObservedServer::takesTraffic).isPresent();
  }

  boolean stands(Standing wanted) {
    return standing.filter(wanted::equals).isPresent();
  }
}

package io.hsdo.agent.monitoring;

import io.hsdo.agent.list.HeldList;
import io.hsdo.agent.list.ListInUse;
import io.hsdo.agent.poll.AgentStatus;
import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.haproxy.HaproxyProcess;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.Placement;
import io.hsdo.reconcile.Reconciliation;
import io.hsdo.reconcile.ServerRef;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Remembers whether this process of HAProxy has carried a whole list: once every server of a member
 * was read to be as it should be. A list that changes later takes nothing away from that.
 *
 * <p>A list from the file is not carried out where HAProxy serves already. There it may have more
 * than the file, but has to have those whom the file makes ready.
 */
final class Carried implements Consumer<AgentStatus> {
  private final List<Backend> backends;
  private volatile Optional<HaproxyProcess> process = Optional.empty();

  /**
   * @param backends those that are managed
   */
  Carried(List<Backend> backends) {
    this.backends = backends;
  }

  @Override
  public void accept(AgentStatus status) {
    status
        .poll()
        .haproxy()
        .current()
        .filter(pass -> isWhole(status, pass))
        .ifPresent(pass -> process = Optional.of(pass.process()));
  }

  private boolean isWhole(AgentStatus status, HaproxyPass pass) {
    boolean isCarriedOut =
        status.list() instanceof ListInUse.FromFile file
            ? status
                .poll()
                .placement()
                .filter(known -> makesReady(file.list(), known, pass))
                .isPresent()
            : !pass.desired().isEmpty();
    return isCarriedOut
        && status.poll().withheld().isEmpty()
        && !pass.observed().info().stopping()
        && pass.observed().missingBackends().isEmpty()
        && carriesEveryMember(pass);
  }

  private boolean makesReady(HeldList list, Placement placement, HaproxyPass pass) {
    return placement
        .desired(list.slots().values(), backends)
        .filter(server -> server.state() == AdminState.READY)
        .allMatch(server -> isReady(server, pass));
  }

  private static boolean isReady(DesiredServer desired, HaproxyPass pass) {
    return desired instanceof DesiredServer.Active active
        && pass.observed()
            .server(active.ref())
            .filter(server -> server.state() == AdminState.READY)
            .filter(server -> server.isAt(active.endpoint()))
            .isPresent();
  }

  /** A server that HAProxy lacks is nothing to wait for while nobody is in its slot. */
  private static boolean carriesEveryMember(HaproxyPass pass) {
    Reconciliation left = pass.reconciliation();
    Set<ServerRef> lacking = new HashSet<>(left.missing());
    return left.differences().isEmpty()
        && left.unreachable().isEmpty()
        && pass.desired().stream()
            .filter(server -> server.state() != AdminState.MAINT)
            .map(DesiredServer::ref)
            .noneMatch(lacking::contains);
  }

  /** Whether the process that was last read is the one. */
  boolean by(AgentStatus status) {
    return process.isPresent()
        && process.equals(status.poll().haproxy().last().map(HaproxyPass::process));
  }
}

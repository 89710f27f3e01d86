package io.hsdo.reconcile;

import io.hsdo.reconcile.Reconciliation.Activation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares desired with observed servers. One pass over a HAProxy:
 *
 * <ol>
 *   <li>Phase A, one list of commands: {@code maint} of servers nobody is placed in; {@code drain};
 *       weights; {@code ready} of servers that already have their endpoint; then servers that get
 *       another endpoint: {@code maint}, endpoint, weight.
 *   <li>The endpoints are read back, because from HAProxy 3.0 on they change only after the reply.
 *   <li>Phase B: servers whose endpoint is the desired one become ready, or drain. The others wait
 *       for the next pass, in maint.
 * </ol>
 *
 * <p>What always holds:
 *
 * <ul>
 *   <li>In the process that was observed, no command given here makes a server ready, at any
 *       moment, at an endpoint other than the desired one.
 *   <li>A server that is added to a HAProxy which goes on serving is down until HAProxy's own
 *       checks find it good, also in a backend that is empty: a fallback may be serving in its
 *       place. A HAProxy in which nothing else would take traffic, such as one that was restarted,
 *       is filled without that delay.
 *   <li>A second pass over a HAProxy that did as it was told says nothing.
 * </ul>
 */
public final class Reconciler {
  private final Map<ServerRef, ObservedServer> observed;

  /** Whether something takes traffic now and goes on doing so. */
  private final boolean othersServe;

  private final List<RuntimeCommand> maints = new ArrayList<>();
  private final List<RuntimeCommand> drains = new ArrayList<>();
  private final List<RuntimeCommand> weights = new ArrayList<>();
  private final List<RuntimeCommand> readies = new ArrayList<>();
  private final List<RuntimeCommand> moves = new ArrayList<>();
  private final List<Activation> activations = new ArrayList<>();
  private final List<Difference> differences = new ArrayList<>();
  private final List<ServerRef> missing = new ArrayList<>();
  private final List<ServerRef> unreachable = new ArrayList<>();

  private Reconciler(
      Collection<? extends DesiredServer> desired,
      Map<ServerRef, ObservedServer> observed,
      boolean strangersServe) {
    this.observed = observed;
    Set<ServerRef> leaving =
        desired.stream().filter(this::leaves).map(DesiredServer::ref).collect(Collectors.toSet());
    othersServe =
        strangersServe
            || observed.values().stream()
                .anyMatch(server -> server.takesTraffic() && !leaving.contains(server.ref()));
  }

  /** Whether a server that takes traffic will not do so any more, or for somebody else. */
  private boolean leaves(DesiredServer desired) {
    var server = observed.get(desired.ref());
    return server != null
        && server.takesTraffic()
        && !(desired instanceof DesiredServer.Active active
            && active.takesTraffic()
            && server.isAt(active.endpoint()));
  }

  /**
   * What to do for {@code desired}; servers that are not desired to be anything are left alone.
   *
   * @param strangersServe whether servers that are not managed take traffic, and go on doing so
   */
  public static Reconciliation reconcile(
      Collection<? extends DesiredServer> desired,
      Map<ServerRef, ObservedServer> observed,
      boolean strangersServe) {
    var reconciler = new Reconciler(desired, observed, strangersServe);
    desired.forEach(reconciler::compare);
    return reconciler.result();
  }

  private void compare(DesiredServer desired) {
    var server = observed.get(desired.ref());
    if (server == null) {
      missing.add(desired.ref());
      return;
    }
    if (desired.isUnreachable(server)) {
      unreachable.add(desired.ref());
      return;
    }
    if (desired.isCarriedOutBy(server)) {
      return;
    }
    differences.add(new Difference(desired, server));
    if (desired instanceof DesiredServer.Active active) {
      compareActive(active, server);
    } else {
      maints.add(new RuntimeCommand.SetMaint(desired.ref()));
    }
  }

  private void compareActive(DesiredServer.Active desired, ObservedServer server) {
    if (!server.isAt(desired.endpoint())) {
      move(desired, server);
      return;
    }
    if (server.weight() != desired.weight()) {
      int raise = server.state() == AdminState.READY ? desired.weight() - server.weight() : 0;
      weights.add(
          new RuntimeCommand.SetWeight(desired.ref(), desired.weight(), Math.max(0, raise)));
    }
    if (server.state() != desired.state()) {
      (desired.draining() ? drains : readies).add(activation(desired, server));
    }
  }

  private void move(DesiredServer.Active desired, ObservedServer server) {
    if (server.state() != AdminState.MAINT) {
      moves.add(new RuntimeCommand.SetMaint(desired.ref()));
    }
    moves.add(new RuntimeCommand.SetEndpoint(desired.ref(), desired.endpoint()));
    if (server.weight() != desired.weight()) {
      moves.add(new RuntimeCommand.SetWeight(desired.ref(), desired.weight()));
    }
    activations.add(new Activation(desired, activation(desired, server)));
  }

  private RuntimeCommand activation(DesiredServer.Active desired, ObservedServer server) {
    if (desired.draining()) {
      return new RuntimeCommand.SetDrain(desired.ref());
    }
    boolean newcomer = !server.isAt(desired.endpoint()) || server.state() == AdminState.MAINT;
    return newcomer && othersServe && server.isChecked()
        ? new RuntimeCommand.Introduce(desired.ref())
        : new RuntimeCommand.SetReady(desired.ref(), desired.weight());
  }

  private Reconciliation result() {
    List<RuntimeCommand> commands = new ArrayList<>();
    for (var phase : List.of(maints, drains, weights, readies, moves)) {
      commands.addAll(phase);
    }
    return new Reconciliation(commands, activations, differences, missing, unreachable);
  }
}

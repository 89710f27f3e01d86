package io.hsdo.check;

import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Endpoint;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.slot.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether something listens where the servers of empty slots stand. */
final class Listeners {
  /** A loopback connection is there or refused at once. */
  private static final Duration PATIENCE = Duration.ofMillis(200);

  /** All servers of a template stand at one place; those that had a member may stand elsewhere. */
  private static final int MOST = 8;

  private Listeners() {}

  /** Those endpoints of servers in maint, on this host, where a connection is taken. */
  static Set<Endpoint> at(Collection<ObservedServer> servers) {
    return servers.stream()
        .filter(server -> server.state() == AdminState.MAINT)
        .filter(server -> server.address().filter(Address::isOfThisHost).isPresent())
        .flatMap(server -> server.endpoint().stream())
        .distinct()
        .limit(MOST)
        .filter(Listeners::answers)
        .collect(Collectors.toSet());
  }

  private static boolean answers(Endpoint endpoint) {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(endpoint.address().toString(), endpoint.port()),
          (int) PATIENCE.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

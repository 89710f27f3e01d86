package io.hsdo.check;

import io.hsdo.check.Finding.Mistake;
import io.hsdo.haproxy.BackendDetails;
import io.hsdo.haproxy.BackendDetails.ServerDetails;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.text.Some;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The servers of a backend that carry slots: how they are, and how they are configured.
 *
 * @param servers by number
 * @param details of the same
 */
record Managed(Backend backend, List<ObservedServer> servers, List<ServerDetails> details) {
  static Managed of(Backend backend, HaproxySnapshot snapshot, BackendDetails details) {
    List<ObservedServer> servers =
        snapshot.servers().values().stream()
            .filter(server -> backend.slotNumber(server.ref()).isPresent())
            .sorted(Comparator.comparingInt(server -> number(backend, server)))
            .toList();
    Set<String> names =
        servers.stream().map(server -> server.ref().server()).collect(Collectors.toSet());
    return new Managed(
        backend,
        servers,
        details.servers().stream().filter(server -> names.contains(server.name())).toList());
  }

  private static int number(Backend backend, ObservedServer server) {
    return backend.slotNumber(server.ref()).orElseThrow();
  }

  List<String> observed(Predicate<ObservedServer> wrong) {
    return servers.stream().filter(wrong).map(server -> server.ref().server()).toList();
  }

  List<String> configured(Predicate<ServerDetails> wrong) {
    return details.stream().filter(wrong).map(ServerDetails::name).toList();
  }

  /** A mistake of these servers; none of no servers. */
  List<Finding> mistake(Kind kind, Collection<String> names, String what, String remedy) {
    return names.isEmpty()
        ? List.of()
        : List.of(
            new Mistake(
                kind,
                "in backend '" + backend.name() + "' " + Some.of(names) + " " + what,
                remedy));
  }
}

package io.hsdo.status;

import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.slot.Slot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A backend, slot by slot. Servers beyond the last slot are only in it while they are not in maint.
 */
record BackendView(Backend backend, List<ServerView> servers) {
  BackendView {
    servers = List.copyOf(servers);
  }

  static List<BackendView> of(Overview overview) {
    var facts = new Facts(overview);
    return overview.subject().backends().stream()
        .map(backend -> new BackendView(backend, facts.servers(backend)))
        .toList();
  }

  long count(Standing standing) {
    return servers.stream().filter(server -> server.stands(standing)).count();
  }

  /** An overview, looked up server by server. */
  private static final class Facts {
    private final Overview overview;
    private final Map<Integer, Slot> slots;
    private final Map<ServerRef, ObservedServer> observed;
    private final Map<ServerRef, DesiredServer> desired;
    private final Remarks remarks;

    Facts(Overview overview) {
      this.overview = overview;
      slots = overview.list().map(list -> (Map<Integer, Slot>) list.slots()).orElse(Map.of());
      observed = overview.pass().map(pass -> pass.observed().servers()).orElse(Map.of());
      desired =
          overview.pass().map(Overview.Pass::desired).orElse(List.of()).stream()
              .collect(Collectors.toMap(DesiredServer::ref, Function.identity()));
      remarks = new Remarks(overview);
    }

    List<ServerView> servers(Backend backend) {
      int size = overview.list().map(Overview.KnownList::size).orElse(0);
      var numbers = new TreeSet<Integer>();
      for (int number = 1; number <= size; number++) {
        numbers.add(number);
      }
      observed.forEach(
          (ref, server) -> {
            if (size == 0 || server.state() != AdminState.MAINT) {
              backend.slotNumber(ref).ifPresent(numbers::add);
            }
          });
      return numbers.stream().map(number -> server(backend, number)).toList();
    }

    private ServerView server(Backend backend, int number) {
      ServerRef ref = backend.server(number);
      var bare =
          new ServerView(
              ref,
              number,
              Optional.ofNullable(slots.get(number)),
              Optional.ofNullable(desired.get(ref)),
              Optional.ofNullable(observed.get(ref)),
              overview.pass().flatMap(pass -> Optional.ofNullable(pass.observed().health().get(ref))),
              overview.pass().map(pass -> standing(ref)),
              List.of());
      return new ServerView(
          ref,
          number,
          bare.slot(),
          bare.desired(),
          bare.observed(),
          bare.health(),
          bare.standing(),
          remarks.about(bare));
    }

    private Standing standing(ServerRef ref) {
      ObservedServer server = observed.get(ref);
      if (server == null) {
        return Standing.MISSING;
      }
      return remarks.isUnreachable(ref) ? Standing.UNREACHABLE : Standing.of(server);
    }
  }
}

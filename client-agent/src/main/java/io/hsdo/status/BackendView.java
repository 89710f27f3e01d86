package io.hsdo.status;

import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.haproxy.ServerHealth;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.slot.Slot;
import java.util.Arrays;
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

  /** {@code 8 up, 1 drain}. */
  String counts() {
    if (servers.stream().noneMatch(server -> server.standing().isPresent())) {
      return "not read yet";
    }
    return Arrays.stream(Standing.values())
        .filter(standing -> count(standing) > 0)
        .map(standing -> count(standing) + " " + standing.text())
        .collect(Collectors.joining(", "));
  }

  /** An overview, looked up server by server. */
  private static final class Facts {
    private final Overview overview;
    private final Map<Integer, Slot> slots;
    private final Map<ServerRef, ObservedServer> observed;
    private final Map<ServerRef, ServerHealth> health;
    private final Map<ServerRef, DesiredServer> desired;
    private final int heaviest;
    private final Remarks remarks;

    Facts(Overview overview) {
      this.overview = overview;
      slots = overview.list().map(list -> (Map<Integer, Slot>) list.slots()).orElse(Map.of());
      observed = overview.pass().map(pass -> pass.observed().servers()).orElse(Map.of());
      health = overview.pass().map(pass -> pass.observed().healthReader().get()).orElse(Map.of());
      desired =
          overview.pass().map(HaproxyPass::desired).orElse(List.of()).stream()
              .collect(Collectors.toMap(DesiredServer::ref, Function.identity()));
      heaviest = slots.values().stream().mapToInt(Slot::weight).max().orElse(0);
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
      Optional<Slot> slot = Optional.ofNullable(slots.get(number));
      var server =
          new ServerView(
              ref,
              number,
              slot,
              slot.flatMap(this::target),
              Optional.ofNullable(desired.get(ref)),
              Optional.ofNullable(observed.get(ref)),
              Optional.ofNullable(health.get(ref)),
              overview.pass().map(pass -> standing(ref)),
              List.of());
      return server.with(remarks.about(server));
    }

    private Optional<Integer> target(Slot slot) {
      return slot instanceof Slot.Serving && slot.weight() < heaviest
          ? Optional.of(heaviest)
          : Optional.empty();
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

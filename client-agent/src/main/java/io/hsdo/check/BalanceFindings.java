package io.hsdo.check;

import io.hsdo.check.Finding.Fine;
import io.hsdo.check.Finding.Mistake;
import io.hsdo.haproxy.BackendDetails;
import io.hsdo.haproxy.BackendDetails.ServerDetails;
import io.hsdo.haproxy.HaproxyInfo;
import io.hsdo.haproxy.HaproxyRelease;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.slot.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is wrong with how a backend balances. HAProxy shows the algorithm, but not its {@code
 * hash-type}: that a static one is in the way shows only when weights do not reach servers.
 */
final class BalanceFindings {
  private static final Set<String> HASHES =
      Set.of("source", "uri", "url_param", "hdr", "rdp-cookie", "hash");

  private static final HaproxyRelease FIRST_OTHER_HASH = new HaproxyRelease(3, 0, 0);
  private static final HaproxyRelease FIRST_SAME_HASH = new HaproxyRelease(3, 2, 7);
  private static final HaproxyRelease FIRST_WITH_INIT_STATE = new HaproxyRelease(3, 1, 0);

  private final Backend backend;
  private final BackendDetails details;
  private final List<ObservedServer> servers;
  private final HaproxyInfo info;
  private final Facts facts;

  BalanceFindings(
      Backend backend,
      BackendDetails details,
      List<ObservedServer> servers,
      HaproxyInfo info,
      Facts facts) {
    this.backend = backend;
    this.details = details;
    this.servers = servers;
    this.info = info;
    this.facts = facts;
  }

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    details.algorithm().ifPresent(algorithm -> findings.addAll(balance(algorithm)));
    if (isRelease(FIRST_WITH_INIT_STATE) && servers.stream().anyMatch(ObservedServer::isChecked)) {
      findings.add(
          new Mistake(
              Kind.INIT_STATE,
              "HAProxy "
                  + info.version()
                  + " does not show whether the servers of backend '"
                  + backend.name()
                  + "' have 'init-state down'",
              "add it if it is not there: a server that leaves maint is then down until checked"));
    }
    return findings;
  }

  private List<Finding> balance(String algorithm) {
    String named = "backend '" + backend.name() + "' balances by '" + algorithm + "'";
    return switch (algorithm) {
      case "static-rr" ->
          List.of(
              new Mistake(
                  Kind.STATIC_BALANCE,
                  named + ", which refuses weights at run time",
                  "write 'balance roundrobin', or another dynamic one"));
      case "first" ->
          List.of(
              new Mistake(
                  Kind.WEIGHTS_IGNORED,
                  named + ", which looks at no weight: newcomers are not ramped",
                  "write 'balance leastconn', or another one with weights"));
      case "unknown" ->
          List.of(
              new Mistake(
                  Kind.UNKNOWN_BALANCE,
                  named
                      + ", HAProxy's word for 'random' too: two HAProxies that balance by random"
                      + " send the same key to different members",
                  "write 'balance uri' or another hash where that matters"));
      default -> HASHES.contains(algorithm) ? hash(named) : List.of(new Fine("balance", named));
    };
  }

  private List<Finding> hash(String named) {
    List<Finding> findings = new ArrayList<>();
    List<String> stuck = stuck();
    if (stuck.isEmpty()) {
      findings.add(
          new Fine(
              "balance", named + "; its 'hash-type', not shown by HAProxy, must be 'consistent'"));
    } else {
      findings.add(
          new Mistake(
              Kind.HASH_TYPE,
              named
                  + ", and weights of the list are not on "
                  + Some.of(stuck)
                  + ": either the agent does not run, or 'hash-type map-based' refuses weights",
              "write 'hash-type consistent'"));
    }
    if (isRelease(FIRST_OTHER_HASH) && !isRelease(FIRST_SAME_HASH)) {
      findings.add(
          new Mistake(
              Kind.HASH_GENERATION,
              named
                  + ", and HAProxy "
                  + info.version()
                  + " is of those, 3.0.0 to 3.2.6, that place keys unlike all others",
              "do not mix them with others, or set 'hash-key addr-port' on the servers"));
    }
    return findings;
  }

  /** Servers that carry their member, but with the weight of the configuration. */
  private List<String> stuck() {
    Map<ServerRef, ObservedServer> observed =
        servers.stream().collect(Collectors.toMap(ObservedServer::ref, Function.identity()));
    Map<String, Integer> initial =
        details.servers().stream()
            .collect(Collectors.toMap(ServerDetails::name, ServerDetails::initialWeight));
    List<String> stuck = new ArrayList<>();
    for (Slot slot : facts.table().slots()) {
      if (facts.placement().desired(slot, backend) instanceof DesiredServer.Active desired
          && desired.state() == AdminState.READY) {
        Optional.ofNullable(observed.get(desired.ref()))
            .filter(server -> server.state() == AdminState.READY)
            .filter(server -> server.isAt(desired.endpoint()))
            .filter(server -> server.weight() != desired.weight())
            .filter(
                server ->
                    Integer.valueOf(server.weight()).equals(initial.get(server.ref().server())))
            .ifPresent(server -> stuck.add(server.ref().server()));
      }
    }
    return stuck;
  }

  private boolean isRelease(HaproxyRelease least) {
    return HaproxyRelease.of(info.version())
        .filter(release -> release.isAtLeast(least))
        .isPresent();
  }
}

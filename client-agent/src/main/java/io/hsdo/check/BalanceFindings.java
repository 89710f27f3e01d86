package io.hsdo.check;

import io.hsdo.check.Finding.Fine;
import io.hsdo.check.Finding.Mistake;
import io.hsdo.haproxy.BackendDetails.ServerDetails;
import io.hsdo.haproxy.HaproxyInfo;
import io.hsdo.haproxy.HaproxyRelease;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.slot.Slot;
import io.hsdo.text.Some;
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

  private final Managed managed;
  private final Optional<String> algorithm;
  private final HaproxyInfo info;
  private final Facts facts;

  BalanceFindings(Managed managed, Optional<String> algorithm, HaproxyInfo info, Facts facts) {
    this.managed = managed;
    this.algorithm = algorithm;
    this.info = info;
    this.facts = facts;
  }

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    algorithm.ifPresent(word -> findings.addAll(balance(word)));
    if (isRelease(FIRST_WITH_INIT_STATE)
        && managed.servers().stream().anyMatch(ObservedServer::isChecked)) {
      findings.add(
          new Mistake(
              Kind.INIT_STATE,
              "HAProxy "
                  + info.version()
                  + " does not show whether the servers of backend '"
                  + managed.backend().name()
                  + "' have 'init-state down'",
              "add it if it is not there: a server that leaves maint is then down until checked"));
    }
    return findings;
  }

  private List<Finding> balance(String algorithm) {
    String named = "backend '" + managed.backend().name() + "' balances by '" + algorithm + "'";
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
    findings.addAll(
        managed.mistake(
            Kind.SERVER_IDS,
            managed.configured(server -> server.id() != number(server)),
            "have other ids than their numbers, and keys are placed by id",
            "none needed if every HAProxy of the service has the same ids; else put"
                + " 'server-template' before the other servers of the backend"));
    return findings;
  }

  private int number(ServerDetails server) {
    Backend backend = managed.backend();
    return backend.slotNumber(new ServerRef(backend.name(), server.name())).orElseThrow();
  }

  /** Servers that carry their member, but with the weight of the configuration. */
  private List<String> stuck() {
    Map<ServerRef, ObservedServer> observed =
        managed.servers().stream()
            .collect(Collectors.toMap(ObservedServer::ref, Function.identity()));
    Map<String, Integer> initial =
        managed.details().stream()
            .collect(Collectors.toMap(ServerDetails::name, ServerDetails::initialWeight));
    List<String> stuck = new ArrayList<>();
    for (Slot slot : facts.table().slots()) {
      if (facts.placement().desired(slot, managed.backend()) instanceof DesiredServer.Active desired
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

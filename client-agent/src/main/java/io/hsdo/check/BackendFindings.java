package io.hsdo.check;

import io.hsdo.check.Finding.Fine;
import io.hsdo.check.Finding.Mistake;
import io.hsdo.haproxy.BackendDetails;
import io.hsdo.haproxy.BackendDetails.ServerDetails;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is wrong with one backend that HAProxy has. */
final class BackendFindings {
  private static final int STARTING = 1;

  private final Backend backend;
  private final BackendDetails details;
  private final HaproxySnapshot snapshot;
  private final Facts facts;

  /** The managed servers, by number. */
  private final List<ObservedServer> servers;

  BackendFindings(Backend backend, BackendDetails details, HaproxySnapshot snapshot, Facts facts) {
    this.backend = backend;
    this.details = details;
    this.snapshot = snapshot;
    this.facts = facts;
    this.servers =
        snapshot.servers().values().stream()
            .filter(server -> backend.slotNumber(server.ref()).isPresent())
            .sorted(Comparator.comparingInt(this::number))
            .toList();
  }

  private int number(ObservedServer server) {
    return backend.slotNumber(server.ref()).orElseThrow();
  }

  List<Finding> all() {
    if (servers.isEmpty()) {
      return List.of(noServers());
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(slots());
    findings.addAll(new BalanceFindings(backend, details, servers, snapshot.info(), facts).all());
    findings.addAll(states());
    findings.addAll(configuration());
    return findings;
  }

  private Finding noServers() {
    List<String> others = details.servers().stream().map(ServerDetails::name).toList();
    return new Mistake(
        Kind.SERVERS_MISSING,
        "backend '"
            + backend.name()
            + "' has no server '"
            + backend.server(1).server()
            + "'"
            + (others.isEmpty() ? "" : ", but " + Some.of(others)),
        "correct the base name, or give the backend a 'server-template "
            + backend.baseName()
            + " 1-N ...'");
  }

  /** More servers than slots are fine: they stay in maint. */
  private Finding slots() {
    int size = facts.table() instanceof TableFacts.Read table ? table.size() : 0;
    List<String> lacking =
        IntStream.rangeClosed(1, size)
            .mapToObj(backend::server)
            .filter(ref -> !snapshot.servers().containsKey(ref))
            .map(ref -> ref.server())
            .toList();
    if (!lacking.isEmpty()) {
      return new Mistake(
          Kind.SERVERS_MISSING,
          "backend '"
              + backend.name()
              + "' lacks "
              + Some.of(lacking)
              + " of the list's "
              + size
              + " slots: a member seated there gets no traffic here",
          "write 'server-template " + backend.baseName() + " 1-" + size + " ...' or more");
    }
    return new Fine(
        "slots",
        "backend '"
            + backend.name()
            + "' has "
            + servers.size()
            + " servers"
            + (size > 0 ? " for " + size + " slots" : ""));
  }

  /** Whatever takes the decision over a server away from the agent. */
  private List<Finding> states() {
    List<Finding> findings = new ArrayList<>();
    add(
        findings,
        Kind.TRACKED,
        names(server -> server.tracked().isPresent()),
        "follow the state of other servers, which no command can change",
        "remove 'track' from them");
    add(
        findings,
        Kind.UNRESOLVED,
        observed(server -> server.waitsForName() || server.address().isEmpty()),
        "wait for a name to resolve, or have no address: the agent cannot give them one",
        "remove 'resolvers' and 'init-addr none' and write 'init-addr last,127.0.0.2'");
    add(
        findings,
        Kind.STATE_FILE_TRAP,
        observed(this::isReadyAtPlaceholder),
        "take traffic at a loopback address that no member has: HAProxy's state file restores"
            + " ready servers without their literal addresses",
        "declare them as 'slot.invalid:1 init-addr last,127.0.0.2', or leave out"
            + " 'load-server-state-from-file'; the running agent mends it at its next poll");
    return findings;
  }

  /** Only the list tells whether a loopback address is a member's, as it may be in a test. */
  private boolean isReadyAtPlaceholder(ObservedServer server) {
    return facts.table() instanceof TableFacts.Read
        && server.takesTraffic()
        && server
            .address()
            .filter(address -> address.toString().startsWith("127."))
            .filter(
                address ->
                    facts.table().slots().stream()
                        .flatMap(slot -> slot.occupant().stream())
                        .noneMatch(member -> member.address().equals(address)))
            .isPresent();
  }

  private List<Finding> configuration() {
    List<Finding> findings = new ArrayList<>();
    add(
        findings,
        Kind.NO_HEALTH_CHECK,
        observed(server -> !server.isChecked() && !isTracking(server)),
        "are not checked: newcomers get requests before they answer, and dead members go on"
            + " getting them",
        "add 'check' to them");
    add(
        findings,
        Kind.SLOW_START,
        observed(server -> server.operationalState() == STARTING),
        "are in HAProxy's own slow start, which multiplies with the ramp of the list",
        "remove 'slowstart', or set SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT to the most");
    add(
        findings,
        Kind.LITERAL_ADDRESS,
        names(server -> server.hostName().isEmpty()),
        "are declared with a literal address, which HAProxy's state file does not restore",
        "leave out 'load-server-state-from-file', or declare them as"
            + " 'slot.invalid:1 init-addr last,127.0.0.2'");
    return findings;
  }

  private boolean isTracking(ObservedServer server) {
    return details.servers().stream()
        .anyMatch(
            other -> other.name().equals(server.ref().server()) && other.tracked().isPresent());
  }

  private void add(
      List<Finding> findings, Kind kind, List<String> names, String what, String remedy) {
    if (!names.isEmpty()) {
      findings.add(
          new Mistake(
              kind, "in backend '" + backend.name() + "' " + Some.of(names) + " " + what, remedy));
    }
  }

  private List<String> observed(Predicate<ObservedServer> wrong) {
    return servers.stream().filter(wrong).map(server -> server.ref().server()).toList();
  }

  private List<String> names(Predicate<ServerDetails> wrong) {
    return managed().filter(wrong).map(ServerDetails::name).toList();
  }

  private Stream<ServerDetails> managed() {
    return details.servers().stream().filter(server -> isManaged(server.name()));
  }

  private boolean isManaged(String name) {
    return servers.stream().anyMatch(server -> server.ref().server().equals(name));
  }
}

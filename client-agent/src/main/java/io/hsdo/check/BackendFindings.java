package io.hsdo.check;

import io.hsdo.check.Finding.Fine;
import io.hsdo.check.Finding.Mistake;
import io.hsdo.haproxy.BackendDetails;
import io.hsdo.haproxy.BackendDetails.ServerDetails;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.text.Some;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What is wrong with one backend that HAProxy has. */
final class BackendFindings {
  private final Managed managed;
  private final BackendDetails details;
  private final HaproxyFacts.Answers haproxy;
  private final Facts facts;

  BackendFindings(
      Backend backend, BackendDetails details, HaproxyFacts.Answers haproxy, Facts facts) {
    this.managed = Managed.of(backend, haproxy.snapshot(), details);
    this.details = details;
    this.haproxy = haproxy;
    this.facts = facts;
  }

  List<Finding> all() {
    if (details.disabled()) {
      return List.of(disabled());
    }
    if (managed.servers().isEmpty()) {
      return List.of(noServers());
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(slots());
    findings.addAll(
        new BalanceFindings(managed, details.algorithm(), haproxy.snapshot().info(), facts).all());
    findings.addAll(states());
    findings.addAll(checks());
    findings.addAll(new PlaceholderFindings(managed, facts, haproxy.answering()).all());
    return findings;
  }

  private Finding disabled() {
    return new Mistake(
        Kind.BACKEND_DISABLED,
        "backend '"
            + managed.backend().name()
            + "' is 'disabled' in HAProxy's configuration: it takes neither traffic nor changes",
        "remove 'disabled' from the backend; on 'server-template' it is right");
  }

  private Finding noServers() {
    Backend backend = managed.backend();
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
    Backend backend = managed.backend();
    int size = facts.table() instanceof TableFacts.Read table ? table.list().size() : 0;
    List<String> lacking =
        IntStream.rangeClosed(1, size)
            .mapToObj(backend::server)
            .filter(ref -> !haproxy.snapshot().servers().containsKey(ref))
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
            + managed.servers().size()
            + " servers"
            + (size > 0 ? " for " + size + " slots" : ""));
  }

  private List<Finding> states() {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(
        managed.mistake(
            Kind.TRACKED,
            managed.configured(server -> server.tracked().isPresent()),
            "follow the state of other servers, which no command can change",
            "remove 'track' from them"));
    findings.addAll(
        managed.mistake(
            Kind.UNRESOLVED,
            managed.observed(server -> server.waitsForName() || server.address().isEmpty()),
            "wait for a name to resolve, or have no address: the agent cannot give them one",
            "remove 'resolvers' and 'init-addr none' and write 'init-addr last,127.0.0.2'"));
    findings.addAll(
        managed.mistake(
            Kind.SLOW_START,
            managed.observed(ObservedServer::isStarting),
            "are in HAProxy's own slow start, which multiplies with the ramp of the list",
            "remove 'slowstart', or set SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT to the most"));
    return findings;
  }

  private List<Finding> checks() {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(
        managed.mistake(
            Kind.NO_HEALTH_CHECK,
            managed.observed(server -> !server.isChecked() && !isTracking(server)),
            "are not checked: newcomers get requests before they answer, and dead members go on"
                + " getting them",
            "add 'check' to them"));
    findings.addAll(
        managed.mistake(
            Kind.CHECKED_ELSEWHERE,
            managed.configured(server -> server.checkAddress().isPresent()),
            "are checked at another address than their own: a dead member is up as long as that"
                + " one answers",
            "remove 'addr' from their checks; 'port' may stay"));
    findings.addAll(
        managed.mistake(
            Kind.AGENT_CHECK,
            managed.configured(ServerDetails::asksAgent),
            "have an 'agent-check', whose answers change weights and states: each poll changes them"
                + " back",
            "remove 'agent-check' from them"));
    return findings;
  }

  private boolean isTracking(ObservedServer server) {
    return managed.details().stream()
        .anyMatch(
            other -> other.name().equals(server.ref().server()) && other.tracked().isPresent());
  }
}

package io.hsdo.status;

import io.hsdo.check.PlacementFindings;
import io.hsdo.haproxy.ServerHealth;
import io.hsdo.reconcile.Backend;
import io.hsdo.table.Header;
import io.hsdo.text.Some;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is not as it should be, the worst first: what an engineer on call has to know before
 * anything else.
 */
final class Diagnosis {
  private final Overview now;
  private final boolean listServesNobody;
  private final List<Problem> problems = new ArrayList<>();

  private Diagnosis(Overview now) {
    this.now = now;
    this.listServesNobody = now.list().filter(Overview.KnownList::servesNobody).isPresent();
  }

  static List<Problem> of(Overview now, List<BackendView> backends) {
    var diagnosis = new Diagnosis(now);
    diagnosis.loop();
    diagnosis.haproxy();
    diagnosis.list();
    diagnosis.emptyList();
    diagnosis.placement();
    diagnosis.refusedRows();
    diagnosis.refresh();
    backends.forEach(diagnosis::backend);
    diagnosis.problems.sort(Comparator.comparing(Problem::severity));
    return List.copyOf(diagnosis.problems);
  }

  private void loop() {
    if (!now.isTurning()) {
      problems.add(
          Problem.critical(
              "The agent stands still: nobody keeps HAProxy in line",
              Optional.of(now.pollAge()),
              "Restart the agent; its log says what it was doing."));
    }
  }

  private void haproxy() {
    if (now.haproxy() instanceof Health.Fails fails) {
      problems.add(
          Problem.critical(
              "HAProxy does not answer",
              since(fails.since()),
              fails.problem()
                  + ". See whether HAProxy runs (systemctl status haproxy). If it does, compare 'stats"
                  + " socket' in its configuration with CLIENT_HAPROXY_SOCKET_PATH, and see"
                  + " whether the agent's user may use it. What is below is how it was before."));
      return;
    }
    if (now.pass().filter(pass -> pass.observed().info().stopping()).isPresent()) {
      problems.add(
          Problem.warning(
              "This HAProxy process is leaving, and its successor is not there yet",
              Optional.empty(),
              "If this lasts, see whether HAProxy's reload failed."));
    }
    now.withheld()
        .ifPresent(
            reason ->
                problems.add(
                    Problem.critical(
                        "HAProxy is left as it is: " + reason,
                        Optional.empty(),
                        "Let one agent run for each HAProxy; that of another service needs a 'stats"
                            + " socket' of its own. If it is the zone that is unknown, set"
                            + " CLIENT_ZONE.")));
  }

  private void list() {
    boolean tableFails = now.table() instanceof Health.Fails;
    if (now.list().isEmpty() && !(now.table() instanceof Health.Unknown)) {
      problems.add(
          Problem.critical(
              "There is no slot list: HAProxy is left as it is",
              tableFailsFor(),
              tableProblem()
                  + "See whether the table "
                  + now.subject().table()
                  + " is there, AWS_REGION is"
                  + " its region, and the agent may read it (dynamodb:GetItem, dynamodb:Scan)."));
    } else if (tableFails) {
      problems.add(
          Problem.warning(
              "DynamoDB does not answer",
              tableFailsFor(),
              tableProblem()
                  + "HAProxy is kept in line with the last good list, so traffic goes on; newcomers"
                  + " and drains have to wait. See AWS's status, the network, credentials."));
    }
  }

  private void emptyList() {
    if (listServesNobody) {
      problems.add(
          Problem.critical(
              "The list has no member that serves",
              Optional.empty(),
              "Requests fail, or go where HAProxy's configuration sends them instead. See whether"
                  + " the groups have members, and not all of them the weight 0, and in the"
                  + " refresh's log what it finds."));
    }
  }

  /** Else everything is as it should be: HAProxy has nobody in these backends, and serves. */
  private void placement() {
    if (now.list().isEmpty() || now.placement().isEmpty()) {
      return;
    }
    var slots = now.list().get().slots().values();
    PlacementFindings.whyNobodyIsLocal(now.placement().get().locality(), slots)
        .forEach(
            mistake ->
                problems.add(
                    Problem.warning(
                        Words.capitalized(mistake.text()),
                        Optional.empty(),
                        "All members are placed in the fallback backend, and none in the others. "
                            + Words.capitalized(mistake.remedy())
                            + ".")));
  }

  private void refusedRows() {
    now.list()
        .filter(list -> !list.refused().isEmpty())
        .ifPresent(
            list ->
                problems.add(
                    Problem.warning(
                        Words.count(list.refused().size(), "row")
                            + " of the table cannot be believed: "
                            + Some.of(
                                list.refused().stream().map(row -> "row " + row.id()).toList()),
                        Optional.empty(),
                        "Their slots stay as they were. See below what is wrong with each, and"
                            + " who wrote it.")));
  }

  private String tableProblem() {
    return now.table() instanceof Health.Fails fails ? fails.problem() + ". " : "";
  }

  private Optional<Duration> tableFailsFor() {
    return now.table() instanceof Health.Fails fails ? since(fails.since()) : Optional.empty();
  }

  private Optional<Duration> since(Instant begin) {
    return Optional.of(Duration.between(begin, now.now()));
  }

  private void refresh() {
    now.list()
        .flatMap(Overview.KnownList::refreshAge)
        .filter(age -> age.compareTo(Header.LATE) > 0 && now.table() instanceof Health.Works)
        .ifPresent(
            age ->
                problems.add(
                    Problem.warning(
                        "No refresh has looked at the fleet",
                        Optional.of(age),
                        "Traffic goes on, but the list grows old. See the log of the refresh: the"
                            + " Lambda function or hsdo-server.")));
  }

  private void backend(BackendView view) {
    Backend backend = view.backend();
    if (now.pass()
        .filter(pass -> pass.observed().missingBackends().contains(backend))
        .isPresent()) {
      problems.add(
          Problem.critical(
              "HAProxy has no backend " + backend.name(),
              Optional.empty(),
              "Compare HAProxy's configuration with CLIENT_HAPROXY_BACKEND_LIST."));
      return;
    }
    if (now.current().isEmpty()) {
      return;
    }
    if (!listServesNobody) {
      servesNobody(view);
    }
    for (Remark.Topic topic : Remark.Topic.values()) {
      List<ServerView> servers =
          view.servers().stream().filter(server -> server.has(topic)).toList();
      if (topic.isProblem() && !servers.isEmpty()) {
        report(view, topic, servers);
      }
    }
  }

  private void servesNobody(BackendView view) {
    List<ServerView> wanted = view.servers().stream().filter(ServerView::shouldServe).toList();
    boolean settled =
        view.servers().stream().noneMatch(server -> server.has(Remark.Topic.CHANGING));
    if (wanted.isEmpty() || !settled || wanted.stream().anyMatch(ServerView::takesTraffic)) {
      return;
    }
    String backend = "Backend " + view.backend().name() + " serves nobody";
    String members = Words.count(wanted.size(), "member");
    long waiting = wanted.stream().filter(ServerView::isWaiting).count();
    problems.add(
        Problem.critical(
            waiting == 0
                ? backend + ": none of its " + members + " takes traffic"
                : backend + " yet: " + waiting + " of " + members + " " + Words.waiting(waiting),
            shortest(wanted),
            "Requests to it fail, or go where HAProxy's configuration sends them instead. See"
                + " below what keeps its members from it."));
  }

  private void report(BackendView view, Remark.Topic topic, List<ServerView> servers) {
    Backend backend = view.backend();
    problems.add(
        Problem.warning(
            "%s of backend %s %s %s: %s"
                .formatted(
                    Words.count(servers.size(), "server"),
                    backend.name(),
                    servers.size() == 1 ? "is" : "are",
                    how(topic),
                    Some.of(servers.stream().map(Diagnosis::name).toList())),
            topic == Remark.Topic.DOWN ? longest(servers) : Optional.empty(),
            remedy(topic, backend)));
  }

  private static String how(Remark.Topic topic) {
    return switch (topic) {
      case DOWN -> "down";
      case MISSING -> "missing in HAProxy";
      case UNREACHABLE -> "out of the agent's reach";
      case REFUSED -> "not right: HAProxy refuses the change";
      case CONTESTED -> "changed again and again by another writer";
      case UNDONE -> "not right, and nobody has changed that";
      case ROW -> "left alone for want of a good row";
      case CHANGING, WAITING, NOTE -> throw new IllegalArgumentException(topic + " is no problem");
    };
  }

  private String remedy(Remark.Topic topic, Backend backend) {
    return switch (topic) {
      case DOWN ->
          "HAProxy sends nothing there. Look at these instances: does the program run, does"
              + " its port answer, does a security group let HAProxy in?";
      case MISSING ->
          "In HAProxy's configuration, raise 'server-template "
              + backend.baseName()
              + " 1-N' of this backend to "
              + now.list().map(Overview.KnownList::size).orElse(0)
              + ", and compare the name.";
      case UNREACHABLE ->
          "Take 'track' and 'resolvers' from these servers in HAProxy's" + " configuration.";
      case REFUSED ->
          "HAProxy's words are in the table. 'Permission denied' asks for 'level admin'"
              + " on its socket.";
      case CONTESTED -> "Find it and end it: a second agent, the Python client, a script.";
      case UNDONE -> "See whether an agent runs here, and what its log says.";
      case ROW -> "A refresh writes bad rows anew: see its log. What is wrong is in the table.";
      case CHANGING, WAITING, NOTE -> throw new IllegalArgumentException(topic + " is no problem");
    };
  }

  private static String name(ServerView server) {
    return server.server().server()
        + server.member().map(member -> " (" + member.id() + ")").orElse("");
  }

  private static Optional<Duration> longest(List<ServerView> servers) {
    return durations(servers).stream().max(Comparator.naturalOrder());
  }

  private static Optional<Duration> shortest(List<ServerView> servers) {
    return durations(servers).stream().min(Comparator.naturalOrder());
  }

  private static List<Duration> durations(List<ServerView> servers) {
    return servers.stream()
        .flatMap(server -> server.health().stream())
        .map(ServerHealth::unchangedFor)
        .toList();
  }
}

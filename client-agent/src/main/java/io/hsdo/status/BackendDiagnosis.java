package io.hsdo.status;

import io.hsdo.haproxy.ServerHealth;
import io.hsdo.reconcile.Backend;
import io.hsdo.text.Some;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is not as it should be in one backend, as HAProxy answered the last poll. */
final class BackendDiagnosis {
  private final Overview now;
  private final BackendView view;
  private final Backend backend;
  private final boolean listServesNobody;
  private final List<Problem> problems = new ArrayList<>();

  private BackendDiagnosis(Overview now, BackendView view, boolean listServesNobody) {
    this.now = now;
    this.view = view;
    this.backend = view.backend();
    this.listServesNobody = listServesNobody;
  }

  /**
   * The problems of a backend.
   *
   * @param listServesNobody which is a problem of its own, and why the backend serves nobody
   */
  static List<Problem> of(Overview now, BackendView view, boolean listServesNobody) {
    var diagnosis = new BackendDiagnosis(now, view, listServesNobody);
    diagnosis.look();
    return diagnosis.problems;
  }

  private void look() {
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
      servesNobody();
    }
    for (Remark.Topic topic : Remark.Topic.values()) {
      List<ServerView> servers =
          view.servers().stream().filter(server -> server.has(topic)).toList();
      if (topic.isOfTheBackend() && !servers.isEmpty()) {
        report(topic, servers);
      }
    }
  }

  private void servesNobody() {
    List<ServerView> wanted = view.servers().stream().filter(ServerView::shouldServe).toList();
    boolean settled =
        view.servers().stream().noneMatch(server -> server.has(Remark.Topic.CHANGING));
    if (wanted.isEmpty() || !settled || wanted.stream().anyMatch(ServerView::takesTraffic)) {
      return;
    }
    String nobody = "Backend " + backend.name() + " serves nobody";
    String members = Words.count(wanted.size(), "member");
    long waiting = wanted.stream().filter(ServerView::isWaiting).count();
    problems.add(
        Problem.critical(
            waiting == 0
                ? nobody + ": none of its " + members + " takes traffic"
                : nobody + " yet: " + waiting + " of " + members + " " + Words.waiting(waiting),
            shortest(wanted),
            "Requests to it fail, or go where HAProxy's configuration sends them instead. See"
                + " below what keeps its members from it."));
  }

  private void report(Remark.Topic topic, List<ServerView> servers) {
    problems.add(
        Problem.warning(
            "%s of backend %s %s %s: %s"
                .formatted(
                    Words.count(servers.size(), "server"),
                    backend.name(),
                    servers.size() == 1 ? "is" : "are",
                    how(topic),
                    Some.of(servers.stream().map(BackendDiagnosis::name).toList())),
            topic == Remark.Topic.DOWN ? longest(servers) : Optional.empty(),
            remedy(topic)));
  }

  private static String how(Remark.Topic topic) {
    return switch (topic) {
      case DOWN -> "down";
      case MISSING -> "missing in HAProxy";
      case UNREACHABLE -> "out of the agent's reach";
      case REFUSED -> "not right: HAProxy refuses the change";
      case CONTESTED -> "changed again and again by another writer";
      case UNDONE -> "not right, and nobody has changed that";
      case ROW, CHANGING, WAITING, NOTE ->
          throw new IllegalArgumentException(topic + " is no problem of a backend");
    };
  }

  private String remedy(Remark.Topic topic) {
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
          "Take 'track' and 'resolvers' from these servers in HAProxy's configuration.";
      case REFUSED ->
          "HAProxy's words are in the table. 'Permission denied' asks for 'level admin'"
              + " on its socket.";
      case CONTESTED -> "Find it and end it: a second agent, the Python client, a script.";
      case UNDONE -> "See whether an agent runs here, and what its log says.";
      case ROW, CHANGING, WAITING, NOTE ->
          throw new IllegalArgumentException(topic + " is no problem of a backend");
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

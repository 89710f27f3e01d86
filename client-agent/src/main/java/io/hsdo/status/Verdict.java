package io.hsdo.status;

import java.util.List;
import java.util.stream.Collectors;

/** All in one sentence. */
record Verdict(Overview now, List<BackendView> backends, List<Problem> problems) {
  private boolean isStarting() {
    return problems.isEmpty() && (now.pass().isEmpty() || now.list().isEmpty());
  }

  String headline() {
    if (isStarting()) {
      return "Starting";
    }
    return problems.isEmpty() ? "All is well" : Words.count(problems.size(), "problem");
  }

  /** A class of the page's style. */
  String style() {
    if (isStarting()) {
      return "warning";
    }
    return problems.isEmpty() ? "good" : problems.get(0).severity().text();
  }

  /** Who takes traffic now. */
  String summary() {
    if (now.pass().isEmpty()) {
      return "HAProxy has not answered yet.";
    }
    return backends.stream().map(this::summary).collect(Collectors.joining(" "));
  }

  private String summary(BackendView backend) {
    String name = "Backend " + backend.backend().name() + ": ";
    if (backend.servers().stream().noneMatch(server -> server.desired().isPresent())) {
      long serving = backend.servers().stream().filter(ServerView::takesTraffic).count();
      return name
          + Words.count(serving, "server")
          + take(serving)
          + (serving == 1 ? ", and is left as it is." : ", and are left as they are.");
    }
    long wanted = backend.servers().stream().filter(ServerView::shouldServe).count();
    long serving =
        backend.servers().stream().filter(s -> s.shouldServe() && s.takesTraffic()).count();
    long changing = backend.servers().stream().filter(s -> s.has(Remark.Topic.CHANGING)).count();
    return name
        + serving
        + " of "
        + Words.count(wanted, "member")
        + take(wanted)
        + waits(backend)
        + drains(backend)
        + weightless(backend)
        + (changing == 0 ? "" : ", " + Words.count(changing, "change") + " under way")
        + ".";
  }

  private String take(long number) {
    if (!now.haproxyAnswers()) {
      return " took traffic";
    }
    return number == 1 ? " takes traffic" : " take traffic";
  }

  private static String waits(BackendView backend) {
    long waiting = backend.servers().stream().filter(ServerView::isWaiting).count();
    return waiting == 0 ? "" : ", " + waiting + " " + Words.waiting(waiting);
  }

  private static String drains(BackendView backend) {
    long drains =
        backend.servers().stream()
            .filter(server -> server.stands(Standing.DRAIN) && !server.isWeightless())
            .count();
    return drains == 0 ? "" : ", " + drains + " draining";
  }

  private static String weightless(BackendView backend) {
    long weightless = backend.servers().stream().filter(ServerView::isWeightless).count();
    return weightless == 0 ? "" : ", " + weightless + " of weight 0";
  }
}

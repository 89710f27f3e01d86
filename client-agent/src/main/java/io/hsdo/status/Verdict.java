package io.hsdo.status;

import java.util.List;

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
    StringBuilder text = new StringBuilder();
    for (BackendView backend : backends) {
      long wanted = backend.servers().stream().filter(ServerView::shouldServe).count();
      long serving =
          backend.servers().stream().filter(s -> s.shouldServe() && s.takesTraffic()).count();
      long changing = backend.servers().stream().filter(ServerView::isChanging).count();
      text.append(
          "Backend %s: %d of %s %s traffic%s%s. "
              .formatted(
                  backend.backend().name(),
                  serving,
                  Words.count(wanted, "member"),
                  now.haproxyAnswers() ? "take" : "took",
                  drains(backend),
                  changing == 0 ? "" : ", " + Words.count(changing, "change") + " under way"));
    }
    return text.toString().strip();
  }

  private static String drains(BackendView backend) {
    long drains = backend.count(Standing.DRAIN);
    return drains == 0 ? "" : ", " + drains + " draining";
  }
}

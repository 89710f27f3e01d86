package io.hsdo.status;

import io.hsdo.text.Printable;
import io.hsdo.text.TextTable;
import java.time.Duration;
import java.util.List;

/** All that is known, for people at a terminal. */
public final class StatusText {
  private final Overview now;
  private final List<BackendView> backends;
  private final List<Problem> problems;

  public StatusText(Overview now) {
    this.now = now;
    this.backends = BackendView.of(now);
    this.problems = Diagnosis.of(now, backends);
  }

  /** Whether there is nothing that somebody has to do something about. */
  public boolean isGood() {
    return problems.isEmpty();
  }

  /** Problems, what was asked, and a table for each backend. */
  public String text() {
    var verdict = new Verdict(now, backends, problems);
    var text = new StringBuilder(verdict.headline() + ". " + verdict.summary() + "\n");
    problems.forEach(problem -> text.append(Printable.of(line(problem))).append('\n'));
    text.append('\n').append(list()).append(haproxy());
    backends.forEach(backend -> text.append(table(backend)));
    return text.toString();
  }

  private static String line(Problem problem) {
    return problem.severity().text()
        + ": "
        + problem.what()
        + problem.lasting().map(lasting -> ", for " + Words.duration(lasting)).orElse("")
        + ". "
        + problem.remedy();
  }

  private String list() {
    return now.list()
        .map(
            list ->
                "list of table %s: %s, %s%s\n"
                    .formatted(
                        now.subject().table(),
                        list.versionText(),
                        Words.count(list.size(), "slot"),
                        list.header()
                            .map(header -> ", changed " + Words.second(header.updatedAt()))
                            .orElse("")))
        .orElse("list of table " + now.subject().table() + ": none\n");
  }

  private String haproxy() {
    return now.pass()
        .map(pass -> pass.observed().info())
        .map(
            info ->
                "HAProxy %s: pid %s, up for %s\n"
                    .formatted(
                        info.version(),
                        info.process().pid(),
                        Words.duration(Duration.ofSeconds(info.uptimeSec()))))
        .orElse("HAProxy: no answer\n");
  }

  private static String table(BackendView backend) {
    var table =
        new TextTable(
            "server",
            "member",
            "group",
            "zone",
            "address",
            "weight",
            "desired",
            "observed",
            "health",
            "for",
            "remarks");
    for (ServerView server : backend.servers()) {
      ServerCells cells = ServerCells.of(server);
      table.add(
          cells.server(),
          cells.member(),
          cells.group(),
          cells.zone(),
          cells.address(),
          cells.weight(),
          cells.desired(),
          cells.observed(),
          cells.check().isEmpty() ? cells.health() : cells.health() + " (" + cells.check() + ")",
          cells.lasting(),
          String.join("; ", cells.remarks()));
    }
    return "\nbackend " + backend.backend().name() + ": " + backend.counts() + "\n" + table;
  }
}

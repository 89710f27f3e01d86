package io.hsdo.status;

import io.hsdo.check.PlacementFindings;
import io.hsdo.table.Header;
import io.hsdo.table.UnknownRow;
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
  private static final String IF_IT_DOES_NOT =
      ". See whether HAProxy runs (systemctl status haproxy). If it does, compare 'stats socket' in"
          + " its configuration with CLIENT_HAPROXY_SOCKET_PATH, and see whether the agent's user"
          + " may use it.";

  private static final String IF_IT_ANSWERS =
      ". HAProxy goes on as it is. See whether CLIENT_HAPROXY_SOCKET_PATH is its own 'stats socket',"
          + " which its master's (-S) is not. If it is, restart the agent with --debug, and report"
          + " what it logs.";

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
    diagnosis.rows();
    diagnosis.refresh();
    for (BackendView backend : backends) {
      diagnosis.problems.addAll(BackendDiagnosis.of(now, backend, diagnosis.listServesNobody));
    }
    diagnosis.problems.sort(Comparator.comparing(Problem::severity));
    return List.copyOf(diagnosis.problems);
  }

  private void loop() {
    if (!now.isTurning()) {
      problems.add(
          Problem.critical(
              "The agent stands still: nobody keeps HAProxy in line",
              Optional.of(now.silence()),
              "Restart the agent; its log says what it was doing."));
    }
  }

  private void haproxy() {
    if (now.poll().haproxy().health() instanceof Health.Fails fails) {
      problems.add(
          Problem.critical(
              Words.capitalized(now.haproxyTrouble().orElseThrow()),
              since(fails.since()),
              fails.problem()
                  + (fails.answers() ? IF_IT_ANSWERS : IF_IT_DOES_NOT)
                  + (now.pass().isPresent() ? " What is below is how it was before." : "")));
      return;
    }
    if (now.pass().filter(pass -> pass.observed().info().stopping()).isPresent()) {
      problems.add(
          Problem.warning(
              "This HAProxy process is leaving, and its successor is not there yet",
              Optional.empty(),
              "If this lasts, see whether HAProxy's reload failed."));
    }
    now.poll()
        .withheld()
        .ifPresent(
            why ->
                problems.add(
                    Problem.critical(
                        "HAProxy is left as it is: " + why.text(),
                        Optional.empty(),
                        why.remedy())));
  }

  private void list() {
    boolean tableFails = now.poll().table() instanceof Health.Fails;
    if (now.list().isEmpty() && !(now.poll().table() instanceof Health.Unknown)) {
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
              "The table cannot be read",
              tableFailsFor(),
              tableProblem()
                  + now.list().orElseThrow().use()
                  + ", so traffic goes on; newcomers and drains have to wait. See AWS's status, the"
                  + " network, credentials."));
    } else if (now.list().filter(list -> list.source() == Overview.Source.FILE).isPresent()) {
      problems.add(
          Problem.critical(
              "The table is empty",
              Optional.empty(),
              "No slot can be read from table "
                  + now.subject().table()
                  + ": it was emptied or made anew, is another one, or all its rows are refused. "
                  + now.list().orElseThrow().use()
                  + ". See whether the refresh writes to that table, and its log."));
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
    if (now.list().isEmpty() || now.poll().placement().isEmpty()) {
      return;
    }
    var slots = now.list().get().slots().values();
    PlacementFindings.whyNobodyIsLocal(now.poll().placement().get().locality(), slots)
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

  private void rows() {
    List<String> refused = unknownRows(UnknownRow.Refused.class);
    List<String> missing = unknownRows(UnknownRow.Missing.class);
    List<String> what = new ArrayList<>();
    if (!refused.isEmpty()) {
      what.add(
          Words.count(refused.size(), "row")
              + " of the table cannot be believed: "
              + Some.of(refused));
    }
    if (!missing.isEmpty()) {
      what.add("the table lacks " + Words.count(missing.size(), "row") + ": " + Some.of(missing));
    }
    if (!what.isEmpty()) {
      problems.add(
          Problem.warning(
              Words.capitalized(String.join("; ", what)),
              Optional.empty(),
              "Their slots stay as they were. A refresh writes such rows anew, once every group is"
                  + " found and EC2 has answered: see its log. See below what is wrong with each,"
                  + " and who wrote it."));
    }
  }

  private List<String> unknownRows(Class<? extends UnknownRow> kind) {
    return now.list().stream()
        .flatMap(list -> list.unknown().stream())
        .filter(kind::isInstance)
        .map(row -> "row " + row.id())
        .toList();
  }

  private String tableProblem() {
    return now.poll().table() instanceof Health.Fails fails ? fails.problem() + ". " : "";
  }

  private Optional<Duration> tableFailsFor() {
    return now.poll().table() instanceof Health.Fails fails
        ? since(fails.since())
        : Optional.empty();
  }

  private Optional<Duration> since(Instant begin) {
    return Optional.of(Duration.between(begin, now.now()));
  }

  private void refresh() {
    now.list()
        .flatMap(Overview.KnownList::refreshAge)
        .filter(age -> age.compareTo(Header.LATE) > 0 && now.poll().table() instanceof Health.Works)
        .ifPresent(
            age ->
                problems.add(
                    Problem.warning(
                        "No refresh has looked at the fleet",
                        Optional.of(age),
                        "Traffic goes on, but the list grows old. See the log of the refresh: the"
                            + " Lambda function or hsdo-server.")));
  }
}

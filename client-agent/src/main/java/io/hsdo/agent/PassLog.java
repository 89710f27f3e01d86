package io.hsdo.agent;

import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.haproxy.HaproxyProcess;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.Difference;
import io.hsdo.table.UnknownRow;
import io.hsdo.text.Some;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs what passes over HAProxy bring that is new. */
final class PassLog {
  private static final Logger LOG = LoggerFactory.getLogger(PassLog.class);

  private final DriftWatch drift = new DriftWatch();
  private Optional<HaproxyProcess> process = Optional.empty();
  private Optional<HaproxyPass> last = Optional.empty();
  private String lastTrouble = "";

  /**
   * @param unknown rows of the list that are not believed, or missing
   */
  void log(HaproxyPass pass, List<UnknownRow> unknown) {
    HaproxyProcess observed = pass.process();
    if (process.filter(observed::equals).isEmpty()) {
      LOG.info("HAProxy {} has pid {}", pass.observed().info().version(), observed.pid());
      process = Optional.of(observed);
    }
    DriftWatch.Change change = drift.after(pass);
    if (pass.commandsSent() > pass.failures().size()) {
      logSent(pass);
    }
    logDrift(change);
    logTrouble(HaproxyTrouble.describe(pass, unknown));
    last = Optional.of(pass);
  }

  /** What the list has changed is told slot by slot, see {@link ListChanges}; drift only here. */
  private void logSent(HaproxyPass pass) {
    List<Difference> differences = pass.reconciliation().differences();
    List<Difference> changed =
        last.map(before -> Drift.between(before, pass)).orElse(List.<Difference>of());
    LOG.atLevel(isOldNews(pass) ? Level.DEBUG : Level.INFO)
        .log(
            "sent to HAProxy {}: {} command(s) for {}{}",
            pass.process().pid(),
            pass.commandsSent(),
            Some.of(differences.stream().map(Difference::server).toList()),
            changed.isEmpty() ? "" : "; changed by somebody else: " + Some.of(changed));
  }

  /** Whether all that was done was to put the same servers right once more. */
  private boolean isOldNews(HaproxyPass pass) {
    List<Difference> differences = pass.reconciliation().differences();
    return drift.contested().containsAll(differences)
        || last.filter(before -> before.process().equals(pass.process()))
            .map(before -> desired(before).containsAll(desired(pass)))
            .orElse(false);
  }

  /** What was desired of the servers that were not so. */
  private static Set<DesiredServer> desired(HaproxyPass pass) {
    return pass.reconciliation().differences().stream()
        .map(Difference::desired)
        .collect(Collectors.toSet());
  }

  private static void logDrift(DriftWatch.Change change) {
    if (!change.begun().isEmpty()) {
      LOG.warn(
          "another writer keeps changing servers, and each poll changes them back: {}; end it: a"
              + " second agent, the Python client, a script",
          Some.of(change.begun()));
    }
    if (change.ended()) {
      LOG.info("no other writer changes servers any more");
    }
  }

  private void logTrouble(String trouble) {
    if (trouble.equals(lastTrouble)) {
      return;
    }
    if (trouble.isEmpty()) {
      LOG.info("every slot is carried out again");
    } else {
      LOG.warn("{}", trouble);
    }
    lastTrouble = trouble;
  }

  List<Difference> contested() {
    return drift.contested();
  }
}

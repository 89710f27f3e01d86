package io.hsdo.agent;

import io.hsdo.haproxy.HaproxyProcess;
import io.hsdo.reconcile.Difference;
import io.hsdo.table.Rows.RefusedRow;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs what passes over HAProxy bring that is new. */
final class PassLog {
  private static final Logger LOG = LoggerFactory.getLogger(PassLog.class);

  private final DriftWatch drift = new DriftWatch();
  private Optional<HaproxyProcess> process = Optional.empty();
  private String lastTrouble = "";

  /**
   * @param refused rows of the list that are not believed
   */
  void log(HaproxyKeeper.Pass pass, List<RefusedRow> refused) {
    HaproxyProcess observed = pass.observed().info().process();
    if (process.filter(observed::equals).isEmpty()) {
      LOG.info("HAProxy {} has pid {}", pass.observed().info().version(), observed.pid());
      process = Optional.of(observed);
    }
    DriftWatch.Change change = drift.after(pass);
    if (pass.commandsSent() > pass.failures().size()) {
      LOG.atLevel(isFight(pass) ? Level.DEBUG : Level.INFO)
          .log("sent to HAProxy {}: {} command(s)", observed.pid(), pass.commandsSent());
    }
    logDrift(change);
    logTrouble(HaproxyTrouble.describe(pass, refused));
  }

  /** Whether all that was done was to put contested servers right once more. */
  private boolean isFight(HaproxyKeeper.Pass pass) {
    List<Difference> contested = drift.contested();
    return contested.containsAll(pass.reconciliation().differences());
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

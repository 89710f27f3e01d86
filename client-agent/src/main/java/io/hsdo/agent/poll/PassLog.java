package io.hsdo.agent.poll;

import io.hsdo.agent.list.ListChanges;
import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.reconcile.Difference;
import io.hsdo.table.UnknownRow;
import io.hsdo.text.Some;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs what passes over HAProxy bring that is new. */
final class PassLog {
  private static final Logger LOG = LoggerFactory.getLogger(PassLog.class);

  private String lastTrouble = "";

  /**
   * @param unknown rows of the list that are not believed, or missing
   */
  void log(PassNews news, List<UnknownRow> unknown) {
    HaproxyPass pass = news.pass();
    if (news.after() != PassNews.After.SAME_PROCESS) {
      LOG.info("HAProxy {} has pid {}", pass.observed().info().version(), pass.process().pid());
    }
    if (pass.commandsSent() > pass.failures().size()) {
      logSent(news);
    }
    logDrift(news.contested());
    logTrouble(HaproxyTrouble.describe(pass, unknown));
  }

  /** What the list has changed is told slot by slot, see {@link ListChanges}; drift only here. */
  private static void logSent(PassNews news) {
    HaproxyPass pass = news.pass();
    List<Difference> differences = pass.reconciliation().differences();
    LOG.atLevel(news.repeated() ? Level.DEBUG : Level.INFO)
        .log(
            "sent to HAProxy {}: {} command(s) for {}{}",
            pass.process().pid(),
            pass.commandsSent(),
            Some.of(differences.stream().map(Difference::server).toList()),
            news.drift().isEmpty() ? "" : "; changed by somebody else: " + Some.of(news.drift()));
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
}

package io.hsdo.agent;

import io.hsdo.haproxy.HaproxyProcess;
import io.hsdo.logging.OutageLog;
import io.hsdo.slot.Slot;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One poll after another: the table, then HAProxy. A table that fails is asked again later, while
 * HAProxy is kept in line with the last good list at every poll.
 */
final class Agent {
  /**
   * A poll that found another process in place of the one it read is repeated this often at once.
   */
  private static final int REPEATS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  private final SlotListFollower follower;
  private final HaproxyKeeper keeper;
  private final Clock clock;
  private final Backoff tableBackoff = new Backoff(new Random());
  private final OutageLog tableOutage;
  private final OutageLog haproxyOutage;
  private Optional<HaproxyProcess> process = Optional.empty();
  private String lastTrouble = "";

  Agent(SlotListFollower follower, HaproxyKeeper keeper, Clock clock) {
    this.follower = follower;
    this.keeper = keeper;
    this.clock = clock;
    this.tableOutage = new OutageLog(LOG, "reading the slot list", clock);
    this.haproxyOutage = new OutageLog(LOG, "reconciling HAProxy", clock);
  }

  /**
   * Runs one poll.
   *
   * @return whether table and HAProxy both answered
   */
  boolean poll() throws InterruptedException {
    boolean tableAnswers = followTable();
    return keepHaproxy() && tableAnswers;
  }

  private boolean followTable() {
    Instant now = clock.instant();
    if (!tableBackoff.isOver(now)) {
      return false;
    }
    Optional<HeldList> before = follower.held();
    try {
      follower.poll();
    } catch (RuntimeException e) {
      tableBackoff.failed(clock.instant());
      tableOutage.failed(
          e,
          before.isPresent()
              ? "going on with the last good list"
              : "HAProxy stays as it is until there is a list");
      return false;
    }
    tableBackoff.works();
    tableOutage.works();
    logChanges(before, follower.held());
    return true;
  }

  private boolean keepHaproxy() throws InterruptedException {
    if (follower.held().isEmpty()) {
      return false;
    }
    try {
      for (int i = 0; i < REPEATS; i++) {
        HaproxyKeeper.Pass pass = keeper.pass(follower.held().get());
        report(pass);
        if (!pass.replaced()) {
          break;
        }
      }
    } catch (RuntimeException e) {
      // Whatever it is, the next poll starts anew: an agent that ended would help nobody.
      haproxyOutage.failed(e, "it goes on as it is until the next poll");
      return false;
    }
    haproxyOutage.works();
    return true;
  }

  private static void logChanges(Optional<HeldList> before, Optional<HeldList> after) {
    if (after.isEmpty() || after.equals(before)) {
      return;
    }
    HeldList list = after.get();
    String version =
        list.header().map(header -> "version " + header.version()).orElse("no version");
    if (before.isEmpty()) {
      LOG.info(
          "following a list of {} slots, {} with members, {}",
          list.size(),
          list.slots().values().stream().filter(slot -> slot.occupant().isPresent()).count(),
          version);
      return;
    }
    for (Slot slot : list.slots().values()) {
      Slot was = before.get().slots().get(slot.number());
      boolean stillEmpty = slot.occupant().isEmpty() && (was == null || was.occupant().isEmpty());
      if (!slot.equals(was) && !stillEmpty) {
        LOG.info(
            "slot {}: {} -> {}, {}",
            slot.number(),
            was == null ? "unknown" : was.description(),
            slot.description(),
            version);
      }
    }
  }

  private void report(HaproxyKeeper.Pass pass) {
    HaproxyProcess observed = pass.observed().info().process();
    if (process.filter(observed::equals).isEmpty()) {
      LOG.info("HAProxy {} has pid {}", pass.observed().info().version(), observed.pid());
      process = Optional.of(observed);
    }
    if (pass.commandsSent() > 0) {
      LOG.info("sent to HAProxy {}: {} command(s)", observed.pid(), pass.commandsSent());
    }
    String trouble =
        HaproxyTrouble.describe(pass, follower.held().map(HeldList::refused).orElse(List.of()));
    if (!trouble.equals(lastTrouble)) {
      if (trouble.isEmpty()) {
        LOG.info("every slot is carried out again");
      } else {
        LOG.warn("{}", trouble);
      }
      lastTrouble = trouble;
    }
  }
}

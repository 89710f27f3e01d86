package io.hsdo.service;

import io.hsdo.fleet.FleetWatch;
import io.hsdo.logging.OutageLog;
import io.hsdo.logging.Pass;
import io.hsdo.plan.Trigger;
import io.hsdo.refresh.Passes;
import io.hsdo.systemd.ServiceManager;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes without end: whatever exception one throws, the next one starts anew. Only an {@link
 * Error} ends it: a process without memory, or with a broken jar, is better started again.
 */
final class RefreshLoop {
  private static final Logger LOG = LoggerFactory.getLogger(RefreshLoop.class);

  private final Passes refresh;
  private final Duration interval;
  private final LoopHealth health;
  private final OutageLog outage;

  /**
   * @param health is told of every pass
   */
  RefreshLoop(Passes refresh, Duration interval, LoopHealth health, Clock clock) {
    this.refresh = refresh;
    this.interval = interval;
    this.health = health;
    this.outage = new OutageLog(LOG, "refreshing the slot list", clock);
  }

  /**
   * Ends only with its thread.
   *
   * @param watch may cut the time between two passes short
   */
  void run(ServiceManager manager, FleetWatch watch) throws InterruptedException {
    while (true) {
      long start = System.nanoTime();
      turn();
      manager.loopTurns();
      manager.rest(interval.minusNanos(System.nanoTime() - start), watch::await);
    }
  }

  /** One pass, whatever becomes of it. */
  void turn() {
    Pass pass = Pass.begin();
    try {
      refresh.pass(new Trigger.Scheduled());
      outage.works();
      health.succeeded();
    } catch (RuntimeException e) {
      outage.failed(e, "the list stays as it is until a pass succeeds");
      health.failed(e);
    } finally {
      pass.end();
    }
  }
}

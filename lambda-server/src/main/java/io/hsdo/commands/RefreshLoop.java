package io.hsdo.commands;

import io.hsdo.fleet.FleetWatch;
import io.hsdo.logging.OutageLog;
import io.hsdo.plan.Trigger;
import io.hsdo.refresh.Refresh;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes without end: whatever one throws, the next one starts anew. */
final class RefreshLoop {
  private static final Logger LOG = LoggerFactory.getLogger(RefreshLoop.class);

  private final Refresh refresh;
  private final Duration interval;
  private final FleetWatch watch;
  private final OutageLog outage =
      new OutageLog(LOG, "refreshing the slot list", Clock.systemUTC());

  RefreshLoop(Refresh refresh, Duration interval, FleetWatch watch) {
    this.refresh = refresh;
    this.interval = interval;
    this.watch = watch;
  }

  /** Ends only with its thread. */
  void run() throws InterruptedException {
    LOG.info("refreshing every {} ms", interval.toMillis());
    while (true) {
      long start = System.nanoTime();
      try {
        refresh.pass(new Trigger.Scheduled());
        outage.works();
      } catch (RuntimeException e) {
        outage.failed(e, "the list stays as it is until a pass succeeds");
      }
      long spent = Duration.ofNanos(System.nanoTime() - start).toMillis();
      watch.await(Duration.ofMillis(Math.max(0, interval.toMillis() - spent)));
    }
  }
}

package io.hsdo.refresh;

import io.hsdo.fleet.FleetSource;
import io.hsdo.metrics.EmbeddedMetrics;
import io.hsdo.metrics.PassMetrics;
import io.hsdo.plan.Plan;
import io.hsdo.plan.Trigger;
import io.hsdo.table.SlotListReader;
import io.hsdo.text.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pass that reads, plans, and forgets the plan, so that the classes of a pass are loaded before a
 * snapshot is taken of the process. It is given nothing to write with.
 */
final class Priming {
  private static final byte[] EVENT =
      """
      {"detail-type":"Scheduled Event","source":"aws.events","time":"2026-03-01T02:13:00Z",\
      "detail":{}}"""
          .getBytes(StandardCharsets.UTF_8);

  private static final Logger LOG = LoggerFactory.getLogger(Priming.class);

  private final SlotListReader table;
  private final FleetSource fleet;
  private final ServerConfiguration configuration;
  private final Clock clock;

  Priming(SlotListReader table, FleetSource fleet, ServerConfiguration configuration, Clock clock) {
    this.table = table;
    this.fleet = fleet;
    this.configuration = configuration;
    this.clock = clock;
  }

  /** Does as much of it as AWS lets it: a snapshot of less is better than none. */
  void run() {
    try {
      prime();
    } catch (RuntimeException | EventReader.UnknownEventException e) {
      LOG.warn("the first pass of each environment takes longer: {}", Reason.of(e));
    }
  }

  private void prime() throws EventReader.UnknownEventException {
    Instant now = clock.instant();
    Trigger trigger = EventReader.read(EVENT, now).trigger();
    Plan plan = new Planning(configuration, clock).plan(table.load(), fleet, trigger).plan();
    EmbeddedMetrics.line(
        configuration.aws().table(),
        Optional.empty(),
        PassMetrics.of(plan, Set.of(), configuration.ramp().max(), configuration.drain(), now),
        now);
  }
}

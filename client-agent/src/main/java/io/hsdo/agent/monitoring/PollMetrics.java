package io.hsdo.agent.monitoring;

import io.hsdo.agent.poll.AgentStatus;
import io.hsdo.status.Health;
import io.hsdo.status.Poll;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** What polls add up to. */
final class PollMetrics implements Consumer<AgentStatus> {
  private final Counter polls;
  private final Histogram propagation;
  private final Propagation carryingOut;

  /**
   * @param wall the clock that tables are written by
   */
  PollMetrics(PrometheusRegistry registry, Clock wall) {
    carryingOut = new Propagation(wall);
    polls =
        Counter.builder()
            .name("hsdo_polls_total")
            .help("Polls, by what kept them from being carried out")
            .labelNames("result")
            .register(registry);
    for (Result result : Result.values()) {
      polls.initLabelValues(result.label);
    }
    propagation =
        Histogram.builder()
            .name("hsdo_propagation_seconds")
            .help("Time from a change of the list, by the refresh's clock, until HAProxy had it")
            .classicOnly()
            .classicUpperBounds(0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300)
            .register(registry);
    GaugeWithCallback.builder()
        .name("hsdo_applied_version")
        .help("Version of the last list that was carried out fully")
        .callback(gauge -> carryingOut.appliedVersion().ifPresent(gauge::call))
        .register(registry);
  }

  /** What a poll is counted as; the first that is true. */
  private enum Result {
    HAPROXY_FAILED("haproxy_failed"),
    TABLE_FAILED("table_failed"),
    WITHHELD("withheld"),
    OK("ok");

    private final String label;

    Result(String label) {
      this.label = label;
    }

    static Result of(Poll poll) {
      if (poll.haproxy().current().isEmpty()) {
        return HAPROXY_FAILED;
      }
      if (!(poll.table() instanceof Health.Works)) {
        return TABLE_FAILED;
      }
      return poll.withheld().isPresent() ? WITHHELD : OK;
    }
  }

  @Override
  public void accept(AgentStatus status) {
    polls.labelValues(Result.of(status.poll()).label).inc();
    Optional<Duration> took = carryingOut.after(status);
    took.ifPresent(time -> propagation.observe(time.toNanos() / 1e9));
  }
}

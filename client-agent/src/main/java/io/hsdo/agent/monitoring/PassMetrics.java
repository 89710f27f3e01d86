package io.hsdo.agent.monitoring;

import io.hsdo.agent.poll.PassNews;
import io.hsdo.haproxy.HaproxyPass;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;

/** What passes over HAProxy add up to. */
final class PassMetrics {
  private final CounterDataPoint carriedOut;
  private final CounterDataPoint refused;
  private final Counter drift;
  private final Counter restarts;
  private final Histogram seconds;

  PassMetrics(PrometheusRegistry registry) {
    Counter commands =
        Counter.builder()
            .name("hsdo_commands_total")
            .help("Runtime API commands sent to HAProxy, by whether it refused them")
            .labelNames("result")
            .register(registry);
    carriedOut = commands.labelValues("ok");
    refused = commands.labelValues("refused");
    drift =
        Counter.builder()
            .name("hsdo_drift_corrected_total")
            .help("Servers that were found changed although nothing else was desired of them")
            .register(registry);
    restarts =
        Counter.builder()
            .name("hsdo_haproxy_restarts_total")
            .help("Times that another HAProxy process took over, by restart or reload")
            .register(registry);
    seconds =
        Histogram.builder()
            .name("hsdo_reconcile_seconds")
            .help("Time to read HAProxy, and to change and read back what differed")
            .classicOnly()
            .classicUpperBounds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
            .register(registry);
  }

  /** How long a pass took. */
  void time(Duration took) {
    seconds.observe(took.toNanos() / 1e9);
  }

  void count(PassNews news) {
    HaproxyPass pass = news.pass();
    carriedOut.inc(pass.commandsSent() - pass.failures().size());
    refused.inc(pass.failures().size());
    drift.inc(news.drift().size());
    if (news.after() == PassNews.After.OTHER_PROCESS) {
      restarts.inc();
    }
  }
}

package io.hsdo.service;

import io.hsdo.metrics.RefreshMetric;
import io.hsdo.prometheus.SharedMetrics;
import io.hsdo.refresh.PassReport;
import io.hsdo.refresh.Passes;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the refresh tells Prometheus: of its last pass that planned, and of all of them. */
final class ServiceMetrics implements Consumer<PassReport> {
  private final PrometheusRegistry registry;
  private final Counter passes;
  private final Counter conflicts;
  private final Counter hooks;
  private final Histogram seconds;

  /** Written by the loop, read by whoever asks. */
  private volatile Optional<PassReport> last = Optional.empty();

  ServiceMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    SharedMetrics.registerBuild(registry);
    SharedMetrics.registerWeights(
        registry, () -> last.map(report -> report.plan().list().slots()).orElse(List.of()));
    registerLast();
    passes =
        counter("hsdo_passes_total", "Passes of the refresh, by how they ended", "ok", "failed");
    hooks =
        counter(
            "hsdo_hooks_total",
            "Calls to our lifecycle hook: members let go, and calls of any kind that failed",
            "completed",
            "failed");
    conflicts =
        Counter.builder()
            .name("hsdo_version_conflicts_total")
            .help("Times that another writer was faster")
            .register(registry);
    seconds =
        Histogram.builder()
            .name("hsdo_pass_seconds")
            .help("Time of a pass that did not fail")
            .classicOnly()
            .classicUpperBounds(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
            .register(registry);
  }

  private void registerLast() {
    gauge("hsdo_list_slots", "Slots of the list", RefreshMetric.SLOTS);
    gauge("hsdo_list_serving", "Slots whose member serves", RefreshMetric.SERVING);
    gauge("hsdo_list_ramping", "Serving slots whose weight still grows", RefreshMetric.RAMPING);
    gauge("hsdo_list_draining", "Slots whose member drains", RefreshMetric.DRAINING);
    gauge("hsdo_list_free", "Slots without a member", RefreshMetric.FREE_SLOTS);
    gauge("hsdo_unplaced", "Members for whom no slot was left", RefreshMetric.UNPLACED);
    gauge("hsdo_held", "Members whose removal was not believed", RefreshMetric.HELD);
    gauge(
        "hsdo_last_serving",
        "Members that should leave, and go on serving because nobody else would",
        RefreshMetric.LAST_SERVING);
    gauge("hsdo_groups_missing", "Groups that were not found", RefreshMetric.GROUPS_MISSING);
    gauge(
        "hsdo_oldest_drain_seconds",
        "How long the terminate hook that began first has been draining its member",
        RefreshMetric.OLDEST_DRAIN);
  }

  private void gauge(String name, String help, RefreshMetric metric) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(gauge -> last.ifPresent(report -> gauge.call(value(report, metric))))
        .register(registry);
  }

  private Counter counter(String name, String help, String... results) {
    Counter counter =
        Counter.builder().name(name).help(help).labelNames("result").register(registry);
    for (String result : results) {
      counter.initLabelValues(result);
    }
    return counter;
  }

  private static double value(PassReport report, RefreshMetric metric) {
    return report.metrics().getOrDefault(metric, 0L);
  }

  @Override
  public void accept(PassReport report) {
    conflicts.inc(value(report, RefreshMetric.VERSION_CONFLICTS));
    hooks.labelValues("completed").inc(value(report, RefreshMetric.HOOKS_COMPLETED));
    hooks.labelValues("failed").inc(value(report, RefreshMetric.HOOKS_FAILED));
    seconds.observe(value(report, RefreshMetric.PASS_DURATION) / 1e3);
    last = Optional.of(report);
  }

  /** The last pass that planned. */
  Optional<PassReport> last() {
    return last;
  }

  /** The same passes, counted. */
  Passes counted(Passes refresh) {
    return trigger -> {
      try {
        var outcome = refresh.pass(trigger);
        passes.labelValues("ok").inc();
        return outcome;
      } catch (RuntimeException e) {
        passes.labelValues("failed").inc();
        throw e;
      }
    };
  }
}

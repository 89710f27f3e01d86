package io.hsdo.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.config.Build;
import io.hsdo.http.Request;
import io.hsdo.metrics.RefreshMetric;
import io.hsdo.plan.Plan;
import io.hsdo.plan.Trigger;
import io.hsdo.prometheus.Exposition;
import io.hsdo.prometheus.Promtool;
import io.hsdo.refresh.PassReport;
import io.hsdo.refresh.Passes;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.time.ManualClock;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceMetricsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Member MEMBER =
      new Member("i-1", Address.of("10.0.0.1"), "web", Optional.empty());

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ServiceMetrics metrics = new ServiceMetrics(registry);
  private final ServiceSite site =
      new ServiceSite(
          "slots",
          new LoopHealth(Duration.ofSeconds(1), System::nanoTime, new ManualClock()),
          new Exposition(registry),
          metrics::last);

  @Test
  void everyMetricOfAPassIsTold() {
    Map<RefreshMetric, Long> numbers = new EnumMap<>(RefreshMetric.class);
    long next = 11;
    for (RefreshMetric metric : RefreshMetric.values()) {
      numbers.put(metric, next++);
    }
    metrics.accept(report(numbers));

    assertThat(get("/metrics").lines())
        .contains(
            "hsdo_list_slots 11.0",
            "hsdo_list_serving 12.0",
            "hsdo_list_ramping 13.0",
            "hsdo_list_draining 14.0",
            "hsdo_list_free 15.0",
            "hsdo_unplaced 16.0",
            "hsdo_held 17.0",
            "hsdo_last_serving 18.0",
            "hsdo_groups_missing 19.0",
            "hsdo_version_conflicts_total 20.0",
            "hsdo_hooks_total{result=\"completed\"} 21.0",
            "hsdo_hooks_total{result=\"failed\"} 22.0",
            "hsdo_oldest_drain_seconds 23.0",
            "hsdo_pass_seconds_sum 0.024",
            "hsdo_server_weight{asg=\"web\",id=\"1\",ip=\"10.0.0.1\",name=\"i-1\"} 10.0",
            "hsdo_build_info{version=\"" + Build.version() + "\"} 1");
  }

  @Test
  void beforeTheFirstPassNothingIsSaidOfAList() {
    assertThat(get("/metrics"))
        .doesNotContain("\nhsdo_list_serving ", "\nhsdo_server_weight{")
        .contains(
            "hsdo_passes_total{result=\"ok\"} 0.0", "hsdo_hooks_total{result=\"failed\"} 0.0");
  }

  @Test
  void passesAreCountedByHowTheyEnded() {
    var good = metrics.counted(trigger -> new Passes.Outcome(Optional.empty(), 0));
    var bad =
        metrics.counted(
            trigger -> {
              throw new IllegalStateException("Rate exceeded");
            });
    good.pass(new Trigger.Scheduled());
    good.pass(new Trigger.Scheduled());
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> bad.pass(new Trigger.Scheduled()));

    assertThat(get("/metrics").lines())
        .contains(
            "hsdo_passes_total{result=\"ok\"} 2.0", "hsdo_passes_total{result=\"failed\"} 1.0");
  }

  @Test
  void promtoolFindsNothingToImprove() throws Exception {
    metrics.accept(report(Map.of(RefreshMetric.PASS_DURATION, 120L)));

    assertThat(Promtool.check(get("/metrics"))).isEmpty();
  }

  @Test
  void siteShowsTheListAndWhatIsNotDone() {
    metrics.accept(report(Map.of(RefreshMetric.SLOTS, 2L)));

    assertThat(get("/"))
        .isEqualTo(
            """
            hsdo-server %s, table slots
            ok: the loop turns; the first pass is under way

            the list after the pass of 2026-03-01T12:00:00Z:
            slot 1: i-1 10.0.0.1 weight 10
            slot 2: empty
            goes on in slot 1, because nobody else would: would be empty
            held in slot 1: i-1 is not listed
            without a slot: i-9
            """
                .formatted(Build.version()));
    assertThat(site.reply(request("/else")).status()).isEqualTo(404);
  }

  private static PassReport report(Map<RefreshMetric, Long> numbers) {
    Plan plan =
        new Plan(
            new SlotList(
                List.of(
                    new Slot.Serving(1, MEMBER, 10, Optional.of(NOW), Optional.empty()),
                    new Slot.Empty(2))),
            PlanNotes.NONE,
            List.of(),
            List.of(new Plan.Unplaced("i-9", "web", false)),
            List.of(new Plan.Held(1, MEMBER, "i-1 is not listed")),
            List.of(new Plan.LastServing(1, MEMBER, "empty")),
            Set.of(),
            List.of(),
            Optional.empty());
    return new PassReport(Optional.empty(), plan, numbers, NOW);
  }

  private String get(String path) {
    return site.reply(request(path)).body();
  }

  private static Request request(String path) {
    return new Request(path, Optional.empty(), Optional.empty());
  }
}

package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.jr.ob.JSON;
import io.hsdo.fleet.FleetException;
import io.hsdo.metrics.EmbeddedMetrics;
import io.hsdo.metrics.RefreshMetric;
import io.hsdo.plan.LifecycleAction;
import io.hsdo.plan.Trigger;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeteredRefreshTest {
  private static final ServerConfiguration CONFIGURATION =
      Configurations.of(
          Map.of("SERVER_DRAIN_SECONDS", "30", "HAPROXY_BACKEND_SERVERS_LIST_SIZE", "4"));

  private final ManualClock clock = new ManualClock();
  private final InMemorySlotListStore store = new InMemorySlotListStore();
  private final FakeFleet fleet = new FakeFleet();
  private final FakeHooks told = new FakeHooks(new ArrayList<>());
  private final CountedHooks hooks = new CountedHooks(told);
  private final List<String> printed = new ArrayList<>();

  private final MeteredRefresh refresh =
      new MeteredRefresh(
          new Refresh(store, fleet, hooks, CONFIGURATION, clock),
          hooks,
          CONFIGURATION,
          clock,
          report ->
              printed.add(
                  EmbeddedMetrics.line("slots", report.pass(), report.metrics(), report.at())));

  @Test
  void aPassPrintsEveryMetricUnderTheTableInOneLine() throws IOException {
    fleet.serve(1, 2);

    refresh.causedBy(clock.instant().minusSeconds(3)).pass(new Trigger.Scheduled());

    assertThat(printed).hasSize(1);
    assertThat(printedAt(0)).containsEntry("Table", "slots");
    assertThat(printedAt(0).keySet())
        .containsAll(Arrays.stream(RefreshMetric.values()).map(RefreshMetric::text).toList());
    assertThat(metric(0, RefreshMetric.SERVING)).isEqualTo(2);
    assertThat(metric(0, RefreshMetric.RAMPING)).isEqualTo(2);
    assertThat(metric(0, RefreshMetric.FREE_SLOTS)).isEqualTo(2);
  }

  @Test
  void anEventsAgeIsToldOnceAndNeverLessThanNothing() throws IOException {
    Passes caused = refresh.causedBy(clock.instant().minusSeconds(3));
    caused.pass(new Trigger.Scheduled());
    caused.pass(new Trigger.Scheduled());
    refresh.causedBy(clock.instant().plusSeconds(3)).pass(new Trigger.Scheduled());

    assertThat(metric(0, RefreshMetric.EVENT_AGE)).isEqualTo(3);
    assertThat(printedAt(1)).doesNotContainKey(RefreshMetric.EVENT_AGE.text());
    assertThat(metric(2, RefreshMetric.EVENT_AGE)).isZero();
  }

  @Test
  void theTimeOfAPassIsTold() throws IOException {
    fleet.meanwhile(() -> clock.advance(Duration.ofMillis(1_250)));

    pass();

    assertThat(metric(0, RefreshMetric.PASS_DURATION)).isEqualTo(1_250);
  }

  @Test
  void hooksAreCountedByWhetherTheyTookWhatTheyWereTold() throws IOException {
    fleet.serve(1, 2, 3);
    pass();
    clock.advance(Duration.ofSeconds(30));
    fleet.terminate(1);
    pass();
    clock.advance(Duration.ofSeconds(31));
    told.fail(LifecycleAction.Kind.COMPLETE);
    pass();
    clock.advance(Duration.ofSeconds(1));
    told.recover();
    pass();

    assertThat(metric(1, RefreshMetric.HOOKS_COMPLETED)).isZero();
    assertThat(metric(1, RefreshMetric.HOOKS_FAILED)).isZero();
    assertThat(metric(2, RefreshMetric.HOOKS_FAILED)).isEqualTo(1);
    assertThat(metric(3, RefreshMetric.HOOKS_COMPLETED)).isEqualTo(1);
    assertThat(metric(3, RefreshMetric.HOOKS_FAILED)).isZero();
  }

  @Test
  void whomSomebodyElsesHookHoldsIsNoOldDrain() throws IOException {
    fleet.serve(1, 2);
    pass();
    told.ofSomebodyElse();
    fleet.terminate(1);
    for (int i = 0; i < 2; i++) {
      clock.advance(Duration.ofMinutes(5));
      pass();
    }

    fleet.proceed(1);
    pass();

    assertThat(metric(2, RefreshMetric.DRAINING)).isEqualTo(1);
    assertThat(metric(2, RefreshMetric.OLDEST_DRAIN)).isZero();
    assertThat(metric(3, RefreshMetric.DRAINING)).isEqualTo(1);
    assertThat(metric(3, RefreshMetric.OLDEST_DRAIN)).isZero();
  }

  @Test
  void whoIsNotEndedAlthoughItsHookHasLetItGoIsAnOldDrain() throws IOException {
    fleet.serve(1, 2);
    pass();
    fleet.terminate(1);
    pass();
    clock.advance(Duration.ofSeconds(30));
    pass();
    fleet.proceed(1);
    clock.advance(Duration.ofMinutes(10));
    pass();

    assertThat(metric(3, RefreshMetric.OLDEST_DRAIN)).isEqualTo(630);
  }

  @Test
  void aLostRaceIsCounted() throws IOException {
    fleet.serve(1);
    fleet.meanwhile(
        () -> {
          fleet.meanwhile(() -> {});
          new Refresh(store, fleet, action -> false, CONFIGURATION, clock)
              .pass(new Trigger.Scheduled());
        });

    pass();

    assertThat(metric(0, RefreshMetric.VERSION_CONFLICTS)).isEqualTo(1);
  }

  @Test
  void aPassThatFailsPrintsNothing() {
    fleet.fail();

    assertThatExceptionOfType(FleetException.class).isThrownBy(this::pass);

    assertThat(printed).isEmpty();
  }

  @Test
  void aStrangersEventPrintsNothing() {
    pass();
    printed.clear();

    refresh.pass(new Trigger.MemberChanged("i-9"));

    assertThat(printed).isEmpty();
  }

  private void pass() {
    refresh.pass(new Trigger.Scheduled());
  }

  private Map<String, Object> printedAt(int pass) throws IOException {
    return JSON.std.mapFrom(printed.get(pass));
  }

  private long metric(int pass, RefreshMetric metric) throws IOException {
    return ((Number) printedAt(pass).getOrDefault(metric.text(), -1)).longValue();
  }
}

package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.table.Consistency;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduledRefreshTest {
  private final ManualClock clock = new ManualClock();
  private final InMemorySlotListStore store = new InMemorySlotListStore();
  private final FakeFleet fleet = new FakeFleet();
  private final List<Long> waits = new ArrayList<>();

  private final Refresh refresh =
      new Refresh(
          store,
          fleet,
          action -> false,
          Configurations.of(Map.of("SERVER_HAPROXY_BACKEND_SERVER_MAX_WEIGHT", "3")),
          clock);

  @Test
  void whereNothingIsDueItEndsAtOnce() {
    run(Duration.ofSeconds(65));

    assertThat(waits).isEmpty();
  }

  @Test
  void itWaitsForTheStepsOfItsMinuteAndForNoOther() {
    fleet.serve(1);

    run(Duration.ofSeconds(65));
    int afterTheFirst = weight();
    run(Duration.ofSeconds(65));
    run(Duration.ofSeconds(65));

    assertThat(afterTheFirst).isBetween(1, 2);
    assertThat(weight()).isEqualTo(3);
    assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(60_000));
  }

  @Test
  void itEndsBeforeTheTimeOfTheFunctionDoes() {
    fleet.serve(1);
    Instant start = clock.instant();

    run(Duration.ofSeconds(10));

    assertThat(clock.instant()).isBeforeOrEqualTo(start.plusSeconds(10));
  }

  @Test
  void onceTheRampIsOverItEndsAtOnce() {
    fleet.serve(1);
    for (int minute = 0; minute < 5; minute++) {
      run(Duration.ofSeconds(65));
      clock.advance(Duration.ofSeconds(10));
    }
    waits.clear();

    run(Duration.ofSeconds(65));

    assertThat(waits).isEmpty();
  }

  private void run(Duration functionTime) {
    new ScheduledRefresh(
            refresh,
            clock,
            millis -> {
              waits.add(millis);
              clock.advance(Duration.ofMillis(millis));
            })
        .run(clock.instant().plus(functionTime));
  }

  private int weight() {
    return store.rows(Consistency.STRONG).toSlotList(1).slot(1).weight();
  }
}

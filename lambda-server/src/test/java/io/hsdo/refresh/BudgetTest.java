package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.logging.RecordedLog;
import io.hsdo.plan.Trigger;
import io.hsdo.slot.Member;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each pass is made by a refresh that has just started: the budget is in the header alone. */
@DisplayName(
    "Unexplained releases and advised drains together, counted over the last hour against the most"
        + " that served in that hour")
class BudgetTest {
  private final ManualClock clock = new ManualClock();
  private final InMemorySlotListStore store = new InMemorySlotListStore();
  private final FakeFleet fleet = new FakeFleet();
  private final RecordedLog log = new RecordedLog(Refresh.class);
  private int percent = 20;

  @AfterEach
  void closeTheLog() {
    log.close();
  }

  @Test
  void erosionOverManyPassesIsOneBudgetAnHour() {
    serve(50);

    for (int number = 1; number <= 50; number++) {
      fleet.callUnhealthy(number);
      pass(Duration.ofSeconds(60));
    }

    assertThat(list().serving()).isEqualTo(40);
  }

  @Test
  void whatIsHeldGoesOnceTheHourIsOver() {
    serve(10);
    fleet.callUnhealthy(1, 2, 3);
    pass(Duration.ZERO);
    assertThat(list().serving()).isEqualTo(8);

    pass(Duration.ofMinutes(59));
    assertThat(list().serving()).isEqualTo(8);
    pass(Duration.ofMinutes(6));
    assertThat(list().serving()).isEqualTo(7);
  }

  @Test
  void absenceAndAdviceSpendTheSameBudget() {
    serve(10);
    fleet.lose(1);
    fleet.callUnhealthy(2);
    pass(Duration.ZERO);
    pass(Duration.ofMinutes(3));
    assertThat(list().serving()).isEqualTo(8);

    fleet.callUnhealthy(3);
    pass(Duration.ofMinutes(3));

    assertThat(list().serving()).isEqualTo(8);
  }

  @Test
  void whatAwsTellsSpendsNothing() {
    serve(10);
    fleet.stop(1);
    fleet.stop(2);
    fleet.stop(3);
    pass(Duration.ZERO);

    fleet.callUnhealthy(4, 5);
    pass(Duration.ofMinutes(1));

    assertThat(list().serving()).isEqualTo(5);
  }

  @Test
  void atLeastOneMayGo() {
    percent = 0;
    serve(4);
    fleet.callUnhealthy(1, 2);

    pass(Duration.ZERO);

    assertThat(list().serving()).isEqualTo(3);
  }

  @Test
  void theLastOneOfTheListNeverGoes() {
    percent = 100;
    serve(4);
    fleet.lose(1, 2, 3, 4);

    pass(Duration.ZERO);
    pass(Duration.ofMinutes(3));
    pass(Duration.ofHours(9));

    assertThat(list().serving()).isEqualTo(1);
  }

  @Test
  void anOperatorLetsAllGoButTheLastOne() {
    serve(4);
    fleet.lose(1, 2, 3, 4);
    pass(Duration.ZERO);

    pass(
        Duration.ofMinutes(3),
        Trigger.Accept.now(Set.of("i-1", "i-2", "i-3", "i-4"), clock.instant()));

    assertThat(list().members()).extracting(Member::id).containsExactly("i-4");
  }

  private void serve(int members) {
    fleet.serve(IntStream.rangeClosed(1, members).toArray());
    pass(Duration.ZERO);
    pass(Duration.ofMinutes(1));
    assertThat(list().serving()).isEqualTo(members);
  }

  private void pass(Duration later) {
    pass(later, new Trigger.Scheduled());
  }

  private void pass(Duration later, Trigger trigger) {
    clock.advance(later);
    new Refresh(
            store,
            fleet,
            action -> false,
            Configurations.of(
                Map.of(
                    "SERVER_MAX_UNEXPLAINED_REMOVAL_PERCENT",
                    Integer.toString(percent),
                    "HAPROXY_BACKEND_SERVERS_LIST_SIZE",
                    "50",
                    "SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT",
                    "10")),
            clock)
        .pass(trigger);
  }

  private SlotList list() {
    return store.rows(Consistency.STRONG).toSlotList(50);
  }
}

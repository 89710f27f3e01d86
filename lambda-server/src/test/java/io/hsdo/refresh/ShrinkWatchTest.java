package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.logging.RecordedLog;
import io.hsdo.plan.Trigger;
import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two members; one pass a second. */
class ShrinkWatchTest {
  private static final String ERROR =
      "SEVERE the list has 4 slots and 3 are asked for since 2026-03-01T12:00:01Z: it gets shorter"
          + " when that has been so for 3 minutes and no more members are listed";

  private static final String WARNING =
      "WARNING another refresh of this table asks for more than 3 slots, and takes back that this"
          + " one does not: configure both for the same HAPROXY_BACKEND_SERVERS_LIST_SIZE, or give"
          + " each a table";

  private final ManualClock clock = new ManualClock();
  private final InMemorySlotListStore store = new InMemorySlotListStore();
  private final FakeFleet fleet = new FakeFleet();
  private final RecordedLog log = new RecordedLog(Refresh.class);

  @BeforeEach
  void serve() {
    fleet.serve(1, 2);
  }

  @AfterEach
  void closeTheLog() {
    log.close();
  }

  @Test
  void refreshesOfOtherSizesWriteOnceAMinuteAndSaySoOnce() {
    Refresh larger = refresh(4);
    Refresh smaller = refresh(3);

    pass(larger);
    for (int i = 0; i < 150; i++) {
      pass(smaller, larger);
    }

    assertThat(header().size()).isEqualTo(4);
    assertThat(header().version()).as("the first, and two a minute").isEqualTo(1 + 5 * 2);
    assertThat(trouble()).containsExactly(ERROR, WARNING);
  }

  @Test
  void whoIsAloneGetsTheSmallerSizeInItsTime() {
    pass(refresh(4));
    Refresh smaller = refresh(3);

    for (int i = 0; i < 182; i++) {
      pass(smaller);
    }

    assertThat(header().size()).isEqualTo(3);
    assertThat(header().version()).as("the first, the note, the smaller list").isEqualTo(3);
    assertThat(trouble()).containsExactly(ERROR);
  }

  /** Its note was gone for a while, which begins the three minutes anew. */
  @Test
  void whoIsAloneAgainGetsTheSmallerSizeThreeMinutesLater() {
    Refresh larger = refresh(4);
    Refresh smaller = refresh(3);
    pass(larger);
    pass(smaller, larger);

    for (int i = 0; i < 60 + 177; i++) {
      pass(smaller);
    }
    assertThat(header().size()).isEqualTo(4);

    pass(smaller, smaller, smaller);
    assertThat(header().size()).isEqualTo(3);
  }

  private void pass(Refresh... refreshes) {
    for (Refresh refresh : refreshes) {
      refresh.pass(new Trigger.Scheduled());
      clock.advance(Duration.ofSeconds(1));
    }
  }

  private Header header() {
    return store.header(Consistency.STRONG).orElseThrow();
  }

  private List<String> trouble() {
    return log.take().stream().filter(line -> !line.startsWith("INFO")).toList();
  }

  private Refresh refresh(int size) {
    return new Refresh(
        store,
        fleet,
        action -> false,
        Configurations.of(
            Map.of(
                "HAPROXY_BACKEND_SERVERS_LIST_SIZE",
                Integer.toString(size),
                "SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT",
                "10")),
        clock);
  }
}

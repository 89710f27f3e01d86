package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.plan.Plan;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.RemovalHistory;
import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RefreshTest extends RefreshScene {
  @Test
  void newTableGetsItsRowsAndItsHeader() {
    fleet.serve(1, 2);

    pass();

    assertThat(table())
        .isEqualTo(
            """
            1 i-1 10.0.0.1 weight 10
            2 i-2 10.0.0.2 weight 10
            3 empty
            4 empty""");
    PlanNotes notes = new PlanNotes(RemovalHistory.NONE.after(now(), 0, 0), Optional.empty());
    assertThat(header()).isEqualTo(new Header(1, 4, now(), now(), notes, 4));
  }

  @Test
  void newTableHasTenSlotsIfNothingElseIsSaid() {
    environment.remove("HAPROXY_BACKEND_SERVERS_LIST_SIZE");
    refresh = start();

    pass();

    assertThat(header().size()).isEqualTo(10);
    assertThat(store.rows(Consistency.STRONG).slots()).hasSize(10);
  }

  @Test
  void secondPassOverAnUnchangedWorldWritesNothing() {
    fleet.serve(1, 2);
    pass();
    Header stored = header();
    transcript.clear();

    clock.advance(Duration.ofSeconds(50));
    Passes.Outcome outcome = pass();

    assertThat(planOf(outcome).changes()).isEmpty();
    assertThat(transcript).isEmpty();
    assertThat(header()).isEqualTo(stored);
  }

  @Test
  void rowThatIsOfNoSlotIsDeletedOnceAndNamed() {
    fleet.serve(1, 2);
    pass();
    store.put(Map.of("BackendServerID", AttributeValue.fromN("15")));
    log.take();

    pass();
    pass();

    assertThat(store.item(15)).isEmpty();
    assertThat(log.take())
        .filteredOn(line -> line.startsWith("INFO"))
        .containsExactly("INFO rows above the list are deleted: 15, version 2");
  }

  @Test
  void heartbeatIsWrittenOnceAMinuteAndNothingElse() {
    fleet.serve(1, 2);
    pass();
    Header stored = header();
    transcript.clear();

    TreeSet<Instant> heartbeats = new TreeSet<>();
    for (int i = 0; i < 60; i++) {
      clock.advance(Duration.ofSeconds(10));
      pass();
      heartbeats.add(header().checkedAt());
    }

    assertThat(heartbeats).hasSize(11).startsWith(stored.checkedAt()).endsWith(now());
    assertThat(transcript).isEmpty();
    assertThat(header())
        .isEqualTo(new Header(1, 4, stored.updatedAt(), heartbeats.last(), stored.notes(), 4));
  }

  @Test
  void eachScheduledPassOfAMinuteWritesItsHeartbeat() {
    fleet.serve(1);
    pass();

    clock.advance(Duration.ofMinutes(1));
    pass();

    assertThat(header().checkedAt()).isEqualTo(now());
  }

  @Test
  void changeIsTheHeartbeatToo() {
    fleet.serve(1);
    pass();
    clock.advance(Duration.ofMinutes(2));
    fleet.serve(2);

    pass();

    assertThat(header().version()).isEqualTo(2);
    assertThat(header().updatedAt()).isEqualTo(now());
    assertThat(header().checkedAt()).isEqualTo(now());
  }

  @Test
  void rampIsStoredStepByStep() {
    environment.remove("SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT");
    refresh = start();
    fleet.serve(1);

    pass();
    assertThat(slot(1)).isEqualTo("i-1 10.0.0.1 weight 1");
    clock.advance(Duration.ofSeconds(29));
    pass();
    assertThat(slot(1)).isEqualTo("i-1 10.0.0.1 weight 1");
    clock.advance(Duration.ofSeconds(1));
    pass();
    assertThat(slot(1)).isEqualTo("i-1 10.0.0.1 weight 2");
    clock.advance(Duration.ofHours(1));
    pass();
    assertThat(slot(1)).isEqualTo("i-1 10.0.0.1 weight 10");
    assertThat(transcript).containsExactly("store version 1", "store version 2", "store version 3");
  }

  @Test
  void whoFindsNoSlotIsReportedAndSeatedOnceThereIsOne() {
    fleet.serve(1, 2, 3, 4, 5);
    assertThat(planOf(pass()).unplaced())
        .extracting(Plan.Unplaced::memberId)
        .containsExactly("i-5");

    fleet.stop(3);

    assertThat(planOf(pass()).unplaced()).isEmpty();
    assertThat(slot(3)).isEqualTo("i-5 10.0.0.5 weight 10");
  }
}

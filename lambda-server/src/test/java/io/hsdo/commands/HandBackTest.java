package io.hsdo.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hsdo.logging.RecordedLog;
import io.hsdo.refresh.RefreshException;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class HandBackTest {
  private final ManualClock clock = new ManualClock();
  private final InMemorySlotListStore store = new InMemorySlotListStore();
  private final RecordedLog log = new RecordedLog(HandBack.class);

  @AfterEach
  void closeTheLog() {
    log.close();
  }

  @BeforeEach
  void oneServesAndOneDrains() {
    SlotList list =
        new SlotList(
            List.of(
                new Slot.Serving(1, member(1), 10, Optional.of(Instant.EPOCH), Optional.empty()),
                new Slot.Draining(
                    2,
                    member(2),
                    DrainReason.STANDBY,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())));
    store.save(store.load(), list, PlanNotes.NONE, clock.instant());
  }

  @Test
  void aQuietTableIsHandedBackWithoutDrains() throws InterruptedException {
    Duration watched = handBack(() -> {});

    assertThat(watched)
        .as("50 s without a heartbeat, a minute's schedule, a pass of 25 s, and the interval")
        .hasSeconds(155);

    assertThat(store.header(Consistency.STRONG)).isEmpty();
    assertThat(store.rows(Consistency.STRONG).owned()).isFalse();
    SlotList list = store.rows(Consistency.STRONG).toSlotList(2);
    assertThat(list.slot(1).occupant()).contains(member(1));
    assertThat(list.slot(2)).isEqualTo(new Slot.Empty(2));
  }

  @Test
  void whoeverServesInARowThatIsRefusedGoesOnServing() {
    Map<String, AttributeValue> row = new HashMap<>(store.item(1).orElseThrow());
    row.put("Weight", AttributeValue.fromN("300"));
    store.put(row);

    assertThatThrownBy(() -> handBack(() -> {}))
        .isInstanceOf(RefreshException.class)
        .hasMessageContaining("handing back would empty their slots: 1 (Weight")
        .hasMessageEndingWith("correct them, or let a refresh write them, then hand back again");
    assertThat(store.item(1)).contains(row);
  }

  @Test
  void whoeverServesBeyondTheSizeOfTheHeaderGoesOnServing() throws InterruptedException {
    store.put(
        Map.of(
            "BackendServerID", AttributeValue.fromN("3"),
            "IPAddress", AttributeValue.fromS("10.0.0.3"),
            "ServerName", AttributeValue.fromS("i-3"),
            "ASG", AttributeValue.fromS("web"),
            "Weight", AttributeValue.fromN("10"),
            "BackendServerStatus", AttributeValue.fromS("enabled")));

    handBack(() -> {});

    assertThat(store.rows(Consistency.STRONG).slots().get(3)).isInstanceOf(Slot.Serving.class);
  }

  @Test
  void aTableThatARefreshStillChecksIsNotHandedBack() {
    Instant start = clock.instant();
    Runnable beatsAfterAMinute =
        () -> {
          if (Duration.between(start, clock.instant()).toSeconds() == 60) {
            store.heartbeat(1, clock.instant());
          }
        };

    assertThatThrownBy(() -> handBack(beatsAfterAMinute))
        .isInstanceOf(RefreshException.class)
        .hasMessage(
            "a refresh is still at work (version 1, checked at 2026-03-01T12:01:00Z): disable its"
                + " EventBridge rules or stop the server, then hand back again");

    assertThat(clock.instant()).as("said at once").isEqualTo(start.plusSeconds(60));
    assertThat(store.header(Consistency.STRONG)).isPresent();
    assertThat(store.rows(Consistency.STRONG).slots().get(2)).isInstanceOf(Slot.Draining.class);
  }

  /** A pass after 49 s comes too early for one; that of a minute later writes it at its end. */
  @Test
  void aScheduleWhoseHeartbeatComesAsLateAsItMayIsSeen() {
    store.heartbeat(1, clock.instant());
    Instant start = clock.instant();
    Runnable beatsLate =
        () -> {
          if (Duration.between(start, clock.instant()).toSeconds() == 130) {
            store.heartbeat(1, clock.instant());
          }
        };

    assertThatThrownBy(() -> handBack(beatsLate)).isInstanceOf(RefreshException.class);
  }

  @Test
  void eachSlotThatIsEmptiedIsNamed() throws InterruptedException {
    handBack(() -> {});

    assertThat(log.take())
        .containsExactly(
            "INFO looking for 155 s whether a refresh is still at work",
            "INFO looking for 125 s whether a refresh is still at work",
            "INFO looking for 95 s whether a refresh is still at work",
            "INFO looking for 65 s whether a refresh is still at work",
            "INFO looking for 35 s whether a refresh is still at work",
            "INFO looking for 5 s whether a refresh is still at work",
            "INFO slot 2: i-2 10.0.0.2 draining, standby -> empty",
            "INFO removing row 0 and what else the Python program does not write");
  }

  @Test
  void aTableThatIsAlreadyThePythonProgramsIsLeftAlone() throws InterruptedException {
    handBack(() -> {});

    assertThatThrownBy(() -> handBack(() -> {}))
        .isInstanceOf(RefreshException.class)
        .hasMessageContaining("no header");
  }

  private Duration handBack(Runnable meanwhile) throws InterruptedException {
    Instant start = clock.instant();
    new HandBack(
            store,
            Duration.ofSeconds(20),
            clock,
            millis -> {
              clock.advance(Duration.ofMillis(millis));
              meanwhile.run();
            })
        .run();
    return Duration.between(start, clock.instant());
  }

  private static Member member(int number) {
    return new Member("i-" + number, Address.of("10.0.0." + number), "web", Optional.empty());
  }
}

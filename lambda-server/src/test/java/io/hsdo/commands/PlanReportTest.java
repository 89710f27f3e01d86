package io.hsdo.commands;

import static io.hsdo.commands.Fixture.LONG_AGO;
import static io.hsdo.commands.Fixture.NOW;
import static io.hsdo.commands.Fixture.draining;
import static io.hsdo.commands.Fixture.empty;
import static io.hsdo.commands.Fixture.serving;
import static io.hsdo.commands.Fixture.unexplained;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.plan.MemberState;
import io.hsdo.plan.Trigger;
import io.hsdo.slot.DrainReason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class PlanReportTest {
  private final Fixture fixture = new Fixture();

  @Test
  void everyChangeIsALineWithItsReasonAndWhatElseIsToBeDoneFollows() {
    fixture.store(
        serving(1, 10, LONG_AGO),
        serving(2, 10, LONG_AGO),
        draining(3, DrainReason.TERMINATING, Optional.of(NOW)),
        serving(4, 3, NOW.minusSeconds(90)),
        empty(5));
    fixture.serves(1, 4, 6, 7);
    fixture.says(2, new MemberState.Draining(DrainReason.TERMINATING, true));
    fixture.says(3, new MemberState.Draining(DrainReason.TERMINATING, true));

    assertThat(report().text())
        .isEqualTo(
            """
            table shop-slots, version 1, 5 slots: 3 serving, 1 draining, 1 free

            The next pass would change these slots:
            slot  member  from       to                     reason
            2     i-2     weight 10  draining, terminating  drains: terminating
            4     i-4     weight 3   weight 4               ramp
            5     i-6     empty      weight 1               seated

            Without a slot: none is free, or another has their address:
              i-7 of group shop

            Lifecycle hooks to be told:
              heartbeat: i-2 of group shop
              complete: i-3 of group shop

            A ramp step or a hook is due next at 2026-03-01T12:00:30Z, in 30 s.
            """);
    assertThat(report().changesAnything()).isTrue();
  }

  @Test
  void whoGoesOnBecauseNobodyElseWouldIsNamed() {
    fixture.store(serving(1, 10, LONG_AGO));
    fixture.says(1, new MemberState.Draining(DrainReason.TERMINATING, false));

    assertThat(report().text())
        .contains(
            """
            Go on serving, because nobody else would:
              slot 1 i-1: would be draining, terminating
            """);
  }

  @Test
  void whoIsHeldIsNamedWithTheCommandThatAccepts() {
    fixture.store(
        serving(1, 10, LONG_AGO),
        unexplained(2, NOW.minus(Duration.ofMinutes(5))),
        unexplained(3, NOW.minus(Duration.ofMinutes(5))));
    fixture.serves(1);
    fixture.says(2, new MemberState.Absent());
    fixture.says(3, new MemberState.Absent());

    assertThat(report().text())
        .contains(
            """
            slot  member  from       to     reason
            2     i-2     weight 10  empty  released: not listed since 2026-03-01T11:55:00Z

            Held: they keep their slots, whatever was said of them:
              slot 3 i-3: released: not listed since 2026-03-01T11:55:00Z, but 1 of 1 removals of this\
             hour are spent
              to let them go: java -jar hsdo-server.jar accept i-3
            """);
  }

  @Test
  void aSettledWorldHasNothingToChange() {
    fixture.store(serving(1, 10, LONG_AGO), empty(2));
    fixture.serves(1);

    assertThat(report().changesAnything()).isFalse();
    assertThat(report().text())
        .isEqualTo(
            """
            table shop-slots, version 1, 2 slots: 1 serving, 0 draining, 1 free

            The next pass would change nothing.

            No ramp step and no hook is due.
            """);
  }

  @Test
  void aHookThatIsDueIsAChangeThoughNoSlotIs() {
    fixture.store(serving(1, 10, LONG_AGO), draining(2, DrainReason.TERMINATING, Optional.of(NOW)));
    fixture.serves(1);
    fixture.says(2, new MemberState.Draining(DrainReason.TERMINATING, true));

    assertThat(report().changesAnything()).isTrue();
    assertThat(report().text()).contains("complete: i-2");
  }

  @Test
  void aHookThatIsOnlyKeptWaitingIsNoChange() {
    fixture.store(
        serving(1, 10, LONG_AGO),
        draining(2, DrainReason.TERMINATING, Optional.of(NOW.plusSeconds(9))));
    fixture.serves(1);
    fixture.says(2, new MemberState.Draining(DrainReason.TERMINATING, true));

    assertThat(report().changesAnything()).isFalse();
    assertThat(report().text()).contains("heartbeat: i-2").contains("in 9 s");
  }

  @Test
  void aRowThatIsMissingIsAChange() {
    fixture.store(serving(1, 10, LONG_AGO), empty(2), empty(3));
    fixture.store.delete(2);
    fixture.serves(1);

    assertThat(report().changesAnything()).isTrue();
    assertThat(report().text()).contains("Missing or malformed rows, which it would write: [2]");
  }

  @Test
  void aRowThatIsOfNoSlotIsAChange() {
    fixture.store(serving(1, 10, LONG_AGO), empty(2));
    fixture.store.put(pythonRow(15, "shop", 10));
    fixture.serves(1);

    assertThat(report().changesAnything()).isTrue();
    assertThat(report().text())
        .contains("change no slot, but:\nRows above the list, which it would delete: [15]\n");
  }

  @Test
  void aListThatGrowsIsAChange() {
    fixture.store(serving(1, 10, LONG_AGO));
    fixture.serves(1);
    fixture.set("HAPROXY_BACKEND_SERVERS_LIST_SIZE", "4");

    assertThat(report().changesAnything()).isTrue();
    assertThat(report().text()).contains("The list would get 4 slots.");
  }

  @Test
  void aSmallerSizeIsSaidToBeAskedForFirst() {
    fixture.store(serving(1, 10, LONG_AGO), empty(2), empty(3));
    fixture.serves(1);
    fixture.set("HAPROXY_BACKEND_SERVERS_LIST_SIZE", "2");

    assertThat(report().changesAnything()).isTrue();
    assertThat(report().text())
        .contains(
            """
            The next pass would change no slot, but:
            A list of 2 slots would be asked for: it gets shorter when that has been so for 3 minutes\
             and no more members are listed.
            """)
        .doesNotContain("Not done yet");
  }

  @Test
  void aSmallerSizeThatIsAskedForIsToldInTheWordsOfTheLog() {
    fixture.store(serving(1, 10, LONG_AGO), empty(2), empty(3));
    fixture.askedFor(2, NOW.minusSeconds(60));
    fixture.serves(1);
    fixture.set("HAPROXY_BACKEND_SERVERS_LIST_SIZE", "2");

    assertThat(report().changesAnything()).isFalse();
    assertThat(report().text())
        .contains(
            """
            The next pass would change nothing.

            Not done yet:
              the list has 3 slots and 2 are asked for since 2026-03-01T11:59:00Z: it gets shorter when\
             that has been so for 3 minutes and no more members are listed
            """);
  }

  @Test
  void aSmallerSizeThatIsTakenBackIsAChange() {
    fixture.store(serving(1, 10, LONG_AGO), empty(2), empty(3));
    fixture.askedFor(2, NOW.minusSeconds(60));
    fixture.serves(1);

    assertThat(report().changesAnything()).isTrue();
    assertThat(report().text())
        .contains("change no slot, but:\nA shorter list would not be asked for any more.\n");
  }

  @Test
  void aHeaderThatIsMissingIsAChange() {
    fixture.store(serving(1, 10, LONG_AGO), empty(2));
    fixture.store.delete(0);
    fixture.serves(1);

    assertThat(report().changesAnything()).isTrue();
    assertThat(report().text())
        .contains("change no slot, but:\nIt would write the header, which is missing.\n");
  }

  @Test
  void aTableOfThePythonProgramIsPlannedForAndSaidToNeedTakingOver() {
    fixture.store.put(pythonRow(1, "shop", 10));
    fixture.serves(1);

    assertThat(report().changesAnything()).isTrue();
    assertThat(report().text())
        .startsWith(
            """
            table shop-slots, no header, 1 slots: 1 serving, 0 draining, 0 free
            It is the Python program's: a pass refuses it without SERVER_TAKE_OVER=true.
            """);
  }

  @Test
  void aNewTableIsNobodysThoughTheFleetIsNotWhole() {
    fixture.serves(1);
    fixture.says(2, new MemberState.Unknown());

    assertThat(report().text())
        .startsWith(
            """
            table shop-slots, no header, 0 slots: 0 serving, 0 draining, 0 free

            The next pass would change these slots:
            """);
  }

  @Test
  void aSlotThatChangesTwiceForOneReasonHasItOnce() {
    fixture.store.put(pythonRow(1, "none", 10));
    fixture.serves(1);

    assertThat(report().text()).contains("weight 10  weight 10  its details changed\n");
  }

  @Test
  void aRowThatIsMissingIsLeftWhileSomebodyMayBelongThere() {
    fixture.store(serving(1, 10, LONG_AGO), empty(2), empty(3));
    fixture.store.delete(2);
    fixture.serves(1);
    fixture.says(2, new MemberState.Unknown());

    assertThat(report().changesAnything()).isFalse();
    assertThat(report().text()).contains("which it would leave until the fleet answers", ": [2]");
  }

  @Test
  void nothingIsWrittenWhileTableAndFleetKnowNobody() {
    fixture.says(1, new MemberState.Unknown());

    assertThat(report().changesAnything()).isFalse();
    assertThat(report().text())
        .contains("The next pass would change nothing.")
        .doesNotContain("header, which is missing");
  }

  @Test
  void aMalformedRowOfThePythonProgramIsNotTakenForAnEmptyOne() {
    fixture.store.put(pythonRow(1, "shop", 10));
    fixture.store.put(pythonRow(2, "shop", 300));
    fixture.serves(1, 2);

    assertThat(report().text()).contains("Missing or malformed rows, which it would write: [2]");
  }

  private static Map<String, AttributeValue> pythonRow(int number, String group, int weight) {
    return Map.of(
        "BackendServerID", AttributeValue.fromN(Integer.toString(number)),
        "IPAddress", AttributeValue.fromS("10.0.0." + number),
        "ServerName", AttributeValue.fromS("i-" + number),
        "ASG", AttributeValue.fromS(group),
        "Weight", AttributeValue.fromN(Integer.toString(weight)),
        "BackendServerStatus", AttributeValue.fromS("enabled"),
        "LastWeightUpdate", AttributeValue.fromS("2026-03-01 10:00:00.000000"));
  }

  private PlanReport report() {
    return new PlanReport("shop-slots", fixture.plan(new Trigger.Scheduled()));
  }
}

package io.hsdo.commands;

import static io.hsdo.commands.Fixture.LONG_AGO;
import static io.hsdo.commands.Fixture.NOW;
import static io.hsdo.commands.Fixture.draining;
import static io.hsdo.commands.Fixture.empty;
import static io.hsdo.commands.Fixture.serving;
import static io.hsdo.commands.Fixture.unexplained;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Slot;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code status}, as a table and as JSON. */
class StatusReportTest {
  private final Fixture fixture = new Fixture();

  @Test
  void everyMemberIsALineAndWhatIsFreeIsOneBetweenThem() {
    oneOfEach();

    assertThat(text(NOW))
        .isEqualTo(
            """
            table shop-slots, version 1, 7 slots: 3 serving, 1 draining, 3 free
            updated 2026-03-01T11:59:48Z, found right 12 s ago

            slot  member  group  zone        address   weight  state        since                 reason                                 drain until
            1     i-1     shop   eu-west-1a  10.0.0.1  10      serving      2026-03-01T09:00:00Z
            2     i-2     shop   eu-west-1a  10.0.0.2  3/10    serving      2026-03-01T11:58:40Z
            3     i-3     shop   eu-west-1a  10.0.0.3  0       draining     2026-03-01T11:59:20Z  terminating                            2026-03-01T12:00:05Z
            4     i-4     shop   eu-west-1a  10.0.0.4  10      unexplained  2026-03-01T09:00:00Z  not listed since 2026-03-01T11:59:00Z
            5-7   free
            """);
  }

  @Test
  void aHeartbeatThatIsLateIsAsked() {
    oneOfEach();

    assertThat(text(NOW.plusSeconds(600)))
        .contains("found right 612 s ago: does a refresh still run?");
    assertThat(text(NOW.plusSeconds(100))).contains("found right 112 s ago\n");
  }

  @Test
  void aSmallerSizeThatIsAskedForIsToldInTheWordsOfTheLog() {
    fixture.store(serving(1, 10, LONG_AGO), empty(2), empty(3));
    fixture.askedFor(2, NOW.minusSeconds(60));

    assertThat(text(NOW))
        .contains(
            "found right 12 s ago; the list has 3 slots and 2 are asked for since"
                + " 2026-03-01T11:59:00Z: it gets shorter when that has been so for 3 minutes and"
                + " no more members are listed\n");
  }

  @Test
  void rowsThatAreMissingOrRefusedAreNotCalledFree() {
    fixture.store(serving(1, 10, LONG_AGO), empty(2), empty(3), empty(4));
    fixture.store.delete(2);
    fixture.store.put(
        Map.of(
            "BackendServerID", AttributeValue.fromN("3"),
            "IPAddress", AttributeValue.fromS("10.0.0.300")));

    assertThat(text(NOW))
        .contains("\n2-3   no valid row\n")
        .contains("\n4     free\n")
        .contains("\nrow 3 is refused: ");
  }

  @Test
  void whatARowHoldsNeitherEndsItsLineNorReachesTheTerminal() {
    fixture.store(serving(1, 10, LONG_AGO), empty(2));
    fixture.store.put(
        Map.of(
            "BackendServerID", AttributeValue.fromN("2"),
            "IPAddress", AttributeValue.fromS("10.0.0.\n\u001b[2J")));

    assertThat(text(NOW))
        .contains("row 2 is refused: IPAddress: address '10.0.0.\\n\\u001b[2J' is refused");
  }

  @Test
  void numbersAreWrittenAlikeWhateverTheLocale() {
    oneOfEach();
    String text = text(NOW);
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat(text(NOW)).isEqualTo(text);
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void aThousandFullSlotsAreAThousandLines() {
    Slot[] slots =
        IntStream.rangeClosed(1, 1_000)
            .mapToObj(
                number ->
                    new Slot.Serving(
                        number,
                        Fixture.member(number % 250 + 1),
                        10,
                        Optional.of(LONG_AGO),
                        Optional.empty()))
            .toArray(Slot[]::new);
    fixture.store(slots);

    assertThat(text(NOW).lines().skip(4)).hasSize(1_000).allMatch(line -> line.length() < 100);
  }

  @Test
  void aTableOfThePythonProgramHasNoHeader() {
    fixture.store.put(
        Map.of(
            "BackendServerID", AttributeValue.fromN("1"),
            "IPAddress", AttributeValue.fromS("10.0.0.1"),
            "ServerName", AttributeValue.fromS("i-1"),
            "ASG", AttributeValue.fromS("shop"),
            "Weight", AttributeValue.fromN("4"),
            "BackendServerStatus", AttributeValue.fromS("enabled"),
            "LastWeightUpdate", AttributeValue.fromS("2026-03-01 10:00:00.000000")));

    assertThat(text(NOW))
        .isEqualTo(
            """
            table shop-slots, no header, 1 slots: 1 serving, 0 draining, 0 free
            it is the Python program's

            slot  member  group  zone  address   weight  state    since  reason  drain until
            1     i-1     shop   -     10.0.0.1  4/10    serving  -
            """);
  }

  @Test
  void jsonHasAnEntryForEverySlot() throws IOException {
    oneOfEach();
    fixture.store.delete(6);

    Map<String, Object> json = JSON.std.mapFrom(new StatusJson(status(NOW)).text());

    assertThat(json)
        .containsEntry("table", "shop-slots")
        .containsEntry("version", 1)
        .containsEntry("updatedAt", "2026-03-01T11:59:48Z")
        .containsEntry("checkedAt", "2026-03-01T11:59:48Z")
        .containsEntry("heartbeatAgeSeconds", 12)
        .containsEntry("size", 7)
        .containsEntry("serving", 3)
        .containsEntry("draining", 1)
        .containsEntry("free", 3)
        .containsEntry("refusedRows", List.of());
    assertThat(json.get("slots"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(7)
        .contains(
            Map.of("slot", 5, "state", "free"),
            Map.of("slot", 6, "state", "no valid row"),
            Map.ofEntries(
                Map.entry("slot", 2),
                Map.entry("state", "serving"),
                Map.entry("member", "i-2"),
                Map.entry("group", "shop"),
                Map.entry("zone", "eu-west-1a"),
                Map.entry("address", "10.0.0.2"),
                Map.entry("weight", 3),
                Map.entry("targetWeight", 10),
                Map.entry("since", "2026-03-01T11:58:40Z")),
            Map.ofEntries(
                Map.entry("slot", 3),
                Map.entry("state", "draining"),
                Map.entry("member", "i-3"),
                Map.entry("group", "shop"),
                Map.entry("zone", "eu-west-1a"),
                Map.entry("address", "10.0.0.3"),
                Map.entry("weight", 0),
                Map.entry("targetWeight", 0),
                Map.entry("since", "2026-03-01T11:59:20Z"),
                Map.entry("reason", "terminating"),
                Map.entry("drainUntil", "2026-03-01T12:00:05Z")));
  }

  private void oneOfEach() {
    fixture.store(
        serving(1, 10, LONG_AGO),
        serving(2, 3, NOW.minusSeconds(80)),
        draining(3, DrainReason.TERMINATING, Optional.of(NOW.plusSeconds(5))),
        unexplained(4, NOW.minusSeconds(60)),
        empty(5),
        empty(6),
        empty(7));
  }

  private String text(Instant now) {
    return new StatusReport(status(now)).text();
  }

  private ListStatus status(Instant now) {
    return new ListStatus("shop-slots", fixture.store.load(), 10, now);
  }
}

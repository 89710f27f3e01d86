package io.hsdo.table;

import static io.hsdo.table.DrawnItem.drawn;
import static io.hsdo.table.DrawnItem.item;
import static io.hsdo.table.DrawnItem.with;
import static io.hsdo.table.DrawnItem.without;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RowCodecTest {
  private static final Instant NOW = Instant.parse("2026-11-23T06:05:00.000250Z");
  private static final Instant EARLIER = Instant.parse("2026-11-23T06:00:00Z");
  private static final Instant LATER = Instant.parse("2026-11-23T06:10:00Z");

  private static final Member WEB =
      new Member("i-0a1b2c3d", Address.of("10.0.1.4"), "web", Optional.of("eu-west-1a"));

  /** As the Python program writes an empty slot. */
  private static final Map<String, AttributeValue> PYTHON_EMPTY =
      item(
          """
          ASG                 S none
          BackendServerID     N 7
          BackendServerStatus S disabled
          IPAddress           S none
          LastWeightUpdate    S 0-0-0 00:00:00.000000
          ServerName          S none
          Weight              N 0
          """);

  /** As the Python program writes an instance. */
  private static final Map<String, AttributeValue> PYTHON_SERVING =
      item(
          """
          ASG                 S web
          BackendServerID     N 7
          BackendServerStatus S enabled
          IPAddress           S 10.0.1.4
          LastWeightUpdate    S 2026-11-23 07:04:30.518223
          ServerName          S i-0a1b2c3d
          Weight              N 3
          """);

  private static final Map<String, AttributeValue> SERVING =
      item(
          """
          ASG                 S web
          AvailabilityZone    S eu-west-1a
          BackendServerID     N 7
          BackendServerStatus S enabled
          IPAddress           S 10.0.1.4
          LastWeightUpdate    S 2026-11-23 06:05:00.000250
          MissingSince        S 2026-11-23T06:10:00Z
          Owner               S i-0a1b2c3d
          ServerName          S i-0a1b2c3d
          ServingSince        S 2026-11-23T06:00:00Z
          Weight              N 10
          """);

  private static final Map<String, AttributeValue> DRAINING =
      item(
          """
          ASG                 S web
          AvailabilityZone    S eu-west-1a
          BackendServerID     N 7
          BackendServerStatus S draining
          DrainUntil          S 2026-11-23T06:10:00Z
          DrainingSince       S 2026-11-23T06:00:00Z
          IPAddress           S 10.0.1.4
          LastWeightUpdate    S 2026-11-23 06:05:00.000250
          MissingSince        S 2026-11-23T06:05:00.000250Z
          Owner               S i-0a1b2c3d
          Reason              S spot-interruption
          ServerName          S i-0a1b2c3d
          Weight              N 0
          """);

  private static final Slot SERVING_SLOT =
      new Slot.Serving(7, WEB, 10, Optional.of(EARLIER), Optional.of(LATER));

  private static final Slot DRAINING_SLOT =
      new Slot.Draining(
          7,
          WEB,
          DrainReason.SPOT_INTERRUPTION,
          Optional.of(EARLIER),
          Optional.of(LATER),
          Optional.of(NOW));

  @Test
  void emptySlotIsWrittenAsThePythonProgramDoes() {
    assertThat(drawn(RowCodec.encode(new Slot.Empty(7), NOW))).isEqualTo(drawn(PYTHON_EMPTY));
  }

  @Test
  void servingSlotIsWrittenWithAllItsAttributes() {
    assertThat(drawn(RowCodec.encode(SERVING_SLOT, NOW))).isEqualTo(drawn(SERVING));
  }

  @Test
  void drainingSlotIsWrittenWithAllItsAttributes() {
    assertThat(drawn(RowCodec.encode(DRAINING_SLOT, NOW))).isEqualTo(drawn(DRAINING));
  }

  @Test
  void lastWeightUpdateHasSixDigitsOfAFractionAtAFullSecondToo() {
    assertThat(RowCodec.encode(SERVING_SLOT, EARLIER).get("LastWeightUpdate"))
        .isEqualTo(AttributeValue.fromS("2026-11-23 06:00:00.000000"));
  }

  @Test
  void whatIsWrittenIsRead() {
    assertThat(slot(RowCodec.encode(new Slot.Empty(7), NOW))).isEqualTo(new Slot.Empty(7));
    assertThat(slot(RowCodec.encode(SERVING_SLOT, NOW))).isEqualTo(SERVING_SLOT);
    assertThat(slot(RowCodec.encode(DRAINING_SLOT, NOW))).isEqualTo(DRAINING_SLOT);
  }

  @Test
  void drainOfUnknownBeginIsReadBackAsSuch() {
    var slot =
        new Slot.Draining(
            7, WEB, DrainReason.UNSPECIFIED, Optional.empty(), Optional.empty(), Optional.empty());

    Map<String, AttributeValue> row = RowCodec.encode(slot, NOW);

    assertThat(row).doesNotContainKey("DrainingSince");
    assertThat(slot(row)).isEqualTo(slot);
  }

  @Test
  void rowOfThePythonProgramServesWithTheWeightItHas() {
    var expected = new Member("i-0a1b2c3d", Address.of("10.0.1.4"), "web", Optional.empty());

    assertThat(slot(PYTHON_SERVING))
        .isEqualTo(new Slot.Serving(7, expected, 3, Optional.empty(), Optional.empty()));
  }

  @Test
  void rowOfVersionTwoOfThePythonProgramHasTheGroupNone() {
    assertThat(slot(without(PYTHON_SERVING, "ASG")).occupant().map(Member::group)).contains("none");
  }

  @Test
  void rowWithoutAddressIsEmptyWhateverTheRestSays() {
    assertThat(slot(with(SERVING, "IPAddress S none"))).isEqualTo(new Slot.Empty(7));
    assertThat(slot(item("BackendServerID N 7\nIPAddress S none"))).isEqualTo(new Slot.Empty(7));
  }

  @Test
  void attributesOfAnotherOwnerCountAsAbsent() {
    var unzoned = new Member("i-0a1b2c3d", Address.of("10.0.1.4"), "web", Optional.empty());

    assertThat(slot(with(SERVING, "Owner S i-other")))
        .isEqualTo(new Slot.Serving(7, unzoned, 10, Optional.empty(), Optional.empty()));
    assertThat(slot(without(SERVING, "Owner")))
        .isEqualTo(new Slot.Serving(7, unzoned, 10, Optional.empty(), Optional.empty()));
    assertThat(slot(with(DRAINING, "Owner S i-other")))
        .isEqualTo(
            new Slot.Draining(
                7,
                unzoned,
                DrainReason.UNSPECIFIED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void malformedAttributesOfAnotherOwnerAreNobodysProblem() {
    assertThat(slot(with(SERVING, "Owner S i-other\nServingSince S yesterday"))).isNotNull();
  }

  @Test
  void reasonOfANewerVersionIsUnspecified() {
    assertThat(slot(with(DRAINING, "Reason S moon-phase")))
        .extracting(slot -> ((Slot.Draining) slot).reason())
        .isEqualTo(DrainReason.UNSPECIFIED);
  }

  @Test
  void memberDisabledByHandDrainsForTheOperator() {
    var unzoned = new Member("i-0a1b2c3d", Address.of("10.0.1.4"), "web", Optional.empty());

    assertThat(slot(with(PYTHON_SERVING, "BackendServerStatus S disabled")))
        .isEqualTo(
            new Slot.Draining(
                7,
                unzoned,
                DrainReason.OPERATOR,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void headerIsNoRow() {
    Rows rows = RowCodec.decode(List.of(with(PYTHON_SERVING, "BackendServerID N 0")));

    assertThat(rows.isEmpty()).isTrue();
  }

  @Test
  void rowIsRefusedAloneAndTheOthersAreRead() {
    Rows rows =
        RowCodec.decode(
            List.of(
                with(PYTHON_EMPTY, "BackendServerID N 1"),
                with(PYTHON_SERVING, "BackendServerID N 2\nWeight N 300"),
                with(PYTHON_EMPTY, "BackendServerID N 3")));

    assertThat(rows.slots()).isEqualTo(Map.of(1, new Slot.Empty(1), 3, new Slot.Empty(3)));
    assertThat(rows.refused())
        .containsExactly(
            new UnknownRow.Refused("2", "Weight is 300, expected a whole number from 0 to 256"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          BackendServerID N 100001     | BackendServerID is 100001, expected a whole number from 1 to 100000
          BackendServerID N -1         | BackendServerID is -1, expected a whole number from 1 to 100000
          BackendServerID N 7.5        | BackendServerID is 7.5, expected a whole number from 1 to 100000
          Weight N 257                 | Weight is 257, expected a whole number from 0 to 256
          Weight N -1                  | Weight is -1, expected a whole number from 0 to 256
          Weight N 2.5                 | Weight is 2.5, expected a whole number from 0 to 256
          Weight N ten                 | Weight is ten, expected a whole number from 0 to 256
          Weight N 1E+125              | Weight is 1E+125, expected a whole number from 0 to 256
          Weight S 10                  | Weight is '10', expected a whole number from 0 to 256
          IPAddress N 10               | IPAddress is 10, expected a string of at most 1000 characters
          IPAddress S header           | IPAddress: address 'header' is refused: expected an IPv4 or IPv6 literal
          IPAddress S 10.0.1.4 weight 1 | IPAddress: address '10.0.1.4 weight 1' is refused: expected an IPv4 or IPv6 literal
          IPAddress S 0.0.0.0          | IPAddress: address '0.0.0.0' is refused: no server can have it
          ServerName S none            | ServerName: member id 'none' is refused: it marks an empty slot
          ServerName S                 | ServerName: member id '' is refused: expected 1 to 255 printable ASCII characters
          ASG S é                      | ASG: group 'é' is refused: expected 1 to 255 printable ASCII characters
          ASG N 5                      | ASG is 5, expected a string of at most 1000 characters
          AvailabilityZone S é         | AvailabilityZone: availability zone 'é' is refused: expected 1 to 255 printable ASCII characters
          BackendServerStatus S up     | BackendServerStatus is 'up', expected 'enabled', 'draining' or 'disabled'
          ServingSince S yesterday     | ServingSince is 'yesterday', expected an instant from 1970 to 9999 such as 2026-11-23T06:05:00Z
          MissingSince S +10000-01-01T00:00:00Z | MissingSince is '+10000-01-01T00:00:00Z', expected an instant from 1970 to 9999 such as 2026-11-23T06:05:00Z
          MissingSince N 5             | MissingSince is 5, expected a string of at most 1000 characters
          """)
  void refusalNamesAttributeValueAndWhatIsAllowed(String change, String problem) {
    Rows rows = RowCodec.decode(List.of(with(SERVING, change)));

    assertThat(rows.slots()).isEmpty();
    assertThat(rows.refused()).extracting(UnknownRow.Refused::problem).containsExactly(problem);
  }

  @ParameterizedTest
  @MethodSource("required")
  void rowWithoutARequiredAttributeIsRefused(String name) {
    Rows rows = RowCodec.decode(List.of(without(SERVING, name)));

    assertThat(rows.refused())
        .singleElement()
        .satisfies(row -> assertThat(row.problem()).startsWith(name + " is missing, expected "));
  }

  static Stream<String> required() {
    return Stream.of("BackendServerID", "IPAddress", "ServerName", "Weight", "BackendServerStatus");
  }

  @Test
  void hugeValueDoesNotReachTheLogs() {
    Rows rows = RowCodec.decode(List.of(with(SERVING, "IPAddress S " + "9".repeat(300_000))));

    assertThat(rows.refused())
        .singleElement()
        .satisfies(row -> assertThat(row.problem()).hasSizeLessThan(200));
  }

  @Test
  void valueOfAnotherTypeIsShownWithIt() {
    var row = with(SERVING, "");
    row.put("Weight", AttributeValue.fromBool(true));

    assertThat(RowCodec.decode(List.of(row)).refused())
        .extracting(UnknownRow.Refused::problem)
        .containsExactly(
            "Weight is AttributeValue(BOOL=true), expected a whole number from 0 to 256");
  }

  @Test
  void tableIsOwnedIfARowHasWhatOnlyThisProgramWrites() {
    assertThat(RowCodec.decode(List.of(PYTHON_SERVING, PYTHON_EMPTY)).owned()).isFalse();
    assertThat(RowCodec.decode(List.of(PYTHON_SERVING, SERVING)).owned()).isTrue();
    assertThat(RowCodec.decode(List.of(with(SERVING, "Weight N 300"))).owned()).isTrue();
    assertThat(RowCodec.decode(List.of(with(PYTHON_SERVING, "Owner S i-other"))).owned()).isTrue();
  }

  @Test
  void changeOfTheWeightSetsLastWeightUpdate() {
    var lighter = new Slot.Serving(7, WEB, 9, Optional.of(EARLIER), Optional.of(LATER));

    assertThat(RowCodec.change(Optional.of(lighter), SERVING_SLOT, NOW).set())
        .containsEntry("LastWeightUpdate", AttributeValue.fromS("2026-11-23 06:05:00.000250"));
  }

  @Test
  void changeOfTheMemberSetsLastWeightUpdate() {
    var other = new Member("i-other", WEB.address(), WEB.group(), WEB.zone());
    var before = new Slot.Serving(7, other, 10, Optional.of(EARLIER), Optional.of(LATER));

    assertThat(RowCodec.change(Optional.of(before), SERVING_SLOT, NOW).set())
        .containsKey("LastWeightUpdate");
  }

  @Test
  void newRowHasLastWeightUpdate() {
    assertThat(RowCodec.change(Optional.empty(), SERVING_SLOT, NOW).set())
        .containsKey("LastWeightUpdate");
  }

  @Test
  void anyOtherChangeLeavesLastWeightUpdate() {
    var before = new Slot.Serving(7, WEB, 10, Optional.of(EARLIER), Optional.empty());

    assertThat(RowCodec.change(Optional.of(before), SERVING_SLOT, NOW).set())
        .doesNotContainKey("LastWeightUpdate");
  }

  @Test
  void changeRemovesWhatTheNewSlotDoesNotHave() {
    assertThat(RowCodec.change(Optional.of(SERVING_SLOT), DRAINING_SLOT, NOW).remove())
        .containsExactly("ServingSince");
    assertThat(RowCodec.change(Optional.of(DRAINING_SLOT), SERVING_SLOT, NOW).remove())
        .containsExactlyInAnyOrder("DrainUntil", "DrainingSince", "Reason");
    assertThat(RowCodec.change(Optional.of(DRAINING_SLOT), new Slot.Empty(7), NOW).remove())
        .containsExactlyInAnyOrder(
            "AvailabilityZone",
            "DrainUntil",
            "DrainingSince",
            "MissingSince",
            "Owner",
            "Reason",
            "ServingSince");
  }

  private static Slot slot(Map<String, AttributeValue> row) {
    Rows rows = RowCodec.decode(List.of(row));
    assertThat(rows.refused()).isEmpty();
    return rows.slots().values().iterator().next();
  }
}

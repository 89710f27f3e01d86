package io.hsdo.table;

import static io.hsdo.table.DrawnItem.drawn;
import static io.hsdo.table.DrawnItem.item;
import static io.hsdo.table.DrawnItem.with;
import static io.hsdo.table.DrawnItem.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.RemovalHistory;
import io.hsdo.slot.Shrink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class HeaderCodecTest {
  private static final Map<String, AttributeValue> ROW =
      item(
          """
          ASG                 S none
          BackendServerID     N 0
          BackendServerStatus S disabled
          ChangedIn           N 42
          ChangedRows         N 17
          CheckedAt           S 2026-11-23T06:07:00.500000000Z
          IPAddress           S header
          LastWeightUpdate    S 0-0-0 00:00:00.000000
          Removals            S 2026-11-23T06:00:00Z 3/57, 2026-11-23T06:05:00Z 0/55
          ServerName          S header
          Size                N 100
          UpdatedAt           S 2026-11-23T06:05:00.000000000Z
          Version             N 42
          Weight              N 0
          """);

  private static final Header HEADER =
      new Header(
          42,
          100,
          Instant.parse("2026-11-23T06:05:00Z"),
          Instant.parse("2026-11-23T06:07:00.5Z"),
          new PlanNotes(
              new RemovalHistory(
                  List.of(
                      new RemovalHistory.Entry(Instant.parse("2026-11-23T06:00:00Z"), 3, 57),
                      new RemovalHistory.Entry(Instant.parse("2026-11-23T06:05:00Z"), 0, 55))),
              Optional.empty()),
          17);

  @Test
  void headerIsWrittenAsARowThePythonProgramLeavesAlone() {
    assertThat(drawn(HeaderCodec.encode(HEADER))).isEqualTo(drawn(ROW));
  }

  @Test
  void whatIsWrittenIsRead() {
    var precise = Instant.parse("2026-11-23T06:05:00.123456789Z");
    var header = new Header(1, 0, precise, precise, PlanNotes.NONE, 0);

    assertThat(HeaderCodec.decode("slots", ROW)).contains(HEADER);
    assertThat(HeaderCodec.decode("slots", HeaderCodec.encode(header))).contains(header);
  }

  @Test
  void noRowIsNoHeader() {
    assertThat(HeaderCodec.decode("slots", Map.of())).isEmpty();
  }

  @Test
  void rowWithoutVersionIsNoHeaderOfOurs() {
    assertThat(HeaderCodec.decode("slots", without(ROW, "Version"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          Version N 0           | Version is 0, expected a whole number from 1 to 9223372036854775807
          Version S 42          | Version is '42', expected a whole number from 1 to 9223372036854775807
          Size N 100001         | Size is 100001, expected a whole number from 0 to 100000
          UpdatedAt S yesterday | UpdatedAt is 'yesterday', expected an instant from 1970 to 9999
          CheckedAt N 5         | CheckedAt is 5, expected a string
          ChangedRows N -1      | ChangedRows is -1, expected a whole number from 0 to 100000
          Removals S 3/57       | Removals: '3/57' is refused: expected removed/served
          Removals S 2026-11-23T06:00:00Z 3/57; | Removals: '2026-11-23T06:00:00Z 3/57;' is refused
          Removals S 2026-13-23T06:00:00Z 3/57 | Removals: Text '2026-13-23T06:00:00Z' could not be parsed
          """)
  void malformedHeaderNamesTableAttributeValueAndRemedy(String change, String problem) {
    assertThatThrownBy(() -> HeaderCodec.decode("slots", with(ROW, change)))
        .isInstanceOf(SlotListStoreException.class)
        .hasMessageContaining("'slots'")
        .hasMessageContaining(problem)
        .hasMessageContaining("correct it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Size", "UpdatedAt", "CheckedAt"})
  void headerWithoutARequiredAttributeIsMalformed(String name) {
    assertThatThrownBy(() -> HeaderCodec.decode("slots", without(ROW, name)))
        .isInstanceOf(SlotListStoreException.class)
        .hasMessageContaining(name + " is missing");
  }

  /** As an operator does who changed a row by hand, or a writer that does not count them. */
  @Test
  void versionThatWasRaisedAloneDoesNotSayHowManyRowsItChanged() {
    Header header = HeaderCodec.decode("slots", with(ROW, "Version N 43")).orElseThrow();

    assertThat(header.version()).isEqualTo(43);
    assertThat(header.changedRows()).isZero();
  }

  @Test
  void instantsCompareAsTheirTextsDo() {
    var second = Instant.parse("2026-11-23T06:05:00Z");

    assertThat(List.of(second, second.plusNanos(1), second.plusMillis(500), second.plusSeconds(1)))
        .extracting(HeaderCodec::text)
        .isSorted();
  }

  @Test
  void aHeaderWithoutNotesLeavesNoneBehind() {
    var row = new HashMap<>(HeaderCodec.encode(HEADER));
    row.remove("Removals");

    assertThat(HeaderCodec.decode("slots", row).orElseThrow().notes()).isEqualTo(PlanNotes.NONE);
  }

  @Test
  void heartbeatCostsOneWriteUnitHoweverManyMembersLeft() {
    var removals = RemovalHistory.NONE;
    var now = Instant.parse("2026-11-23T06:00:00Z");
    for (int minute = 0; minute < 120; minute++) {
      now = now.plus(Duration.ofMinutes(1));
      removals = removals.after(now, 1000, Rows.MAX_SLOTS);
    }

    var notes = new PlanNotes(removals, Optional.of(new Shrink(Rows.MAX_SLOTS, now)));
    var header = new Header(Long.MAX_VALUE, Rows.MAX_SLOTS, now, now, notes, Rows.MAX_SLOTS);

    assertThat(sizeOf(HeaderCodec.encode(header))).isLessThan(1024);
    assertThat(HeaderCodec.decode("slots", HeaderCodec.encode(header))).contains(header);
  }

  /** At least what DynamoDB counts: it needs less than a byte for a digit of a number. */
  private static int sizeOf(Map<String, AttributeValue> item) {
    return drawn(item).getBytes(StandardCharsets.UTF_8).length;
  }
}

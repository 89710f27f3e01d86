package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Header;
import io.hsdo.table.Rows;
import io.hsdo.table.StoredList;
import io.hsdo.table.UnknownRow.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListSizeTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Optional<Integer> NOT_SET = Optional.empty();

  @Test
  void newTableHasTenSlots() {
    StoredList stored = new StoredList(Optional.empty(), Rows.NONE);

    assertThat(ListSize.wanted(NOT_SET, stored)).isEqualTo(10);
    assertThat(stored.size()).isZero();
  }

  @Test
  void parameterGoesBeforeWhatTheTableSays() {
    assertThat(ListSize.wanted(Optional.of(7), new StoredList(Optional.empty(), Rows.NONE)))
        .isEqualTo(7);
    assertThat(ListSize.wanted(Optional.of(7), new StoredList(header(12), rows(12)))).isEqualTo(7);
  }

  @Test
  void tableKeepsTheSizeOfItsHeader() {
    assertThat(ListSize.wanted(NOT_SET, new StoredList(header(12), rows(3)))).isEqualTo(12);
    assertThat(new StoredList(header(12), rows(3)).size()).isEqualTo(12);
  }

  @Test
  void listThatIsGrowingReachesToItsHighestRow() {
    assertThat(ListSize.wanted(NOT_SET, new StoredList(header(3), rows(12)))).isEqualTo(12);
    assertThat(new StoredList(header(3), rows(12)).size()).isEqualTo(12);
  }

  @Test
  void rowThatIsRefusedDoesNotMakeAListLongerThanItsHeaderSays() {
    assertThat(new StoredList(header(3), refusing(rows(3), "7")).size()).isEqualTo(3);
  }

  @Test
  void tableThatLostAllItsRowsKeepsTheSizeOfItsHeader() {
    assertThat(ListSize.wanted(NOT_SET, new StoredList(header(12), Rows.NONE))).isEqualTo(12);
  }

  @Test
  void tableWithoutHeaderReachesToItsHighestRow() {
    StoredList stored = new StoredList(Optional.empty(), rows(25));

    assertThat(ListSize.wanted(NOT_SET, stored)).isEqualTo(25);
    assertThat(stored.size()).isEqualTo(25);
  }

  @Test
  void rowThatIsRefusedIsARowOfATableWithoutHeader() {
    Rows rows = refusing(rows(3), "7", "5");

    assertThat(ListSize.wanted(NOT_SET, new StoredList(Optional.empty(), rows))).isEqualTo(7);
    assertThat(ListSize.wanted(NOT_SET, new StoredList(Optional.empty(), refusing(Rows.NONE, "4"))))
        .isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-4", "100001", "99999999999", "4.5", "none", ""})
  void rowThatIsNoSlotsIsNone(String id) {
    assertThat(new StoredList(Optional.empty(), refusing(rows(3), id)).size()).isEqualTo(3);
  }

  private static Optional<Header> header(int size) {
    return Optional.of(new Header(3, size, NOW, NOW, PlanNotes.NONE, 0));
  }

  private static Rows refusing(Rows rows, String... ids) {
    List<Refused> refused = Stream.of(ids).map(id -> new Refused(id, "Weight is x")).toList();
    return new Rows(rows.slots(), refused, List.of(), false);
  }

  private static Rows rows(int highest) {
    TreeMap<Integer, Slot> slots = new TreeMap<>();
    SlotList.empty(highest).slots().forEach(slot -> slots.put(slot.number(), slot));
    return new Rows(slots, List.of(), List.of(), false);
  }
}

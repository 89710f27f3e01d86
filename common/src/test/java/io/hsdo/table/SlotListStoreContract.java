package io.hsdo.table;

import static io.hsdo.table.DrawnItem.drawn;
import static io.hsdo.table.DrawnItem.item;
import static io.hsdo.table.DrawnItem.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hsdo.slot.Address;
import io.hsdo.slot.ClockSkew;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.RemovalHistory;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What every {@link SlotListStore} does, whatever it stores the list in. */
public abstract class SlotListStoreContract {
  private static final Instant NOW = Instant.parse("2026-11-23T06:05:00.123456789Z");
  private static final Instant LATER = NOW.plusSeconds(30);
  private static final Instant LATEST = NOW.plusSeconds(60);

  /**
   * A new, empty table.
   *
   * @param store what is tested
   * @param raw the same table
   */
  public record Table(SlotListStore store, RawTable raw) {}

  protected abstract Table newTable();

  private SlotListStore store;
  private RawTable raw;

  @BeforeEach
  void createTable() {
    Table table = newTable();
    store = table.store();
    raw = table.raw();
  }

  // Reading and writing

  @Test
  void newTableHasNeitherHeaderNorRows() {
    assertThat(store.load()).isEqualTo(new StoredList(Optional.empty(), Rows.NONE));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSavedIsRead(Consistency consistency) {
    SlotList list = slots("a - (c)");
    PlanNotes removals = new PlanNotes(RemovalHistory.NONE.after(NOW, 1, 3), Optional.empty());

    Header header = store.save(store.load(), list, removals, NOW);

    assertThat(header).isEqualTo(new Header(1, 3, NOW, NOW, removals, 3));
    assertThat(store.header(consistency)).contains(header);
    assertThat(store.rows(consistency).toSlotList(3)).isEqualTo(list);
    assertThat(store.rows(consistency).owned()).isTrue();
  }

  @Test
  void everyChangeRaisesTheVersionByOne() {
    save(slots("a -"), NOW);

    Header header = save(slots("a b"), LATER);

    assertThat(header).isEqualTo(new Header(2, 2, LATER, LATER, PlanNotes.NONE, 1));
    assertThat(store.header(Consistency.STRONG)).contains(header);
    assertThat(storedList(2)).isEqualTo(slots("a b"));
  }

  @Test
  void rowsTellWhetherAllOfAVersionIsThere() {
    save(slots("a b c"), NOW);
    Map<String, AttributeValue> before = row(2);

    Header header = save(slots("a (b) -"), LATER);

    assertThat(header.changedRows()).isEqualTo(2);
    assertThat(store.rows(Consistency.STRONG).showAllOf(header)).isTrue();
    raw.put(before);
    assertThat(store.rows(Consistency.STRONG).showAllOf(header)).isFalse();
  }

  /** A wrong answer of the table must not cost whoever stands in the slots that it left out. */
  @Test
  void rowThatAScanDidNotShowIsNotReplaced() {
    save(slots("a b c"), NOW);
    StoredList read = store.load();
    SortedMap<Integer, Slot> shown = new TreeMap<>(read.rows().slots());
    shown.remove(2);
    var lying = new StoredList(read.header(), new Rows(shown, List.of(), List.of(), true));

    assertThat(lying.isWhole()).isFalse();
    assertThatThrownBy(() -> store.save(lying, slots("a d c"), PlanNotes.NONE, LATER))
        .isInstanceOf(VersionConflictException.class);
    assertThat(storedList(3)).isEqualTo(slots("a b c"));

    raw.delete(2);
    store.save(lying, slots("a d c"), PlanNotes.NONE, LATER);
    assertThat(storedList(3)).isEqualTo(slots("a d c"));
  }

  /** A number that somebody mistyped. */
  @Test
  void rowFarAboveTheSizeDoesNotMakeTheListLonger() {
    save(slots("a b"), NOW);
    raw.put(with(row(2), "BackendServerID N 3"));
    raw.put(with(row(2), "BackendServerID N 1500"));

    assertThat(store.load().size()).isEqualTo(3);
  }

  @Test
  void nothingIsWrittenWhenNothingChanged() {
    Header header = save(slots("a - (c)"), NOW);
    List<Header> written = headersWritten();

    assertThat(save(slots("a - (c)"), LATER)).isEqualTo(header);
    assertThat(written).isEmpty();
    assertThat(store.header(Consistency.STRONG)).contains(header);
  }

  @Test
  void removalHistoryAloneIsAChange() {
    save(slots("a b"), NOW);
    PlanNotes removals = new PlanNotes(RemovalHistory.NONE.after(LATER, 1, 2), Optional.empty());

    Header header = store.save(store.load(), slots("a b"), removals, LATER);

    assertThat(header).isEqualTo(new Header(2, 2, LATER, LATER, removals, 0));
    assertThat(store.header(Consistency.STRONG)).contains(header);
  }

  @Test
  void onlyRowsThatDifferAreWritten() {
    save(slots("a b - d"), NOW);
    StoredList read = store.load();
    raw.put(with(row(2), "Weight N 7"));

    store.save(read, slots("a b - (d)"), PlanNotes.NONE, LATER);

    assertThat(row(2)).containsEntry("Weight", AttributeValue.fromN("7"));
    assertThat(storedList(4).slot(4)).isEqualTo(slots("a b - (d)").slot(4));
  }

  @Test
  void lastWeightUpdateTellsWhenMemberOrWeightChanged() {
    save(slots("a b"), NOW);

    save(
        new SlotList(
            List.of(
                new Slot.Serving(1, member('a'), 10, Optional.of(NOW), Optional.of(LATER)),
                new Slot.Serving(2, member('b'), 11, Optional.of(NOW), Optional.empty()))),
        LATER);

    assertThat(row(1))
        .containsEntry("LastWeightUpdate", AttributeValue.fromS("2026-11-23 06:05:00.123456"));
    assertThat(row(2))
        .containsEntry("LastWeightUpdate", AttributeValue.fromS("2026-11-23 06:05:30.123456"));
  }

  @Test
  void unknownAttributesArePreserved() {
    save(slots("a b"), NOW);
    raw.put(with(row(0), "Comment S ours"));
    raw.put(with(row(1), "Comment S mine"));

    save(slots("- b"), LATER);

    assertThat(row(0)).containsEntry("Comment", AttributeValue.fromS("ours"));
    assertThat(drawn(row(1)))
        .isEqualTo(
            drawn(
                item(
                    """
                    ASG                 S none
                    BackendServerID     N 1
                    BackendServerStatus S disabled
                    ChangedIn           N 2
                    Comment             S mine
                    IPAddress           S none
                    LastWeightUpdate    S 0-0-0 00:00:00.000000
                    ServerName          S none
                    Weight              N 0
                    """)));
  }

  @Test
  void tableOfSeveralPagesIsReadToItsEnd() {
    int rows = 6;
    save(slots("a b c d e f"), NOW);
    for (int number = 1; number <= rows; number++) {
      raw.put(with(row(number), "Comment S " + "x".repeat(300_000)));
    }

    assertThat(storedList(rows)).isEqualTo(slots("a b c d e f"));
  }

  // Whose table it is

  @Test
  void tableOfThePythonProgramGetsAHeaderAndKeepsItsRows() {
    Map<String, AttributeValue> first =
        item(
            """
            ASG                 S web
            BackendServerID     N 1
            BackendServerStatus S enabled
            IPAddress           S 10.0.0.1
            LastWeightUpdate    S 2026-11-23 07:04:30.518223
            ServerName          S i-a
            Weight              N 3
            """);
    Map<String, AttributeValue> second =
        item(
            """
            ASG                 S none
            BackendServerID     N 2
            BackendServerStatus S disabled
            IPAddress           S none
            LastWeightUpdate    S 0-0-0 00:00:00.000000
            ServerName          S none
            Weight              N 0
            """);
    raw.put(first);
    raw.put(second);
    StoredList read = store.load();

    Header header = store.save(read, read.rows().toSlotList(2), PlanNotes.NONE, NOW);

    assertThat(read.header()).isEmpty();
    assertThat(read.rows().owned()).isFalse();
    assertThat(header).isEqualTo(new Header(1, 2, NOW, NOW, PlanNotes.NONE, 0));
    assertThat(store.header(Consistency.STRONG)).contains(header);
    assertThat(drawn(row(1))).isEqualTo(drawn(first));
    assertThat(drawn(row(2))).isEqualTo(drawn(second));
  }

  @Test
  void rowZeroOfSomebodyElseBecomesTheHeaderAndKeepsItsAttributes() {
    raw.put(item("BackendServerID N 0\nComment S theirs"));

    assertThat(store.load()).isEqualTo(new StoredList(Optional.empty(), Rows.NONE));

    Header header = save(slots("a"), NOW);

    assertThat(store.header(Consistency.STRONG)).contains(header);
    assertThat(row(0)).containsEntry("Comment", AttributeValue.fromS("theirs"));
  }

  @Test
  void malformedHeaderIsAnError() {
    save(slots("a"), NOW);
    raw.put(with(row(0), "Size N -1"));

    assertThatThrownBy(() -> store.header(Consistency.STRONG))
        .isInstanceOf(SlotListStoreException.class)
        .hasMessageContaining("Size is -1");
  }

  @Test
  void lostHeaderIsWrittenAnew() {
    save(slots("a b"), NOW);
    save(slots("a -"), NOW);
    StoredList before = store.load();
    raw.delete(0);

    assertThatThrownBy(() -> store.save(before, slots("- -"), PlanNotes.NONE, LATER))
        .isInstanceOf(VersionConflictException.class);

    StoredList after = store.load();
    assertThat(after.header()).isEmpty();
    assertThat(after.rows()).isEqualTo(before.rows());
    assertThat(after.rows().owned()).isTrue();

    Header header = store.save(after, slots("a -"), PlanNotes.NONE, LATER);
    assertThat(header)
        .as("no row may tell of a later version")
        .isEqualTo(new Header(3, 2, LATER, LATER, PlanNotes.NONE, 0));
    assertThat(store.load()).isEqualTo(new StoredList(Optional.of(header), after.rows()));
  }

  // Several writers

  @Test
  void staleVersionConflictsAndWritesNothing() {
    save(slots("a -"), NOW);
    StoredList stale = store.load();
    save(slots("a b"), LATER);
    StoredList current = store.load();

    assertThatThrownBy(() -> store.save(stale, slots("- -"), PlanNotes.NONE, LATEST))
        .isInstanceOf(VersionConflictException.class);

    assertThat(store.load()).isEqualTo(current);
  }

  @Test
  void secondWriterOfANewTableConflicts() {
    StoredList stale = store.load();
    save(slots("a"), NOW);

    assertThatThrownBy(() -> store.save(stale, slots("b"), PlanNotes.NONE, LATER))
        .isInstanceOf(VersionConflictException.class);

    assertThat(storedList(1)).isEqualTo(slots("a"));
  }

  @Test
  void oneOfTwoWritersWinsARace() throws Exception {
    save(slots("- -"), NOW);
    StoredList read = store.load();
    CyclicBarrier start = new CyclicBarrier(2);
    IntFunction<Callable<Boolean>> writer =
        number ->
            () -> {
              start.await();
              try {
                store.save(read, slots(number == 1 ? "a -" : "- b"), PlanNotes.NONE, LATER);
                return true;
              } catch (VersionConflictException e) {
                return false;
              }
            };
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try {
      Future<Boolean> first = executor.submit(writer.apply(1));
      Future<Boolean> second = executor.submit(writer.apply(2));

      assertThat(first.get()).isNotEqualTo(second.get());
      assertThat(storedList(2)).isEqualTo(slots(first.get() ? "a -" : "- b"));
    } finally {
      executor.shutdownNow();
    }
    assertThat(store.header(Consistency.STRONG)).map(Header::version).contains(2L);
  }

  @Test
  void writerThatComesBetweenTwoStepsEndsTheSave() {
    SlotList full = list(250, SlotListStoreContract::serving);
    save(full, NOW);
    StoredList read = store.load();
    raw.afterEachWrite(
        () -> {
          raw.afterEachWrite(() -> {});
          StoredList between = store.load();
          store.save(between, between.rows().toSlotList(250), removed(LATER), LATER);
        });

    assertThatThrownBy(() -> store.save(read, SlotList.empty(250), PlanNotes.NONE, LATER))
        .isInstanceOf(VersionConflictException.class);

    assertThat(storedList(250).serving()).isEqualTo(250 - SaveStep.MAX_ROWS);
    assertThat(store.header(Consistency.STRONG).map(Header::notes)).contains(removed(LATER));
  }

  // More rows than one transaction takes

  @Test
  void manyChangesGoOutInSeveralVersionsRemovalsFirst() {
    // 1..125 serve and leave, 126..250 are empty and take the same members.
    save(list(250, n -> n <= 125 ? serving(n, n) : new Slot.Empty(n)), NOW);
    SlotList next = list(250, n -> n <= 125 ? new Slot.Empty(n) : serving(n, n - 125));
    List<SlotList> lists = new ArrayList<>();
    List<Header> headers = headersWritten(() -> lists.add(storedList(250)));

    Header last = store.save(store.load(), next, removed(LATER), LATER);

    assertThat(headers).extracting(Header::version).containsExactly(4L, 5L, 6L);
    assertThat(headers).extracting(Header::size).containsOnly(250);
    assertThat(headers).extracting(Header::notes).containsOnly(removed(LATER));
    assertThat(headers).endsWith(last);
    assertThat(lists).extracting(SlotList::serving).containsExactly(26L, 73L, 125L);
    assertThat(lists).allSatisfy(SlotListStoreContract::seatsNobodyTwice);
    assertThat(lists).endsWith(next);
  }

  @Test
  void newTableGrowsRowByRow() {
    SlotList next = list(250, n -> n % 2 == 0 ? serving(n) : new Slot.Empty(n));
    List<Integer> rows = new ArrayList<>();
    List<Header> headers = headersWritten(() -> rows.add(store.rows(Consistency.STRONG).highest()));

    save(next, NOW);

    assertThat(headers).extracting(Header::version).containsExactly(1L, 2L, 3L);
    assertThat(headers).extracting(Header::size).containsExactly(99, 198, 250);
    assertThat(rows).containsExactly(99, 198, 250);
    assertThat(storedList(250)).isEqualTo(next);
  }

  @Test
  void growingListHasItsOldSizeUntilTheNewRowsAreReached() {
    save(list(150, SlotListStoreContract::serving), NOW);
    List<Header> headers = headersWritten();

    save(list(250, n -> n <= 150 ? new Slot.Empty(n) : serving(n)), LATER);

    // 99 + 51 emptied and 48 new + 52 new
    assertThat(headers).extracting(Header::size).containsExactly(150, 198, 250);
  }

  @Test
  void shrinkingListHasItsNewSizeAtOnce() {
    save(SlotList.empty(250), NOW);
    List<Header> headers = headersWritten();

    save(SlotList.empty(20), LATER);

    assertThat(headers).extracting(Header::size).containsExactly(20, 20, 20);
    assertThat(store.rows(Consistency.STRONG).slots()).hasSize(20);
  }

  @Test
  void rowsAboveTheSizeAreDeleted() {
    save(slots("a b c -"), NOW);
    raw.put(with(row(4), "BackendServerID N 5\nWeight S heavy\nIPAddress S 10.0.0.9"));

    Header header = save(slots("a b"), LATER);

    assertThat(header.size()).isEqualTo(2);
    assertThat(raw.item(3)).isEmpty();
    assertThat(raw.item(4)).isEmpty();
    assertThat(raw.item(5)).isEmpty();
    assertThat(store.rows(Consistency.STRONG).toSlotList(2)).isEqualTo(slots("a b"));
  }

  // Damaged tables

  @Test
  void missingRowIsNeitherEmptyNorRefused() {
    save(slots("a b c"), NOW);
    raw.delete(2);

    Rows rows = store.rows(Consistency.STRONG);

    assertThat(rows.slots()).containsOnlyKeys(1, 3);
    assertThat(rows.refused()).isEmpty();
  }

  @Test
  void refusedRowIsReported() {
    save(slots("a b c"), NOW);
    raw.put(with(row(2), "Weight N 300"));

    Rows rows = store.rows(Consistency.STRONG);

    assertThat(rows.slots()).containsOnlyKeys(1, 3);
    assertThat(rows.refused())
        .containsExactly(
            new UnknownRow.Refused("2", "Weight is 300, expected a whole number from 0 to 256"));
  }

  @Test
  void missingAndRefusedRowsAreWrittenAnew() {
    save(slots("- b c"), NOW);
    raw.delete(1);
    raw.put(with(row(2), "Weight N 300"));

    save(slots("- b c"), LATER);

    assertThat(store.rows(Consistency.STRONG).slots()).containsOnlyKeys(1, 2, 3);
    assertThat(storedList(3)).isEqualTo(slots("- b c"));
  }

  @Test
  void rowThatIsMissingDoesNotShortenTheListBetweenTwoSteps() {
    save(list(250, SlotListStoreContract::serving), NOW);
    raw.delete(200);
    List<Header> headers = headersWritten();

    save(SlotList.empty(250), LATER);

    assertThat(headers).extracting(Header::size).containsExactly(250, 250, 250);
  }

  // Heartbeat

  @Test
  void heartbeatChangesCheckedAtAlone() {
    save(slots("a"), NOW);

    store.heartbeat(1, LATER);

    assertThat(store.header(Consistency.STRONG))
        .contains(new Header(1, 1, NOW, LATER, PlanNotes.NONE, 1));
  }

  @Test
  void heartbeatOfAnotherVersionIsIgnored() {
    save(slots("a"), NOW);
    Header header = save(slots("b"), NOW);

    store.heartbeat(1, LATER);

    assertThat(store.header(Consistency.STRONG)).contains(header);
  }

  @Test
  void heartbeatThatIsOlderIsIgnored() {
    save(slots("a"), NOW);
    store.heartbeat(1, LATER);

    store.heartbeat(1, LATER.minus(ClockSkew.TOLERATED));

    assertThat(store.header(Consistency.STRONG)).map(Header::checkedAt).contains(LATER);
  }

  @Test
  void heartbeatOfAClockThatWasAheadIsWrittenOver() {
    save(slots("a"), NOW.plusSeconds(3_600));

    store.heartbeat(1, NOW);

    assertThat(store.header(Consistency.STRONG)).map(Header::checkedAt).contains(NOW);
  }

  @Test
  void heartbeatNeverCreatesTheHeader() {
    store.heartbeat(1, NOW);

    assertThat(raw.item(0)).isEmpty();
  }

  @Test
  void heartbeatLeavesARowZeroOfSomebodyElse() {
    raw.put(item("BackendServerID N 0\nComment S theirs"));

    store.heartbeat(1, NOW);

    assertThat(row(0)).containsOnlyKeys("BackendServerID", "Comment");
  }

  // Fixtures

  /** A list as drawn: {@code a} serves, {@code (a)} drains, {@code -} is empty. */
  private static SlotList slots(String drawing) {
    List<Slot> slots = new ArrayList<>();
    for (String slot : drawing.split(" ", -1)) {
      int number = slots.size() + 1;
      if (slot.equals("-")) {
        slots.add(new Slot.Empty(number));
      } else if (slot.startsWith("(")) {
        slots.add(
            new Slot.Draining(
                number,
                member(slot.charAt(1)),
                DrainReason.TERMINATING,
                Optional.of(NOW),
                Optional.of(LATER),
                Optional.empty()));
      } else {
        slots.add(
            new Slot.Serving(
                number, member(slot.charAt(0)), 10, Optional.of(NOW), Optional.empty()));
      }
    }
    return new SlotList(slots);
  }

  private static Member member(char name) {
    return new Member(
        "i-" + name, Address.of("10.0.0." + (name - 'a' + 1)), "web", Optional.of("eu-west-1a"));
  }

  private static SlotList list(int size, IntFunction<Slot> slot) {
    return new SlotList(IntStream.rangeClosed(1, size).mapToObj(slot).toList());
  }

  private static Slot serving(int number) {
    return serving(number, number);
  }

  private static Slot serving(int number, int member) {
    var address = Address.of("10.0." + member / 256 + "." + member % 256);
    return new Slot.Serving(
        number,
        new Member("i-" + member, address, "web", Optional.empty()),
        10,
        Optional.of(NOW),
        Optional.empty());
  }

  // Handing back

  @Test
  void aTableThatIsHandedBackHasOnlyWhatThePythonProgramWrites() {
    List<Slot> many = new ArrayList<>(SlotList.empty(250).slots());
    many.set(0, slots("a b").slot(1));
    many.set(1, slots("a b").slot(2));
    store.save(store.load(), new SlotList(many), PlanNotes.NONE, NOW);
    raw.put(with(raw.item(2).orElseThrow(), "Note S ours"));

    store.handBack(store.load());

    assertThat(store.header(Consistency.STRONG)).isEmpty();
    assertThat(store.rows(Consistency.STRONG).owned()).isFalse();
    assertThat(store.rows(Consistency.STRONG).slots()).hasSize(250);
    assertThat(raw.item(1).orElseThrow().keySet())
        .containsExactlyInAnyOrder(
            "BackendServerID",
            "IPAddress",
            "ServerName",
            "ASG",
            "Weight",
            "BackendServerStatus",
            "LastWeightUpdate");
    assertThat(raw.item(2).orElseThrow()).containsKey("Note");
  }

  @Test
  void aTableThatChangedMeanwhileIsNotHandedBack() {
    store.save(store.load(), slots("a -"), PlanNotes.NONE, NOW);
    StoredList stale = store.load();
    store.save(store.load(), slots("a b"), PlanNotes.NONE, LATER);

    assertThatThrownBy(() -> store.handBack(stale)).isInstanceOf(VersionConflictException.class);

    assertThat(store.rows(Consistency.STRONG).owned()).isTrue();
  }

  private static PlanNotes removed(Instant now) {
    return new PlanNotes(RemovalHistory.NONE.after(now, 1, 1), Optional.empty());
  }

  /** What a pass does when nothing was removed. */
  private Header save(SlotList next, Instant now) {
    return store.save(store.load(), next, PlanNotes.NONE, now);
  }

  private SlotList storedList(int size) {
    Rows rows = store.rows(Consistency.STRONG);
    assertThat(rows.refused()).isEmpty();
    return rows.toSlotList(size);
  }

  private Map<String, AttributeValue> row(int number) {
    return raw.item(number).orElseThrow();
  }

  /** The headers that the store writes from now on. */
  private List<Header> headersWritten() {
    return headersWritten(() -> {});
  }

  private List<Header> headersWritten(Runnable look) {
    List<Header> headers = new ArrayList<>();
    raw.afterEachWrite(
        () -> {
          headers.add(store.header(Consistency.STRONG).orElseThrow());
          look.run();
        });
    return headers;
  }

  private static void seatsNobodyTwice(SlotList list) {
    assertThat(list.members()).doesNotHaveDuplicates();
  }
}

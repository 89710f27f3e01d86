package io.hsdo.agent.list;

import static io.hsdo.agent.list.DrawnList.NOW;
import static io.hsdo.agent.list.DrawnList.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.slot.PlanNotes;
import io.hsdo.table.Header;
import io.hsdo.table.SlotListStoreException;
import io.hsdo.table.UnknownRow;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotListFollowerTest {
  private static final Duration FULL_SCAN = Duration.ofMinutes(5);

  private final WatchedTable table = new WatchedTable();
  private final ManualClock clock = new ManualClock(NOW);
  private final SlotListFollower follower = new SlotListFollower(table, clock);

  // What is read

  @Test
  void firstPollReadsTheHeaderAndThenTheRows() {
    table.save("a - (c) d:3");

    follower.poll();

    assertThat(table.takeReads()).containsExactly("header eventual", "rows strong");
    assertThat(held()).isEqualTo("1=a 2=- 3=(c) 4=d:3");
    assertThat(follower.held().orElseThrow().size()).isEqualTo(4);
  }

  @Test
  void nothingIsHeldBeforeTheFirstPoll() {
    assertThat(follower.held()).isEmpty();
  }

  @Test
  void headerIsAllThatIsReadWhileNothingChanges() {
    follow("a b");

    clock.advance(Duration.ofMinutes(4));
    follower.poll();

    assertThat(table.takeReads()).containsExactly("header eventual");
  }

  @Test
  void heartbeatIsNoChange() {
    follow("a b");
    table.heartbeat(NOW.plusSeconds(60));

    follower.poll();

    assertThat(table.takeReads()).containsExactly("header eventual");
  }

  /** Whoever compares lists by each poll, or keeps what it made of one, need not look at slots. */
  @Test
  void heartbeatLeavesTheSlotsTheSameObject() {
    follow("a b");
    var slots = follower.held().orElseThrow().slots();
    table.heartbeat(NOW.plusSeconds(60));

    follower.poll();

    assertThat(follower.held().orElseThrow().slots()).isSameAs(slots);
  }

  @Test
  void newVersionIsRead() {
    follow("a b");
    table.save("a c");

    follower.poll();

    assertThat(table.takeReads()).containsExactly("header eventual", "rows strong");
    assertThat(held()).isEqualTo("1=a 2=c");
    assertThat(version()).isEqualTo(2);
  }

  /** As of a table that was deleted and made anew. */
  @Test
  void sameVersionOfAnotherTimeIsRead() {
    follow("a b");
    deleteAll();
    table.save(slots("a c"), NOW.plusSeconds(60));

    follower.poll();

    assertThat(table.takeReads()).containsExactly("header eventual", "rows strong");
    assertThat(held()).isEqualTo("1=a 2=c");
    assertThat(version()).isEqualTo(1);
  }

  @Test
  void whoWasRepeatedInTheSlotItHadKeepsOnlyTheLowerOne() {
    follow("a b");
    table.save("b b");

    follower.poll();
    follower.poll();
    assertThat(held()).isEqualTo("1=a 2=b");
    follower.poll();

    assertThat(held()).isEqualTo("1=b 2=-");
  }

  @Test
  void rowsAreReadEveryFiveMinutesWhateverTheHeaderSays() {
    follow("a b:3");
    table.write(2, "BackendServerStatus", "draining");

    clock.advance(FULL_SCAN.minusMillis(1));
    follower.poll();
    assertThat(table.takeReads()).containsExactly("header eventual");
    assertThat(held()).isEqualTo("1=a 2=b:3");

    clock.advance(Duration.ofMillis(1));
    follower.poll();
    assertThat(table.takeReads()).containsExactly("header eventual", "rows strong");
    assertThat(held()).isEqualTo("1=a 2=(b)");

    follower.poll();
    assertThat(table.takeReads()).containsExactly("header eventual");
  }

  /** A scan is no snapshot: it may have seen a part of what came after its header. */
  @Test
  void rowsBelongToTheVersionThatWasReadBeforeThem() {
    table.save("a b");
    table.beforeEachScan(
        () -> {
          table.beforeEachScan(() -> {});
          table.save("a c");
        });

    follower.poll();
    assertThat(version()).isEqualTo(1);
    table.takeReads();

    follower.poll();
    assertThat(table.takeReads()).containsExactly("header eventual", "rows strong");
    assertThat(version()).isEqualTo(2);
  }

  /** DynamoDB changes the items of a transaction one by one, also for a consistent scan. */
  @ParameterizedTest
  @CsvSource({"2, 1=a 2=b 3=d", "3, 1=a 2=e 3=c"})
  void rowsOfAVersionThatAreNotThereYetAreLookedForAtEachPoll(int late, String meanwhile) {
    follow("a b c");
    table.holdBack(late);
    table.save("a e d");

    for (int poll = 0; poll < 3; poll++) {
      table.takeReads();
      follower.poll();
      assertThat(table.takeReads()).containsExactly("header eventual", "rows strong");
      assertThat(held()).isEqualTo(meanwhile);
    }
    table.holdNothingBack();

    follower.poll();
    assertThat(table.takeReads()).containsExactly("header eventual", "rows strong");
    assertThat(held()).isEqualTo("1=a 2=e 3=d");

    follower.poll();
    assertThat(table.takeReads()).containsExactly("header eventual");
  }

  @Test
  void rowsOfAVersionThatDoNotComeInTenSecondsAreLookedForEveryThirty() {
    follow("a b");
    table.holdBack(2);
    table.save("a c");

    follower.poll();
    clock.advance(Duration.ofSeconds(9));
    table.takeReads();
    follower.poll();
    assertThat(table.takeReads()).containsExactly("header eventual", "rows strong");

    clock.advance(Duration.ofSeconds(29));
    follower.poll();
    assertThat(table.takeReads()).containsExactly("header eventual");

    table.holdNothingBack();
    clock.advance(Duration.ofSeconds(1));
    follower.poll();
    assertThat(table.takeReads()).containsExactly("header eventual", "rows strong");
    assertThat(held()).isEqualTo("1=a 2=c");

    clock.advance(FULL_SCAN.minusMillis(1));
    follower.poll();
    assertThat(table.takeReads()).containsExactly("header eventual");
  }

  /** As of a removal that only the budget knows of, or of a server that counts no rows. */
  @Test
  void versionThatChangedNoRowIsReadOnce() {
    follow("a b");
    table.showEventually(new Header(2, 2, NOW, NOW, PlanNotes.NONE, 0));

    for (int i = 0; i < 4; i++) {
      follower.poll();
    }

    assertThat(table.takeReads()).filteredOn(read -> read.startsWith("rows")).hasSize(1);
    assertThat(version()).isEqualTo(2);
  }

  // Headers that seem to go back

  @Test
  void staleHeaderIsAskedForAgainAndChangesNothing() {
    table.save("a b");
    Header stale = table.header();
    table.save("a c");
    follower.poll();
    table.takeReads();

    table.showEventually(stale);
    follower.poll();

    assertThat(table.takeReads()).containsExactly("header eventual", "header strong");
    assertThat(held()).isEqualTo("1=a 2=c");
    assertThat(version()).isEqualTo(2);
  }

  /** As of a table that was restored from a backup. */
  @Test
  void lowerVersionIsBelievedWhenAConsistentReadSaysSo() {
    table.save("a b");
    table.save("a c");
    follower.poll();
    table.takeReads();
    deleteAll();
    table.save("a d");

    follower.poll();

    assertThat(table.takeReads())
        .containsExactly("header eventual", "header strong", "rows strong");
    assertThat(held()).isEqualTo("1=a 2=d");
    assertThat(version()).isEqualTo(1);
  }

  @Test
  void headerThatAnEventualReadMissesIsNotGone() {
    follow("a b");
    table.hideHeader();

    follower.poll();

    assertThat(table.takeReads()).containsExactly("header eventual", "header strong");
    assertThat(version()).isEqualTo(1);
  }

  @Test
  void headerThatVanishesIsConfirmedAndThenTheTableIsReadAsThePythonPrograms() {
    follow("a b");
    table.delete(0);

    follower.poll();
    assertThat(table.takeReads())
        .containsExactly("header eventual", "header strong", "rows eventual");
    assertThat(follower.held().flatMap(HeldList::header)).isEmpty();
    assertThat(held()).isEqualTo("1=a 2=b");

    follower.poll();
    assertThat(table.takeReads()).containsExactly("header eventual", "rows eventual");
  }

  // Tables without header

  @Test
  void tableWithoutHeaderIsReadAtEachPoll() {
    table.save("a b");
    table.delete(0);

    follower.poll();
    follower.poll();

    assertThat(table.takeReads())
        .containsExactly("header eventual", "rows eventual", "header eventual", "rows eventual");
    assertThat(held()).isEqualTo("1=a 2=b");
    assertThat(follower.held().orElseThrow().size()).isEqualTo(2);
  }

  @Test
  void tableThatIsTakenOverIsFollowedByItsHeader() {
    table.save("a b");
    table.delete(0);
    follower.poll();
    table.takeReads();

    table.save("a c");
    follower.poll();
    follower.poll();

    assertThat(table.takeReads())
        .containsExactly("header eventual", "rows strong", "header eventual");
    assertThat(held()).isEqualTo("1=a 2=c");
  }

  @Test
  void withoutHeaderNobodySaysThatTheListBecameShorter() {
    table.save("a b c d");
    table.delete(0);
    follower.poll();
    table.delete(4);
    table.delete(3);

    follower.poll();

    assertThat(held()).isEqualTo("1=a 2=b 3=c 4=d");
    assertThat(follower.held().orElseThrow().size()).isEqualTo(4);
  }

  @Test
  void withoutHeaderARefusedRowIsASlotToo() {
    table.save("a b c");
    table.delete(0);
    table.write(3, "IPAddress", "localhost");

    follower.poll();

    assertThat(held()).isEqualTo("1=a 2=b");
    assertThat(follower.held().orElseThrow().size()).isEqualTo(3);
  }

  // Rows that are not there, or not good

  @Test
  void rowThatIsMissingKeepsItsLastGoodSlot() {
    follow("a b c");
    table.delete(2);
    clock.advance(FULL_SCAN);

    follower.poll();

    assertThat(held()).isEqualTo("1=a 2=b 3=c");
    assertThat(follower.held().orElseThrow().unknown()).containsExactly(new UnknownRow.Missing(2));
  }

  @Test
  void rowThatIsMissingIsLookedForAtEachPoll() {
    follow("a b c");
    table.delete(2);
    clock.advance(FULL_SCAN);
    follower.poll();
    table.takeReads();

    follower.poll();

    assertThat(table.takeReads()).containsExactly("header eventual", "rows strong");
  }

  @Test
  void tableThatHasNoRowsAnyMoreIsNotBelieved() {
    follow("a b");
    table.delete(1);
    table.delete(2);
    clock.advance(FULL_SCAN);

    assertThatExceptionOfType(SlotListStoreException.class)
        .isThrownBy(follower::poll)
        .withMessage("the table has a header and no slots any more: it was emptied");
    assertThat(held()).isEqualTo("1=a 2=b");
  }

  @Test
  void headerThatKnowsOfNoSlotAnyMoreIsNotBelieved() {
    follow("a b");
    table.showEventually(new Header(2, 0, NOW, NOW, PlanNotes.NONE, 0));

    assertThatExceptionOfType(SlotListStoreException.class).isThrownBy(follower::poll);
    assertThat(held()).isEqualTo("1=a 2=b");
  }

  @Test
  void rowThatWasNeverThereIsUnknown() {
    table.save("a b c");
    table.delete(2);

    follower.poll();

    assertThat(held()).isEqualTo("1=a 3=c");
    assertThat(follower.held().orElseThrow().size()).isEqualTo(3);
  }

  @Test
  void refusedRowKeepsItsLastGoodSlot() {
    follow("a b c");
    table.write(2, "IPAddress", "1.2.3.4; shutdown sessions server");
    clock.advance(FULL_SCAN);

    follower.poll();

    assertThat(held()).isEqualTo("1=a 2=b 3=c");
    assertThat(follower.held().orElseThrow().unknown())
        .extracting(UnknownRow::id)
        .containsExactly("2");
  }

  @Test
  void refusedRowIsForgottenOnceItIsGood() {
    follow("a b c");
    table.write(2, "IPAddress", "localhost");
    clock.advance(FULL_SCAN);
    follower.poll();

    table.write(2, "IPAddress", "10.0.0.2");
    clock.advance(FULL_SCAN);
    follower.poll();

    assertThat(follower.held().orElseThrow().unknown()).isEmpty();
  }

  @Test
  void slotsOfAListThatBecameShorterAreGone() {
    follow("a b c d");
    table.save("a b");

    follower.poll();

    assertThat(held()).isEqualTo("1=a 2=b");
    assertThat(follower.held().orElseThrow().size()).isEqualTo(2);
  }

  @Test
  void rowBeyondTheListIsNoSlot() {
    table.save("a b c d");
    table.save("a b");
    table.copyRow(2, 4);
    table.write(4, "ServerName", "i-d");
    table.write(4, "IPAddress", "10.0.0.4");

    follower.poll();

    assertThat(held()).isEqualTo("1=a 2=b");
    assertThat(follower.held().orElseThrow().size()).isEqualTo(2);
  }

  @Test
  void addressThatSomebodyElseHasByNowIsTakenFromASlotWhoseRowIsRefused() {
    follow("a b -");
    table.copyRow(1, 3);
    table.write(3, "ServerName", "i-c");
    table.write(1, "BackendServerStatus", "asleep");
    clock.advance(FULL_SCAN);

    follower.poll();

    assertThat(held()).isEqualTo("1=- 2=b 3=c");
  }

  // Repeated members and addresses

  @Test
  void memberThatIsRepeatedForThreeReadsKeepsItsLowerSlot() {
    follow("a b c");
    table.copyRow(1, 3);
    clock.advance(FULL_SCAN);

    follower.poll();
    follower.poll();
    assertThat(held()).isEqualTo("1=a 2=b 3=c");
    assertThat(follower.held().orElseThrow().unknown()).isEmpty();

    follower.poll();
    assertThat(held()).isEqualTo("1=a 2=b 3=c");
    assertThat(follower.held().orElseThrow().unknown())
        .containsExactly(new UnknownRow.Refused("3", "member i-a has a lower slot too"));
    table.takeReads();

    follower.poll();
    assertThat(table.takeReads()).containsExactly("header eventual");
  }

  @Test
  void otherRowsOfANarrowedListAreFollowed() {
    follow("a b c d");
    table.copyRow(1, 3);
    table.write(4, "BackendServerStatus", "draining");
    clock.advance(FULL_SCAN);

    follower.poll();
    assertThat(held()).isEqualTo("1=a 2=b 3=c 4=d");
    follower.poll();
    follower.poll();
    assertThat(held()).isEqualTo("1=a 2=b 3=c 4=(d)");
  }

  /** A scan in the middle of a write sees who moves twice. */
  @Test
  void memberThatIsRepeatedInPassingIsNotRefused() {
    follow("a b -");
    table.copyRow(2, 3);
    clock.advance(FULL_SCAN);
    follower.poll();
    follower.poll();

    table.save("a - b");
    follower.poll();

    assertThat(held()).isEqualTo("1=a 2=- 3=b");
    assertThat(follower.held().orElseThrow().unknown()).isEmpty();
  }

  @Test
  void readsBetweenTwoBreachesStartTheCountAnew() {
    follow("a b -");
    table.copyRow(2, 3);
    clock.advance(FULL_SCAN);
    follower.poll();
    follower.poll();
    table.save("a b -");
    follower.poll();
    assertThat(held()).isEqualTo("1=a 2=b 3=-");

    table.copyRow(2, 3);
    clock.advance(FULL_SCAN);
    follower.poll();
    follower.poll();

    assertThat(follower.held().orElseThrow().unknown()).isEmpty();
  }

  @Test
  void addressThatIsRepeatedKeepsItsLowerSlot() {
    follow("a b c");
    table.write(3, "IPAddress", "10.0.0.2");
    clock.advance(FULL_SCAN);

    follower.poll();
    follower.poll();
    follower.poll();

    assertThat(held()).isEqualTo("1=a 2=b 3=c");
    assertThat(follower.held().orElseThrow().unknown())
        .containsExactly(new UnknownRow.Refused("3", "address 10.0.0.2 has a lower slot too"));
  }

  @Test
  void listThatIsReadForTheFirstTimeIsNarrowedAtOnce() {
    table.save("a b c");
    table.copyRow(1, 3);

    follower.poll();

    assertThat(held()).isEqualTo("1=a 2=b");
    assertThat(follower.held().orElseThrow().unknown())
        .extracting(UnknownRow::id)
        .containsExactly("3");
  }

  // Reads that fail

  @Test
  void failingReadKeepsTheList() {
    follow("a b");
    table.save("a c");
    table.fail();

    assertThatExceptionOfType(SlotListStoreException.class).isThrownBy(follower::poll);
    assertThat(held()).isEqualTo("1=a 2=b");

    table.recover();
    follower.poll();
    assertThat(held()).isEqualTo("1=a 2=c");
  }

  @Test
  void rowsThatCannotBeReadAreReadAgain() {
    follow("a b");
    table.save("a c");
    table.failRows();

    assertThatExceptionOfType(SlotListStoreException.class).isThrownBy(follower::poll);
    assertThat(held()).isEqualTo("1=a 2=b");
    assertThat(version()).isEqualTo(1);

    table.recover();
    table.takeReads();
    follower.poll();
    assertThat(table.takeReads()).containsExactly("header eventual", "rows strong");
    assertThat(held()).isEqualTo("1=a 2=c");
  }

  // Fixtures

  /** A follower that holds this list and has nothing to read. */
  private void follow(String drawing) {
    table.save(drawing);
    follower.poll();
    assertThat(follower.held().orElseThrow().slots().values())
        .containsExactlyElementsOf(slots(drawing).slots());
    table.takeReads();
  }

  private String held() {
    return DrawnList.draw(follower.held().orElseThrow().slots().values());
  }

  private void deleteAll() {
    for (int number = 0; number <= 2; number++) {
      table.delete(number);
    }
  }

  private long version() {
    return follower.held().flatMap(HeldList::header).map(Header::version).orElseThrow();
  }
}

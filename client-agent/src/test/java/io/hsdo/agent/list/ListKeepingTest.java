package io.hsdo.agent.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.agent.background.ManualThread;
import io.hsdo.logging.RecordedLog;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The list is kept for a restart")
class ListKeepingTest {
  private final ManualClock clock = new ManualClock(DrawnList.NOW);
  private final ManualClock wall = new ManualClock(DrawnList.NOW);
  private final ManualThread thread = new ManualThread();
  private final List<String> written = new ArrayList<>();
  private final RecordedLog log = new RecordedLog(ListKeeping.class);
  private boolean diskIsFull;
  private final ListKeeping keeping = keeping(Duration.ofDays(1));

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void newListIsWrittenAtOnceAndOnce() throws Exception {
    keep("a b");
    keep("a b");
    keep("a c");

    assertThat(written).containsExactly("1=a 2=b at 00:00", "1=a 2=c at 00:00");
  }

  @Test
  void listThatTheTableConfirmsIsWrittenEveryFiveMinutes() throws Exception {
    for (int minute = 0; minute < 12; minute++) {
      keep("a b");
      advance(Duration.ofMinutes(1));
    }

    assertThat(written).containsExactly("1=a 2=b at 00:00", "1=a 2=b at 00:05", "1=a 2=b at 00:10");
  }

  @Test
  void fileThatIsSoonTooOldIsWrittenMoreOften() throws Exception {
    ListKeeping often = keeping(Duration.ofMinutes(4));
    for (int minute = 0; minute < 5; minute++) {
      often.keep(new ListInUse.FromTable(DrawnList.held("a b"), clock.instant()));
      advance(Duration.ofMinutes(1));
    }

    assertThat(written).containsExactly("1=a 2=b at 00:00", "1=a 2=b at 00:02", "1=a 2=b at 00:04");
  }

  /** What the file knows of the second slot may still be right. */
  @Test
  void listThatLacksASlotIsNotKept() throws Exception {
    var rows = new TreeMap<>(DrawnList.held("a b").slots());
    rows.remove(2);
    HeldList whole = DrawnList.held("a b");
    var lacking = new HeldList(whole.header(), whole.size(), rows, List.of(), whole.scannedAt());

    keeping.keep(new ListInUse.FromTable(lacking, clock.instant()));

    assertThat(written).isEmpty();
  }

  @Test
  void listThatTheTableDoesNotConfirmIsNotWrittenAgain() throws Exception {
    var list = new ListInUse.FromTable(DrawnList.held("a b"), clock.instant());
    for (int minute = 0; minute < 12; minute++) {
      keeping.keep(list);
      advance(Duration.ofMinutes(1));
    }

    assertThat(written).hasSize(1);
  }

  @Test
  void listThatIsWrittenLateIsAsOldAsItIs() throws Exception {
    diskIsFull = true;
    var list = new ListInUse.FromTable(DrawnList.held("a b"), clock.instant());
    keeping.keep(list);
    advance(Duration.ofMinutes(30));
    diskIsFull = false;

    keeping.keep(list);

    assertThat(written).containsExactly("1=a 2=b at 00:00");
  }

  @Test
  void clockOfTheWallMayBeSet() throws Exception {
    wall.advance(Duration.ofHours(1));
    keep("a b");

    assertThat(written).containsExactly("1=a 2=b at 01:00");
  }

  @Test
  void memberlessListWithoutHeaderIsNotKept() throws Exception {
    keeping.keep(new ListInUse.FromTable(DrawnList.held("- -", Optional.empty()), clock.instant()));

    assertThat(written).isEmpty();
  }

  @Test
  void fullDiskIsOneLineWhenItBreaksAndOneWhenItHeals() throws Exception {
    diskIsFull = true;
    for (int second = 0; second < 60; second++) {
      keep("a b");
      advance(Duration.ofSeconds(1));
    }
    assertThat(log.take())
        .containsExactly(
            "WARNING keeping the list for a restart fails: No space left on device; restarted while"
                + " DynamoDB is away, this agent would leave HAProxy as it is");

    diskIsFull = false;
    keep("a b");
    assertThat(written).hasSize(1);
    assertThat(log.take())
        .containsExactly("INFO keeping the list for a restart works again after 60 s");
  }

  @Test
  void diskThatHangsHoldsNobodyUpAndHasOneWriteAtOnce() throws Exception {
    thread.hang();
    keep("a b");
    keep("a c");
    keep("a d");
    assertThat(thread.waiting()).isEqualTo(1);

    thread.goOn();
    keep("a d");

    assertThat(written).containsExactly("1=a 2=b at 00:00", "1=a 2=d at 00:00");
  }

  @Test
  void diskThatHangsIsToldOnceAndSoIsItsEnd() throws Exception {
    thread.hang();
    keep("a b");
    advance(Duration.ofSeconds(19));
    keep("a b");
    assertThat(log.take()).isEmpty();

    advance(Duration.ofSeconds(1));
    keep("a b");
    keep("a b");
    assertThat(log.take())
        .containsExactly(
            "WARNING keeping the list for a restart fails: the disk has not answered within 20 s;"
                + " restarted while DynamoDB is away, this agent would leave HAProxy as it is");

    advance(Duration.ofSeconds(5));
    thread.goOn();
    keep("a b");
    assertThat(log.take())
        .containsExactly("INFO keeping the list for a restart works again after 5 s");
  }

  private ListKeeping keeping(Duration maxAge) {
    return new ListKeeping(this::write, maxAge, thread, clock, wall);
  }

  private void keep(String drawing) throws InterruptedException {
    keeping.keep(new ListInUse.FromTable(DrawnList.held(drawing), clock.instant()));
  }

  private void advance(Duration duration) {
    clock.advance(duration);
    wall.advance(duration);
  }

  private void write(HeldList list, Instant confirmedAt) {
    if (diskIsFull) {
      throw new IllegalStateException("No space left on device");
    }
    written.add(
        DrawnList.draw(list.slots().values()) + " at " + confirmedAt.toString().substring(11, 16));
  }
}

package io.hsdo.agent.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.agent.Rig;
import io.hsdo.agent.background.Background;
import io.hsdo.agent.background.OneThread;
import io.hsdo.agent.list.ListInUse;
import io.hsdo.haproxy.Dialect;
import io.hsdo.haproxy.WriterLock.Holder;
import io.hsdo.status.Health;
import io.hsdo.status.Withheld;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Nothing is lost when a part fails")
class FailStaticTest {
  /** More than the longest back-off. */
  private static final Duration LATER = Duration.ofSeconds(6);

  private Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  // A table that hangs

  @Test
  void restartedHaproxyIsFilledByTheNextPollWhileTheTableHangs() throws Exception {
    rig.table.save("a b (c)");
    rig.poll();
    rig.tableThread.hang();
    rig.poll();
    rig.haproxy.stop();
    rig.haproxy.startAgain();

    rig.poll();

    assertThat(rig.servers()).containsExactly("10.0.0.1 READY", "10.0.0.2 READY", "10.0.0.3 DRAIN");
  }

  @Test
  void hangingTableHasOneReadAtOnceAndHaproxyIsLookedAtInEveryPoll() throws Exception {
    rig.table.save("a b c");
    rig.poll();
    rig.haproxy.takeLines();
    rig.tableThread.hang();

    for (int i = 0; i < 5; i++) {
      rig.poll();
    }

    assertThat(rig.tableThread.waiting()).isEqualTo(1);
    assertThat(rig.haproxy.takeLines()).containsOnly(Rig.READ).hasSize(5);
  }

  @Test
  void tableThatHangsCountsAsFailedUntilItAnswers() throws Exception {
    rig.table.save("a b c");
    rig.poll();
    rig.tableThread.hang();
    rig.poll();
    rig.clock.advance(Background.OVERDUE.minusSeconds(1));
    assertThat(rig.poll().poll().table()).isInstanceOf(Health.Works.class);

    rig.clock.advance(Duration.ofSeconds(1));
    assertThat(rig.poll().poll().table())
        .isInstanceOfSatisfying(
            Health.Fails.class,
            fails ->
                assertThat(fails.problem()).isEqualTo("the table has not answered within 20 s"));

    rig.tableThread.goOn();
    assertThat(rig.poll().poll().table()).isInstanceOf(Health.Works.class);
  }

  @Test
  void pollTakesWhatCameInSinceTheLastOne() throws Exception {
    rig.table.save("a b c");
    rig.poll();
    rig.tableThread.hang();
    rig.poll();
    rig.table.save("a b d");

    rig.tableThread.goOn();
    rig.tableThread.hang();
    rig.poll();

    assertThat(rig.servers()).contains("10.0.0.4 READY");
  }

  @Test
  void listIsConfirmedWhenItIsReadNotWhenAPollTakesIt() throws Exception {
    rig.table.save("a b c");
    rig.poll();
    rig.tableThread.hang();
    rig.poll();
    rig.clock.advance(Duration.ofSeconds(1));
    Instant read = rig.clock.instant();
    rig.tableThread.goOn();
    rig.tableThread.hang();
    rig.clock.advance(Duration.ofMinutes(1));

    AgentStatus status = rig.poll();

    assertThat(status.list())
        .isInstanceOfSatisfying(
            ListInUse.FromTable.class, list -> assertThat(list.confirmedAt()).isEqualTo(read));
  }

  @Test
  void changeOfTheTableIsCarriedOutByTheSamePoll() throws Exception {
    Thread poller = Thread.currentThread();
    rig.restartAgent(OneThread.named("table"));
    rig.table.save("a b c");
    rig.table.beforeEachScan(
        () -> {
          while (poller.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
          }
        });

    rig.poll();
    rig.table.save("a b d");
    rig.poll();

    assertThat(rig.servers()).contains("10.0.0.4 READY");
  }

  @Test
  void tableThatIsPromptAgainIsWaitedForAgain() throws Exception {
    rig.table.save("a b c");
    rig.poll();
    rig.tableThread.hang();
    rig.poll();
    rig.poll();
    rig.tableThread.goOn();
    rig.poll();
    rig.table.save("a b d");

    rig.poll();

    assertThat(rig.servers()).contains("10.0.0.4 READY");
  }

  // A start without the table

  @Test
  void tableGoesBeforeTheFile() throws Exception {
    rig.table.save("a b c");
    rig.fileHolds("d - -");

    AgentStatus status = rig.poll();

    assertThat(status.list()).isInstanceOf(ListInUse.FromTable.class);
    assertThat(rig.servers()).containsExactly("10.0.0.1 READY", "10.0.0.2 READY", "10.0.0.3 READY");
  }

  @Test
  void fileFillsAnEmptyHaproxyWhileTheTableFails() throws Exception {
    rig.table.fail();
    rig.fileHolds("a - (c)");

    AgentStatus status = rig.poll();

    assertThat(status.list()).isInstanceOf(ListInUse.FromFile.class);
    assertThat(status.isGood()).isFalse();
    assertThat(rig.servers()).containsExactly("10.0.0.1 READY", "MAINT", "10.0.0.3 DRAIN");
  }

  @Test
  void fileIsAskedForOnceAndTheTableAgainAndAgain() throws Exception {
    rig.table.fail();
    rig.fileHolds("a b c");
    rig.poll();
    rig.table.takeReads();
    rig.file =
        () -> {
          throw new AssertionError("the file was read again");
        };

    rig.clock.advance(LATER);
    rig.poll();

    assertThat(rig.table.takeReads()).containsExactly("header eventual");
  }

  @Test
  void firstListOfTheTableReplacesThatOfTheFile() throws Exception {
    rig.table.fail();
    rig.fileHolds("a b c");
    rig.poll();
    rig.table.recover();
    rig.table.save("a - d");
    rig.clock.advance(LATER);

    assertThat(rig.poll().isGood()).isTrue();

    assertThat(rig.servers()).containsExactly("10.0.0.1 READY", "MAINT", "10.0.0.4 READY");
    assertThat(rig.log.take())
        .containsSubsequence(
            "INFO reading the slot list works again after 6 s",
            "INFO following a list of 3 slots, 2 with members, version 1");
  }

  @Test
  void fileNeverTouchesABackendThatHasAReadySlot() throws Exception {
    rig.meddle("set server web/web2 addr 10.0.0.9 port 80");
    rig.meddle("set server web/web2 state ready");
    rig.haproxy.takeLines();
    rig.table.fail();
    rig.fileHolds("a b c");

    rig.poll();
    rig.poll();

    assertThat(rig.servers()).containsExactly("MAINT", "10.0.0.9 READY", "MAINT");
    assertThat(rig.haproxy.takeLines()).containsOnly(Rig.READ);
  }

  @Test
  void fileNeverTouchesMembersWhoseChecksFailForAMoment() throws Exception {
    rig.meddle("set server web/web2 addr 10.0.0.9 port 80");
    rig.meddle("set server web/web2 state ready");
    rig.meddle("set server web/web2 health down");
    rig.table.fail();
    rig.fileHolds("a b c");

    rig.poll();

    assertThat(rig.servers()).containsExactly("MAINT", "10.0.0.9 READY", "MAINT");
  }

  @Test
  void fileFillsAnEmptyHaproxyWhileTheTableIsEmpty() throws Exception {
    rig.fileHolds("a b c");

    rig.poll();
    rig.haproxy.stop();
    rig.haproxy.startAgain();
    AgentStatus status = rig.poll();

    assertThat(status.list()).isInstanceOf(ListInUse.FromFile.class);
    assertThat(rig.servers()).containsExactly("10.0.0.1 READY", "10.0.0.2 READY", "10.0.0.3 READY");

    rig.table.save("a - d");
    rig.poll();

    assertThat(rig.servers()).containsExactly("10.0.0.1 READY", "MAINT", "10.0.0.4 READY");
  }

  @Test
  void fileFillsAnEmptyHaproxyWhileTheTableHasAHeaderAndNoRows() throws Exception {
    rig.table.save("a b c");
    for (int number = 1; number <= 3; number++) {
      rig.table.delete(number);
    }
    rig.fileHolds("a b c");

    rig.poll();

    assertThat(rig.servers()).containsExactly("10.0.0.1 READY", "10.0.0.2 READY", "10.0.0.3 READY");
  }

  /** HAProxy 3.0 applies addresses late, so that no server is ready after the first poll. */
  @Test
  void fillFromTheFileThatTakesTwoPollsIsCompleted() throws Exception {
    rig.close();
    rig = new Rig(Dialect.V3_0);
    rig.table.fail();
    rig.fileHolds("a b c");

    rig.poll();
    rig.meddle("set server web/web1 state ready");
    rig.clock.advance(Duration.ofMillis(20));
    rig.poll();

    assertThat(rig.servers()).containsExactly("10.0.0.1 READY", "10.0.0.2 READY", "10.0.0.3 READY");
  }

  @Test
  void haproxyThatRestartsWhileTheTableIsAwayIsFilledFromTheFileAgain() throws Exception {
    rig.table.fail();
    rig.fileHolds("a b c");
    rig.poll();

    rig.haproxy.stop();
    rig.haproxy.startAgain();
    rig.poll();

    assertThat(rig.servers()).containsExactly("10.0.0.1 READY", "10.0.0.2 READY", "10.0.0.3 READY");
  }

  @Test
  void listFromTheFileIsNotWrittenToTheFile() throws Exception {
    rig.table.fail();
    rig.fileHolds("a b c");

    rig.poll();

    assertThat(rig.kept).isEmpty();
  }

  @Test
  void listOfTheTableIsKeptForARestart() throws Exception {
    rig.table.save("a b c");
    rig.poll();
    rig.poll();
    rig.table.save("a b d");
    rig.poll();

    assertThat(rig.kept).containsExactly("1=a 2=b 3=c", "1=a 2=b 3=d");
  }

  // An agent beside another

  @Test
  void secondAgentWritesNothingUntilTheFirstHasEnded() throws Exception {
    rig.table.save("a b c");
    rig.lock = new Holder.Another(Path.of("/run/admin.sock.hsdo-lock"));

    AgentStatus status = rig.poll();
    rig.poll();

    assertThat(rig.haproxy.takeLines()).containsOnly(Rig.READ);
    assertThat(rig.kept).isEmpty();
    assertThat(status.isGood()).isFalse();
    assertThat(rig.log.take())
        .containsOnlyOnce(
            "WARNING another agent holds /run/admin.sock.hsdo-lock: this one writes nothing as long"
                + " as that one runs");

    rig.lock = new Holder.Us();
    assertThat(rig.poll().isGood()).isTrue();
    assertThat(rig.servers()).containsExactly("10.0.0.1 READY", "10.0.0.2 READY", "10.0.0.3 READY");
    assertThat(rig.log.take()).contains("INFO this agent alone writes to HAProxy now");
  }

  @Test
  void fileOfASecondAgentNeverTouchesWhatTheFirstHasFilled() throws Exception {
    rig.table.fail();
    rig.fileHolds("a b c");
    rig.lock = new Holder.Another(Path.of("/run/admin.sock.hsdo-lock"));
    rig.poll();
    rig.meddle("set server web/web2 addr 10.0.0.9 port 80");
    rig.meddle("set server web/web2 state ready");

    rig.lock = new Holder.Us();
    rig.poll();

    assertThat(rig.servers()).containsExactly("MAINT", "10.0.0.9 READY", "MAINT");
  }

  @Test
  void lockThatCannotBeTakenIsToldAndHaproxyIsKeptInLine() throws Exception {
    rig.table.save("a b c");
    rig.lock = new Holder.Nobody("read-only file system");

    rig.poll();

    assertThat(rig.servers()).contains("10.0.0.1 READY");
    assertThat(rig.log.take())
        .contains(
            "WARNING the lock that keeps a second agent from this HAProxy cannot be taken"
                + " (read-only file system): going on without");
  }

  // A zone that nobody tells

  @Test
  void haproxyIsLeftAsItIsUntilTheZoneIsKnown() throws Exception {
    rig.zone =
        Optional.of(
            () -> {
              throw new IllegalStateException("no answer");
            });
    rig.restartAgent();
    rig.table.save("a b c");

    AgentStatus status = rig.poll();
    rig.clock.advance(LATER);
    rig.poll();

    assertThat(rig.haproxy.takeLines()).containsOnly(Rig.READ);
    assertThat(status.poll().withheld()).contains(new Withheld.ZoneUnknown());
    assertThat(rig.log.take())
        .containsOnlyOnce(
            "WARNING asking for this host's availability zone fails: no answer; HAProxy stays as"
                + " it is until this host's zone is known");
  }

  @Test
  void zoneThatIsLateIsTakenByAPollThatDidNotWaitForIt() throws Exception {
    rig.zoneThread.hang();
    rig.zone = Optional.of(() -> "eu-west-1a");
    rig.restartAgent();
    rig.table.save("a b c");
    rig.poll();
    assertThat(rig.servers()).containsOnly("MAINT");

    rig.zoneThread.goOn();
    rig.poll();

    assertThat(rig.servers()).contains("10.0.0.1 READY");
  }
}

package io.hsdo.agent.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.agent.Rig;
import io.hsdo.agent.list.DrawnList;
import io.hsdo.agent.list.WatchedTable;
import io.hsdo.haproxy.FakeHaproxy;
import io.hsdo.logging.RecordedLog;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Header;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTest {
  /** More than the longest back-off. */
  private static final Duration LATER = Duration.ofSeconds(6);

  private final Rig rig = new Rig();
  private final ManualClock clock = rig.clock;
  private final WatchedTable table = rig.table;
  private final FakeHaproxy haproxy = rig.haproxy;
  private final RecordedLog log = rig.log;

  @AfterEach
  void close() {
    rig.close();
  }

  // Polls

  @Test
  void pollCarriesTheTableOutInHaproxy() throws Exception {
    table.save("a - (c)");

    assertThat(rig.poll().isGood()).isTrue();

    assertThat(servers()).containsExactly("10.0.0.1 READY", "MAINT", "10.0.0.3 DRAIN");
  }

  @Test
  void quietPollIsOneReadOfTheTableAndOneRoundTrip() throws Exception {
    table.save("a - (c)");
    rig.poll();
    table.takeReads();
    haproxy.takeLines();
    log.take();

    assertThat(rig.poll().isGood()).isTrue();

    assertThat(table.takeReads()).containsExactly("header eventual");
    assertThat(haproxy.takeLines()).containsExactly("show info;show servers state web");
    assertThat(log.take()).isEmpty();
  }

  @Test
  void changeOfASlotIsLogged() throws Exception {
    table.save("a - c");
    rig.poll();
    assertThat(log.take())
        .containsExactly(
            "INFO following a list of 3 slots, 2 with members, version 1",
            "INFO HAProxy 2.6.12-1+deb12u4 has pid 4711",
            "INFO sent to HAProxy 4711: 6 command(s) for web/web1, web/web3");

    table.save("a b c:7");
    rig.poll();

    assertThat(log.take())
        .containsExactly(
            "INFO slot 2 web2: empty -> i-b 10.0.0.2, version 2",
            "INFO slot 3 web3: i-c 10.0.0.3 weight 10 -> i-c 10.0.0.3 weight 7, version 2",
            "INFO sent to HAProxy 4711: 6 command(s) for web/web2, web/web3");
  }

  @Test
  void restartedHaproxyIsFullAgainAfterTheNextPoll() throws Exception {
    table.save("a b (c)");
    rig.poll();
    List<String> filled = servers();
    log.take();

    haproxy.stop();
    haproxy.startAgain();
    assertThat(rig.poll().isGood()).isTrue();

    assertThat(servers()).isEqualTo(filled);
    assertThat(log.take()).contains("INFO HAProxy 2.6.12-1+deb12u4 has pid 4712");
  }

  @Test
  void processThatTakesOverDuringAPollIsFilledByTheSamePoll() throws Exception {
    table.save("a b c");
    AtomicInteger left = new AtomicInteger(2);
    haproxy
        .model()
        .afterEachCommand(
            () -> {
              if (left.decrementAndGet() == 0) {
                haproxy.model().restart();
              }
            });

    assertThat(rig.poll().isGood()).isTrue();

    assertThat(servers()).containsExactly("10.0.0.1 READY", "10.0.0.2 READY", "10.0.0.3 READY");
  }

  // A table that fails

  @Test
  void haproxyIsKeptInLineWhileTheTableFails() throws Exception {
    table.save("a b (c)");
    rig.poll();
    List<String> filled = servers();
    table.fail();
    haproxy.stop();
    haproxy.startAgain();

    assertThat(rig.poll().isGood()).isFalse();

    assertThat(servers()).isEqualTo(filled);
  }

  @Test
  void failingTableIsAskedLaterWhileHaproxyIsKeptInLineAtEachPoll() throws Exception {
    table.save("a b c");
    rig.poll();
    table.fail();
    rig.poll();
    table.takeReads();
    haproxy.takeLines();

    for (int i = 0; i < 3; i++) {
      assertThat(rig.poll().isGood()).isFalse();
    }

    assertThat(table.takeReads()).isEmpty();
    assertThat(haproxy.takeLines()).hasSize(3);
  }

  @Test
  void failingTableIsAskedAgainWithinFiveSeconds() throws Exception {
    table.save("a b c");
    rig.poll();
    table.fail();
    for (int i = 0; i < 20; i++) {
      rig.poll();
      table.takeReads();
      clock.advance(Duration.ofSeconds(5));
      rig.poll();
      assertThat(table.takeReads()).as("after %s", clock.instant()).isNotEmpty();
    }
  }

  @Test
  void failingTableIsOneLineWhenItBreaksAndOneWhenItHeals() throws Exception {
    table.save("a b c");
    rig.poll();
    log.take();
    table.fail();

    rig.poll();
    assertThat(log.take())
        .containsExactly(
            "WARNING reading the slot list fails: reading header of table 'slots' failed; going on"
                + " with the last good list");

    for (int i = 0; i < 5; i++) {
      clock.advance(LATER);
      rig.poll();
    }
    assertThat(log.take()).isEmpty();

    table.recover();
    clock.advance(LATER);
    assertThat(rig.poll().isGood()).isTrue();
    assertThat(log.take()).containsExactly("INFO reading the slot list works again after 36 s");
  }

  @Test
  void haproxyIsLeftAsItIsUntilThereWasAList() throws Exception {
    table.fail();

    assertThat(rig.poll().isGood()).isFalse();

    assertThat(haproxy.takeLines()).containsExactly("show info;show servers state web");
  }

  @Test
  void membersOfSlotsThatAreCutOffAreLogged() throws Exception {
    table.save("a b c");
    rig.poll();
    table.save("a b");

    rig.poll();

    assertThat(log.take()).contains("INFO slot 3 web3: i-c 10.0.0.3 -> empty, version 2");
  }

  @Test
  void listThatKnowsOfNoSlotEmptiesNothing() throws Exception {
    table.save("a b c");
    rig.poll();
    haproxy.model().passChecks();
    List<String> serving = servers();
    table.showEventually(new Header(2, 0, DrawnList.NOW, DrawnList.NOW, PlanNotes.NONE, 0));

    rig.restartAgent();
    rig.poll();
    rig.poll();

    assertThat(servers()).isEqualTo(serving);
  }

  // A HAProxy that fails

  @Test
  void tableIsFollowedWhileHaproxyDoesNotAnswer() throws Exception {
    table.save("a b c");
    rig.poll();
    haproxy.stop();
    table.save("a b d");

    assertThat(rig.poll().isGood()).isFalse();
    assertThat(log.take()).contains("INFO slot 3 web3: i-c 10.0.0.3 -> i-d 10.0.0.4, version 2");

    haproxy.startAgain();
    assertThat(rig.poll().isGood()).isTrue();
    assertThat(servers()).containsExactly("10.0.0.1 READY", "10.0.0.2 READY", "10.0.0.4 READY");
  }

  @Test
  void failingHaproxyIsOneLineWhenItBreaksAndOneWhenItHeals() throws Exception {
    table.save("a b c");
    rig.poll();
    log.take();
    haproxy.stop();

    rig.poll();
    clock.advance(Duration.ofSeconds(1));
    rig.poll();
    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith("WARNING reconciling HAProxy fails: ")
        .endsWith("; it goes on as it is until the next poll");

    haproxy.startAgain();
    clock.advance(Duration.ofSeconds(1));
    rig.poll();
    assertThat(log.take()).contains("INFO reconciling HAProxy works again after 2 s");
  }

  @Test
  void serversThatHaproxyLacksAreOneLineWhenTheyAreMissedAndOneWhenNot() throws Exception {
    table.save("a b c d");

    rig.poll();
    assertThat(log.take()).contains("WARNING HAProxy lacks servers: web/web4");
    rig.poll();
    assertThat(log.take()).isEmpty();

    table.save("a b c");
    rig.poll();
    assertThat(log.take()).contains("INFO every slot is carried out again");
  }

  // Lists that must not be believed

  @Test
  void memberlessTableWithoutHeaderNeverEmptiesAServingHaproxy() throws Exception {
    table.save("a b c");
    rig.poll();
    haproxy.model().passChecks();
    List<String> serving = servers();

    table.save("- - -");
    table.delete(0);
    rig.poll();
    rig.poll();

    assertThat(servers()).isEqualTo(serving);

    haproxy.stop();
    haproxy.startAgain();
    rig.poll();

    assertThat(servers()).isEqualTo(serving);
  }

  @Test
  void headerThatKnowsOfNoSlotNeverEmptiesAHaproxyThatServedBeforeTheAgentStarted()
      throws Exception {
    table.save("a b c");
    rig.poll();
    haproxy.model().passChecks();
    List<String> serving = servers();

    table.save(new SlotList(List.of()), clock.instant());
    rig.restartAgent();
    rig.poll();
    rig.poll();

    assertThat(servers()).isEqualTo(serving);
  }

  /** Also while all of its checks fail for a moment, as they do for a dependency of everybody's. */
  @ParameterizedTest
  @ValueSource(strings = {"up", "down"})
  void memberlessTableWithoutHeaderNeverEmptiesAHaproxyThatServedBeforeTheAgentStarted(
      String health) throws Exception {
    table.save("a b c");
    rig.poll();
    for (int server = 1; server <= 3; server++) {
      rig.meddle("set server web/web" + server + " health " + health);
    }
    List<String> serving = servers();

    table.save("- - -");
    table.delete(0);
    rig.restartAgent();
    rig.poll();
    rig.poll();

    assertThat(servers()).isEqualTo(serving);
    assertThat(rig.kept).containsExactly("1=a 2=b 3=c");
  }

  @Test
  void memberlessTableWithoutHeaderIsCarriedOutWhereNothingServes() throws Exception {
    table.save("- - -");
    table.delete(0);
    rig.meddle("set server web/web1 state drain");
    rig.meddle("set server web/web1 health down");

    rig.poll();

    assertThat(servers()).containsExactly("MAINT", "MAINT", "MAINT");
  }

  @Test
  void tableThatIsGoneChangesNothing() throws Exception {
    table.save("a b c");
    rig.poll();
    haproxy.model().passChecks();
    List<String> serving = servers();

    for (int row = 3; row >= 0; row--) {
      table.delete(row);
      clock.advance(Duration.ofMinutes(5));
      rig.poll();
    }

    assertThat(servers()).isEqualTo(serving);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IPAddress           | 1.2.3.4; shutdown sessions server",
        "IPAddress           | ::ffff:1.2.3.4",
        "IPAddress           | 127.1",
        "IPAddress           | localhost",
        "IPAddress           | 0.0.0.0",
        "Weight              | 10; shutdown sessions server",
        "BackendServerStatus | enabled; shutdown sessions server",
      })
  void rowThatIsRefusedReachesNoSocket(String attribute, String text) throws Exception {
    table.save("a b c");
    rig.poll();
    List<String> serving = servers();
    haproxy.takeLines();
    log.take();

    table.write(2, attribute, text);
    clock.advance(Duration.ofMinutes(5));
    assertThat(rig.poll().isGood()).isTrue();
    rig.poll();

    assertThat(haproxy.takeLines()).containsOnly("show info;show servers state web");
    assertThat(servers()).isEqualTo(serving);
    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith(
            "WARNING rows are missing or refused and their slots stay as they were: 2 ("
                + attribute);
  }

  // Fixtures

  private List<String> servers() {
    return rig.servers();
  }
}

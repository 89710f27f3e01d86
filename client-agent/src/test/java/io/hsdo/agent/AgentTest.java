package io.hsdo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.Dialect;
import io.hsdo.haproxy.FakeHaproxy;
import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.ManualClock;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.logging.RecordedLog;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.Placement;
import io.hsdo.reconcile.ServerRef;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentTest {
  private static final Backend WEB = new Backend("web", "web", 80, Backend.Role.DEFAULT);
  private static final String CONFIG =
      """
      backend web
        server-template web 1-3 slot.invalid:80 init-addr last,127.0.0.2 check disabled
      """;

  /** More than the longest back-off. */
  private static final Duration LATER = Duration.ofSeconds(6);

  private final ManualClock manualClock = new ManualClock();
  private final Clock clock = manualClock.withZone(ZoneOffset.UTC);
  private final WatchedTable table = new WatchedTable();
  private final FakeHaproxy haproxy = FakeHaproxy.start(Dialect.V2, manualClock, CONFIG);
  private final Agent agent =
      new Agent(
          new SlotListFollower(table, clock),
          new HaproxyKeeper(
              new Haproxy(new UnixSocketRuntimeApi(haproxy.socketPath().toString())),
              List.of(WEB),
              Placement.EVERYWHERE),
          clock);
  private final RecordedLog log = new RecordedLog(Agent.class);

  @AfterEach
  void close() {
    log.close();
    haproxy.close();
  }

  // Polls

  @Test
  void pollCarriesTheTableOutInHaproxy() throws Exception {
    table.save("a - (c)");

    assertThat(agent.poll()).isTrue();

    assertThat(servers()).containsExactly("10.0.0.1 READY", "MAINT", "10.0.0.3 DRAIN");
  }

  @Test
  void quietPollIsOneReadOfTheTableAndOneRoundTrip() throws Exception {
    table.save("a - (c)");
    agent.poll();
    table.takeReads();
    haproxy.takeLines();
    log.take();

    assertThat(agent.poll()).isTrue();

    assertThat(table.takeReads()).containsExactly("header eventual");
    assertThat(haproxy.takeLines()).containsExactly("show info;show servers state web");
    assertThat(log.take()).isEmpty();
  }

  @Test
  void changeOfASlotIsLogged() throws Exception {
    table.save("a - c");
    agent.poll();
    assertThat(log.take())
        .containsExactly(
            "INFO following a list of 3 slots, 2 with members, version 1",
            "INFO HAProxy 2.6.12-1+deb12u4 has pid 4711",
            "INFO sent to HAProxy 4711: 6 command(s)");

    table.save("a b c:7");
    agent.poll();

    assertThat(log.take())
        .containsExactly(
            "INFO slot 2: empty -> i-b 10.0.0.2 weight 10, version 2",
            "INFO slot 3: i-c 10.0.0.3 weight 10 -> i-c 10.0.0.3 weight 7, version 2",
            "INFO sent to HAProxy 4711: 5 command(s)");
  }

  @Test
  void restartedHaproxyIsFullAgainAfterTheNextPoll() throws Exception {
    table.save("a b (c)");
    agent.poll();
    List<String> filled = servers();
    log.take();

    haproxy.stop();
    haproxy.startAgain();
    assertThat(agent.poll()).isTrue();

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

    assertThat(agent.poll()).isTrue();

    assertThat(servers()).containsExactly("10.0.0.1 READY", "10.0.0.2 READY", "10.0.0.3 READY");
  }

  // A table that fails

  @Test
  void haproxyIsKeptInLineWhileTheTableFails() throws Exception {
    table.save("a b (c)");
    agent.poll();
    List<String> filled = servers();
    table.fail();
    haproxy.stop();
    haproxy.startAgain();

    assertThat(agent.poll()).isFalse();

    assertThat(servers()).isEqualTo(filled);
  }

  @Test
  void failingTableIsAskedLaterWhileHaproxyIsKeptInLineAtEachPoll() throws Exception {
    table.save("a b c");
    agent.poll();
    table.fail();
    agent.poll();
    table.takeReads();
    haproxy.takeLines();

    for (int i = 0; i < 3; i++) {
      assertThat(agent.poll()).isFalse();
    }

    assertThat(table.takeReads()).isEmpty();
    assertThat(haproxy.takeLines()).hasSize(3);
  }

  @Test
  void failingTableIsAskedAgainWithinFiveSeconds() throws Exception {
    table.save("a b c");
    agent.poll();
    table.fail();
    for (int i = 0; i < 20; i++) {
      agent.poll();
      table.takeReads();
      manualClock.advance(Duration.ofSeconds(5));
      agent.poll();
      assertThat(table.takeReads()).as("after %s", clock.instant()).isNotEmpty();
    }
  }

  @Test
  void failingTableIsOneLineWhenItBreaksAndOneWhenItHeals() throws Exception {
    table.save("a b c");
    agent.poll();
    log.take();
    table.fail();

    agent.poll();
    assertThat(log.take())
        .containsExactly(
            "WARNING reading the slot list fails: reading header of table 'slots' failed; going on"
                + " with the last good list");

    for (int i = 0; i < 5; i++) {
      manualClock.advance(LATER);
      agent.poll();
    }
    assertThat(log.take()).isEmpty();

    table.recover();
    manualClock.advance(LATER);
    assertThat(agent.poll()).isTrue();
    assertThat(log.take()).containsExactly("INFO reading the slot list works again after 36 s");
  }

  @Test
  void haproxyIsLeftAsItIsUntilThereWasAList() throws Exception {
    table.fail();

    assertThat(agent.poll()).isFalse();

    assertThat(haproxy.takeLines()).isEmpty();
  }

  // A HAProxy that fails

  @Test
  void tableIsFollowedWhileHaproxyDoesNotAnswer() throws Exception {
    table.save("a b c");
    agent.poll();
    haproxy.stop();
    table.save("a b d");

    assertThat(agent.poll()).isFalse();
    assertThat(log.take())
        .contains("INFO slot 3: i-c 10.0.0.3 weight 10 -> i-d 10.0.0.4 weight 10, version 2");

    haproxy.startAgain();
    assertThat(agent.poll()).isTrue();
    assertThat(servers()).containsExactly("10.0.0.1 READY", "10.0.0.2 READY", "10.0.0.4 READY");
  }

  @Test
  void failingHaproxyIsOneLineWhenItBreaksAndOneWhenItHeals() throws Exception {
    table.save("a b c");
    agent.poll();
    log.take();
    haproxy.stop();

    agent.poll();
    manualClock.advance(Duration.ofSeconds(1));
    agent.poll();
    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith("WARNING reconciling HAProxy fails: ")
        .endsWith("; it goes on as it is until the next poll");

    haproxy.startAgain();
    manualClock.advance(Duration.ofSeconds(1));
    agent.poll();
    assertThat(log.take()).contains("INFO reconciling HAProxy works again after 2 s");
  }

  @Test
  void serversThatHaproxyLacksAreOneLineWhenTheyAreMissedAndOneWhenNot() throws Exception {
    table.save("a b c d");

    agent.poll();
    assertThat(log.take()).contains("WARNING HAProxy lacks servers: [web/web4]");
    agent.poll();
    assertThat(log.take()).isEmpty();

    table.save("a b c");
    agent.poll();
    assertThat(log.take()).contains("INFO every slot is carried out again");
  }

  // Lists that must not be believed

  @Test
  void memberlessTableWithoutHeaderNeverEmptiesAServingHaproxy() throws Exception {
    table.save("a b c");
    agent.poll();
    haproxy.model().passChecks();
    List<String> serving = servers();

    table.save("- - -");
    table.delete(0);
    agent.poll();
    agent.poll();

    assertThat(servers()).isEqualTo(serving);
  }

  @Test
  void tableThatIsGoneChangesNothing() throws Exception {
    table.save("a b c");
    agent.poll();
    haproxy.model().passChecks();
    List<String> serving = servers();

    for (int row = 3; row >= 0; row--) {
      table.delete(row);
      manualClock.advance(Duration.ofMinutes(5));
      agent.poll();
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
    agent.poll();
    List<String> serving = servers();
    haproxy.takeLines();
    log.take();

    table.write(2, attribute, text);
    manualClock.advance(Duration.ofMinutes(5));
    assertThat(agent.poll()).isTrue();
    agent.poll();

    assertThat(haproxy.takeLines()).containsOnly("show info;show servers state web");
    assertThat(servers()).isEqualTo(serving);
    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith("WARNING rows are refused and their slots stay as they were: [2 (" + attribute);
  }

  // Fixtures

  private List<String> servers() {
    return IntStream.rangeClosed(1, 3).mapToObj(this::server).toList();
  }

  /** Such as {@code 10.0.0.1 READY}; in maint, the address does not matter. */
  private String server(int number) {
    var server = haproxy.model().server(new ServerRef("web", "web" + number)).orElseThrow();
    return server.state() == AdminState.MAINT ? "MAINT" : server.address() + " " + server.state();
  }
}

package io.hsdo.agent.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.agent.list.DrawnList;
import io.hsdo.haproxy.CliLevel;
import io.hsdo.haproxy.Dialect;
import io.hsdo.haproxy.FakeHaproxy;
import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.HaproxyModel.Server;
import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.haproxy.RuntimeApiException;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.haproxy.WriteReport;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.Placement;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HaproxyKeeperTest {
  private static final Backend WEB = new Backend("web", "web", 80, Backend.Role.DEFAULT);
  private static final String CONFIG =
      """
      backend web
        server-template web 1-3 slot.invalid:80 init-addr last,127.0.0.2 check disabled
        server spare 127.0.0.9:80
      """;

  private static final String READ = "show info;show servers state web";
  private static final String WRITE = "set severity-output number;show info;";

  private final ManualClock clock = new ManualClock();
  private FakeHaproxy haproxy = FakeHaproxy.start(Dialect.V2, clock, CONFIG);
  private HaproxyKeeper keeper = keeperOf(haproxy);

  @AfterEach
  void close() {
    haproxy.close();
  }

  // A pass, line by line

  @Test
  void emptyHaproxyIsFilledReadBackAndMadeReady() throws Exception {
    HaproxyPass pass = pass("a:3 - b");

    assertThat(haproxy.takeLines())
        .containsExactly(
            READ,
            WRITE
                + "set server web/web1 addr 10.0.0.1 port 80;set server web/web1 weight 3;"
                + "set server web/web3 addr 10.0.0.2 port 80;set server web/web3 weight 10",
            READ,
            WRITE + "set server web/web1 state ready;set server web/web3 state ready");
    assertThat(servers())
        .containsExactly(
            "web1 10.0.0.1:80 weight 3 READY", "web2 MAINT", "web3 10.0.0.2:80 weight 10 READY");
    assertThat(pass.commandsSent()).isEqualTo(6);
    assertThat(pass.isQuiet()).isFalse();
  }

  /** The spare server has the traffic; in a HAProxy that has just started for want of members. */
  @Test
  void membersOfAHaproxyThatHasBeenUpForAWhileAreCheckedFirst() throws Exception {
    clock.advance(Duration.ofSeconds(30));

    pass("a - -");

    assertThat(haproxy.takeLines())
        .last()
        .isEqualTo(
            WRITE
                + "set server web/web1 state drain;set server web/web1 health down;"
                + "set server web/web1 state ready");
  }

  @Test
  void quietPassIsOneRoundTrip() throws Exception {
    pass("a - b");
    haproxy.takeLines();

    HaproxyPass pass = pass("a - b");

    assertThat(haproxy.takeLines()).containsExactly(READ);
    assertThat(pass.isQuiet()).isTrue();
    assertThat(pass.commandsSent()).isZero();
  }

  @Test
  void slotThatChangesHandsIsInMaintUntilItsAddressIsReadBack() throws Exception {
    pass("a b -");
    haproxy.model().passChecks();
    haproxy.takeLines();

    pass("a c -");

    assertThat(haproxy.takeLines())
        .containsExactly(
            READ,
            WRITE + "set server web/web2 state maint;set server web/web2 addr 10.0.0.3 port 80",
            READ,
            WRITE
                + "set server web/web2 state drain;set server web/web2 health down;set server web/web2 state ready");
  }

  @Test
  void newcomerTakesNoTrafficAtAnyMomentBeforeItsFirstChecks() throws Exception {
    pass("a b -");
    haproxy.model().passChecks();
    List<Server> moments = new ArrayList<>();
    haproxy
        .model()
        .afterEachCommand(() -> haproxy.model().server(WEB.server(3)).ifPresent(moments::add));

    pass("a b c");

    assertThat(moments)
        .extracting(Server::state)
        .contains(AdminState.MAINT, AdminState.DRAIN, AdminState.READY);
    assertThat(moments).noneMatch(server -> server.state() == AdminState.READY && server.up());
  }

  @Test
  void whatNeedsNoNewAddressIsOneLine() throws Exception {
    pass("a b c");
    haproxy.takeLines();

    pass("a:7 (b) -");

    assertThat(haproxy.takeLines())
        .containsExactly(
            READ,
            WRITE
                + "set server web/web3 state maint;set server web/web2 state drain;"
                + "set server web/web1 weight 7;set server web/web2 weight 0");
    assertThat(servers())
        .containsExactly(
            "web1 10.0.0.1:80 weight 7 READY", "web2 10.0.0.2:80 weight 0 DRAIN", "web3 MAINT");
  }

  @Test
  void addressThatIsAppliedLateIsMadeReadyByALaterPass() throws Exception {
    restartAs(Dialect.V3_0);

    pass("a - -");
    assertThat(servers()).containsExactly("web1 MAINT", "web2 MAINT", "web3 MAINT");

    clock.advance(Duration.ofMillis(20));
    pass("a - -");
    assertThat(servers())
        .containsExactly("web1 10.0.0.1:80 weight 10 READY", "web2 MAINT", "web3 MAINT");
  }

  @Test
  void serversOfOthersAreLeftAlone() throws Exception {
    pass("a b c");

    assertThat(haproxy.takeLines()).noneMatch(line -> line.contains("spare"));
    assertThat(server("spare")).isEqualTo("spare 127.0.0.9:80 weight 1 READY");
  }

  // Another process

  @Test
  void restartedHaproxyIsFilledByTheNextPass() throws Exception {
    pass("a b (c)");
    List<String> filled = servers();

    haproxy.stop();
    haproxy.startAgain();
    assertThat(servers()).containsExactly("web1 MAINT", "web2 MAINT", "web3 MAINT");
    pass("a b (c)");

    assertThat(servers()).isEqualTo(filled);
  }

  @Test
  void processThatIsReplacedBetweenReadAndWriteIsReported() throws Exception {
    restartAfterCommands(2);

    HaproxyPass pass = pass("a - -");

    assertThat(pass.replaced()).isTrue();
    assertThat(haproxy.takeLines()).hasSize(2);
  }

  @Test
  void processThatIsReplacedBeforeTheReadBackIsToldNothingMore() throws Exception {
    restartAfterCommands(2 + 4);

    HaproxyPass pass = pass("a - -");

    assertThat(pass.replaced()).isTrue();
    assertThat(haproxy.takeLines()).last().isEqualTo(READ);
    assertThat(servers()).containsExactly("web1 MAINT", "web2 MAINT", "web3 MAINT");
  }

  @Test
  void memberlessListIsCarriedOut() throws Exception {
    pass("a b -");

    pass("- - -");

    assertThat(servers()).containsExactly("web1 MAINT", "web2 MAINT", "web3 MAINT");
  }

  @Test
  void processThatIsLeavingIsLeftAlone() throws Exception {
    haproxy.model().beginStopping();

    HaproxyPass pass = pass("a b c");

    assertThat(pass.observed().info().stopping()).isTrue();
    assertThat(haproxy.takeLines()).containsExactly(READ);
  }

  // What HAProxy lacks or refuses

  @Test
  void serversThatHaproxyLacksAreToldAndTheOthersServe() throws Exception {
    HaproxyPass pass = pass("a b c d e");

    assertThat(pass.reconciliation().missing())
        .extracting(ServerRef::toString)
        .containsExactly("web/web4", "web/web5");
    assertThat(servers()).allMatch(server -> server.endsWith("READY"));
  }

  @Test
  void backendThatHaproxyLacksIsToldAndTheOthersServe() throws Exception {
    Backend other = new Backend("api", "api", 80, Backend.Role.DEFAULT);
    keeper = new HaproxyKeeper(api(haproxy), List.of(other, WEB));

    HaproxyPass pass = pass("a b c");

    assertThat(pass.observed().missingBackends()).containsExactly(other);
    assertThat(servers()).allMatch(server -> server.endsWith("READY"));
  }

  @Test
  void commandsThatAreRefusedAreTold() throws Exception {
    haproxy.model().permit(CliLevel.OPERATOR);

    HaproxyPass pass = pass("a - -");

    assertThat(pass.failures())
        .extracting(WriteReport.Failure::text)
        .isNotEmpty()
        .allMatch(text -> text.contains("Permission denied"));
    assertThat(servers()).containsExactly("web1 MAINT", "web2 MAINT", "web3 MAINT");
  }

  @Test
  void haproxyThatDoesNotAnswerIsAnException() {
    haproxy.stop();

    assertThatExceptionOfType(RuntimeApiException.class)
        .isThrownBy(() -> pass("a b c"))
        .matches(e -> e.problem() == RuntimeApiException.Problem.REFUSED);
  }

  // Fixtures

  private HaproxyPass pass(String drawing) throws InterruptedException {
    return keeper.pass(
        observed ->
            new DesiredServers()
                .of(
                    DrawnList.held(drawing),
                    List.of(WEB),
                    Placement.EVERYWHERE,
                    observed.servers().values()));
  }

  private void restartAs(Dialect dialect) {
    haproxy.close();
    haproxy = FakeHaproxy.start(dialect, clock, CONFIG);
    keeper = keeperOf(haproxy);
  }

  /** Has another process take over once so many commands were carried out. */
  private void restartAfterCommands(int commands) {
    AtomicInteger left = new AtomicInteger(commands);
    haproxy
        .model()
        .afterEachCommand(
            () -> {
              if (left.decrementAndGet() == 0) {
                haproxy.model().restart();
              }
            });
  }

  private static Haproxy api(FakeHaproxy haproxy) {
    return new Haproxy(new UnixSocketRuntimeApi(haproxy.socketPath().toString()));
  }

  private static HaproxyKeeper keeperOf(FakeHaproxy haproxy) {
    return new HaproxyKeeper(api(haproxy), List.of(WEB));
  }

  private List<String> servers() {
    return IntStream.rangeClosed(1, 3).mapToObj(number -> server("web" + number)).toList();
  }

  /**
   * Such as {@code web1 10.0.0.1:80 weight 10 READY}; in maint, address and weight do not matter.
   */
  private String server(String name) {
    var server = haproxy.model().server(new ServerRef("web", name)).orElseThrow();
    return server.state() == AdminState.MAINT
        ? name + " MAINT"
        : "%s %s:%d weight %d %s"
            .formatted(name, server.address(), server.port(), server.weight(), server.state());
  }
}

package io.hsdo.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hsdo.haproxy.RuntimeApiException.Problem;
import io.hsdo.haproxy.WriteReport.Ending;
import io.hsdo.haproxy.WriteReport.Failure;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.Endpoint;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.RuntimeCommand;
import io.hsdo.reconcile.RuntimeCommand.Introduce;
import io.hsdo.reconcile.RuntimeCommand.SetDrain;
import io.hsdo.reconcile.RuntimeCommand.SetEndpoint;
import io.hsdo.reconcile.RuntimeCommand.SetReady;
import io.hsdo.reconcile.RuntimeCommand.SetWeight;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.slot.Address;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HaproxyTest {
  private static final Backend WEB = new Backend("web", "web", 80, Backend.Role.DEFAULT);
  private static final Backend OTHER = new Backend("other", "srv", 80, Backend.Role.FALLBACK);
  private static final String CONFIG =
      """
      backend web
        server-template web 1-400 slot.invalid:80 init-addr last,127.0.0.2 check disabled
      backend other
        server-template srv 1-2 127.0.0.2:80 disabled
      """;

  private final ManualClock clock = new ManualClock();
  private final FakeHaproxy fake = FakeHaproxy.start(Dialect.V3_2, clock, CONFIG);
  private final Haproxy haproxy =
      new Haproxy(new UnixSocketRuntimeApi(fake.socketPath().toString()));
  private final HaproxyProcess process = haproxy.read(List.of()).info().process();

  HaproxyTest() {
    fake.takeLines();
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void readIsOneRoundTrip() {
    HaproxySnapshot snapshot = haproxy.read(List.of(WEB, OTHER));

    assertThat(snapshot.servers()).hasSize(402);
    assertThat(fake.takeLines())
        .containsExactly("show info;show servers state web;show servers state other");
  }

  @Test
  void serverThatIsAsItWasIsTheSameObject() {
    var before = haproxy.read(List.of(WEB, OTHER)).servers();
    haproxy.write(List.of(new RuntimeCommand.SetWeight(WEB.server(7), 42)), process);

    var after = haproxy.read(List.of(WEB, OTHER)).servers();

    assertThat(after.get(WEB.server(7))).extracting(ObservedServer::weight).isEqualTo(42);
    assertThat(after).hasSameSizeAs(before);
    for (ServerRef ref : after.keySet()) {
      if (!ref.equals(WEB.server(7))) {
        assertThat(after.get(ref)).isSameAs(before.get(ref));
      }
    }
  }

  @Test
  void healthIsThatOfTheAnswer() {
    HaproxySnapshot snapshot = haproxy.read(List.of(WEB, OTHER));
    haproxy.read(List.of(OTHER));

    var health = snapshot.healthReader().get();
    assertThat(health).hasSize(402).containsKey(OTHER.server(2));
    assertThat(snapshot.healthReader().get()).isSameAs(health);
  }

  @Test
  void infoTellsOfAReloadAndARestart() {
    clock.advance(Duration.ofSeconds(61));
    assertThat(haproxy.read(List.of()).info().uptimeSec()).isEqualTo(61);

    fake.model().beginStopping();
    assertThat(haproxy.read(List.of()).info().stopping()).isTrue();

    fake.model().restart();
    assertThat(haproxy.read(List.of()).info().stopping()).isFalse();
    assertThat(haproxy.read(List.of()).info().process()).isNotEqualTo(process);
  }

  @Test
  void changesAreOneLineInTheirOrder() {
    WriteReport report =
        haproxy.write(
            List.of(
                new SetDrain(WEB.server(3)),
                new SetWeight(WEB.server(1), 7),
                new SetEndpoint(WEB.server(2), new Endpoint(Address.of("2001:db8::1"), 8080)),
                new Introduce(WEB.server(4))),
            process);

    assertThat(report).isEqualTo(new WriteReport(6, List.of(), Ending.COMPLETE));
    assertThat(fake.takeLines())
        .containsExactly(
            "set severity-output number;show info"
                + ";set server web/web3 state drain"
                + ";set server web/web1 weight 7"
                + ";set server web/web2 addr 2001:db8::1 port 8080"
                + ";set server web/web4 state drain;set server web/web4 health down;set server web/web4 state ready");
  }

  @Test
  void eachLineOfChangesIsProgress() {
    var progress = new AtomicInteger();
    var told =
        new Haproxy(
            new UnixSocketRuntimeApi(fake.socketPath().toString()), progress::incrementAndGet);

    told.read(List.of(WEB));
    assertThat(progress).hasValue(0);
    told.write(weights(400), process);

    assertThat(progress).hasValue(3);
  }

  @Test
  void nothingToChangeIsNoLine() {
    assertThat(haproxy.write(List.of(), process))
        .isEqualTo(new WriteReport(0, List.of(), Ending.COMPLETE));

    assertThat(fake.takeLines()).isEmpty();
  }

  @Test
  void linesHave150CommandsOrEightKilobytesAtMost() {
    WriteReport weights = haproxy.write(weights(400), process);

    assertThat(weights).isEqualTo(new WriteReport(400, List.of(), Ending.COMPLETE));
    assertThat(fake.takeLines())
        .extracting(line -> line.split(";", -1).length)
        .containsExactly(150, 150, 106);

    haproxy.write(endpoints(400), process);

    assertThat(fake.takeLines())
        .allSatisfy(line -> assertThat(line.length() + 1).isLessThanOrEqualTo(8192))
        .extracting(line -> line.split(";", -1).length)
        .containsExactly(142, 139, 125);
  }

  @Test
  void lineHasNoMoreThanHaproxyHashesInAMoment() {
    assertThat(changesOfLines(index -> new SetReady(WEB.server(index), 256)))
        .containsExactly(5, 5, 5, 5, 5, 5, 5, 5);
    assertThat(changesOfLines(index -> new SetReady(WEB.server(index), 100)))
        .containsExactly(15, 15, 10);
    assertThat(changesOfLines(index -> new SetWeight(WEB.server(index), 200, 100)))
        .containsExactly(15, 15, 10);
    assertThat(changesOfLines(index -> new SetReady(WEB.server(index), 10))).containsExactly(40);
    assertThat(changesOfLines(index -> new SetWeight(WEB.server(index), 200))).containsExactly(40);
  }

  /** How many of 40 changes go on each line. */
  private List<Integer> changesOfLines(IntFunction<RuntimeCommand> change) {
    haproxy.write(IntStream.rangeClosed(1, 40).mapToObj(change).toList(), process);
    return fake.takeLines().stream()
        .map(line -> line.split(";", -1).length - WritingLine.PREAMBLE_COMMANDS)
        .toList();
  }

  @Test
  void commandsOfOneChangeStayOnOneLine() {
    List<RuntimeCommand> introductions =
        IntStream.rangeClosed(1, 100)
            .<RuntimeCommand>mapToObj(i -> new Introduce(WEB.server(i)))
            .toList();

    haproxy.write(introductions, process);

    assertThat(fake.takeLines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).endsWith(" state ready"));
  }

  @Test
  void lineThatIsTooBigIsHalvedUntilItFits() {
    fake.model().limitLine(1000);

    WriteReport report = haproxy.write(weights(100), process);

    assertThat(report).isEqualTo(new WriteReport(100, List.of(), Ending.COMPLETE));
    assertThat(haproxy.read(List.of(WEB)).servers().values())
        .filteredOn(server -> server.weight() == 9)
        .hasSize(100);
    assertThat(fake.takeLines().get(2).length()).isLessThan(1000);
  }

  @Test
  void severitiesThatTheSocketIsConfiguredWithAreInNobodysWay() {
    fake.model().addSeverities();
    fake.model().removeBackend("other");
    fake.model().limitLine(1000);

    HaproxySnapshot snapshot = haproxy.read(List.of(WEB, OTHER));
    WriteReport report = haproxy.write(weights(100), process);

    assertThat(haproxy.cliLevel()).isEqualTo(CliLevel.ADMIN);
    assertThat(snapshot.servers()).hasSize(400);
    assertThat(snapshot.missingBackends()).containsExactly(OTHER);
    assertThat(report).isEqualTo(new WriteReport(100, List.of(), WriteReport.Ending.COMPLETE));
  }

  @Test
  void changeThatFitsOnNoLineIsAnError() {
    fake.model().limitLine(30);

    assertThatThrownBy(() -> haproxy.write(weights(2), process))
        .isInstanceOfSatisfying(
            RuntimeApiException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.LINE_TOO_BIG));
  }

  @Test
  void refusedCommandIsReportedAndTheOthersAreSent() {
    fake.model().removeServer(WEB.server(2));
    fake.model().removeBackend("other");

    WriteReport report =
        haproxy.write(
            List.of(
                new Introduce(WEB.server(2)),
                new SetWeight(OTHER.server(1), 7),
                new SetWeight(WEB.server(3), 7)),
            process);

    assertThat(report.failures())
        .containsExactly(
            new Failure(WEB.server(2), "set server web/web2 state drain", "No such server."),
            new Failure(WEB.server(2), "set server web/web2 health down", "No such server."),
            new Failure(WEB.server(2), "set server web/web2 state ready", "No such server."),
            new Failure(OTHER.server(1), "set server other/srv1 weight 7", "No such backend."));
    assertThat(report.commandsSent()).isEqualTo(5);
    assertThat(haproxy.read(List.of(WEB)).server(WEB.server(3)).orElseThrow().weight())
        .isEqualTo(7);
  }

  @Test
  void lackOfPermissionIsReportedForEveryCommand() {
    fake.model().permit(CliLevel.OPERATOR);

    WriteReport report = haproxy.write(weights(3), process);

    assertThat(report.failures()).hasSize(3).allMatch(f -> f.text().equals("Permission denied"));
    assertThat(haproxy.cliLevel()).isEqualTo(CliLevel.OPERATOR);
  }

  @Test
  void stoppingProcessGetsNoSecondLine() {
    fake.model().beginStopping();

    WriteReport report = haproxy.write(weights(400), process);

    assertThat(report).isEqualTo(new WriteReport(148, List.of(), Ending.STOPPING));
    assertThat(fake.takeLines()).hasSize(1);
  }

  @Test
  void anotherProcessGetsNoSecondLine() {
    fake.model().restart();

    WriteReport report = haproxy.write(weights(400), process);

    assertThat(report).isEqualTo(new WriteReport(148, List.of(), Ending.REPLACED));
    assertThat(fake.takeLines()).hasSize(1);
  }

  @Test
  void processOfTheSameNumberIsAnotherOneIfItBeganLater() {
    var earlier = new HaproxyProcess(process.pid(), process.startTimeSec() - 1);

    assertThat(haproxy.write(weights(1), earlier).ending()).isEqualTo(Ending.REPLACED);
  }

  @Test
  void commandsWithoutAnAnswerAreFailures() {
    fake.disturb(answer -> answer.substring(0, answer.length() - 2));

    WriteReport report = haproxy.write(weights(3), process);

    assertThat(report.failures())
        .containsExactly(
            new Failure(WEB.server(2), "set server web/web2 weight 9", "no answer"),
            new Failure(WEB.server(3), "set server web/web3 weight 9", "no answer"));
  }

  @Test
  void snapshotThatEndsTooEarlyIsNone() {
    fake.disturb(answer -> answer.substring(0, answer.length() / 2));

    assertThatThrownBy(() -> haproxy.read(List.of(WEB)))
        .isInstanceOfSatisfying(
            RuntimeApiException.class, e -> assertThat(e.problem()).isEqualTo(Problem.CUT_OFF))
        .hasMessageContaining(fake.socketPath().toString());
  }

  @Test
  void garbageIsUnreadable() {
    fake.disturb(answer -> "HTTP/1.1 400 Bad Request\n\n\n\n");

    assertThatThrownBy(() -> haproxy.read(List.of(WEB))).isInstanceOf(RuntimeApiException.class);
    assertThatThrownBy(haproxy::cliLevel)
        .isInstanceOfSatisfying(
            RuntimeApiException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNREADABLE));
  }

  @Test
  void addressIsNotThereBeforeItsTime() {
    var endpoint = new Endpoint(Address.of("10.0.1.4"), 80);

    haproxy.write(List.of(new SetEndpoint(WEB.server(1), endpoint)), process);

    assertThat(address(WEB.server(1))).isEqualTo(Address.of("127.0.0.2"));
    clock.advance(Duration.ofMillis(20));
    assertThat(address(WEB.server(1))).isEqualTo(endpoint.address());
  }

  private Address address(ServerRef server) {
    return haproxy.read(List.of(WEB)).server(server).orElseThrow().address().orElseThrow();
  }

  private static List<RuntimeCommand> weights(int count) {
    return IntStream.rangeClosed(1, count)
        .<RuntimeCommand>mapToObj(i -> new SetWeight(WEB.server(i), 9))
        .toList();
  }

  private static List<RuntimeCommand> endpoints(int count) {
    List<RuntimeCommand> changes = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      var address = Address.of("2001:db8:1:2:3:4:5:" + Integer.toHexString(i));
      changes.add(new SetEndpoint(WEB.server(i), new Endpoint(address, 8080)));
    }
    return changes;
  }
}

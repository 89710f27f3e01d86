package io.hsdo.local.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.HaproxyProcess;
import io.hsdo.haproxy.RuntimeApi;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.haproxy.WriteReport;
import io.hsdo.haproxy.WriteReport.Ending;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.Endpoint;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.Reconciler;
import io.hsdo.reconcile.Reconciliation.Activation;
import io.hsdo.reconcile.RuntimeCommand;
import io.hsdo.reconcile.RuntimeCommand.SetWeight;
import io.hsdo.slot.Address;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whole passes over the HAProxy of this machine. */
@RequiresHaproxy
class RealHaproxyTest {
  private static final int SLOTS = 1_000;
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Backend WEB = new Backend("web", "web", 80, Backend.Role.DEFAULT);

  /** What the checks of a thousand dead addresses find is not what is tested. */
  private static final ServiceConfig CONFIG =
      new ServiceConfig("web", "web", SLOTS).withoutChecks();

  private final List<String> lines = new ArrayList<>();

  @Test
  void thousandSlotsAreFilledAndASecondPassSaysNothing() {
    try (var local = LocalHaproxy.start(CONFIG)) {
      var haproxy = haproxy(local);

      pass(haproxy, serving("127.1", 10));

      assertThat(haproxy.read(List.of(WEB)).servers().values())
          .hasSize(SLOTS)
          .allMatch(server -> server.state() == AdminState.READY)
          .allMatch(server -> server.weight() == 10)
          .allMatch(ObservedServer::takesTraffic);
      assertThat(lines)
          .allSatisfy(line -> assertThat(line.length()).isLessThan(8192))
          .hasSizeLessThan(30);
      secondPassSaysNothing(haproxy, serving("127.1", 10));
    }
  }

  @Test
  void thousandSlotsChangeHands() {
    try (var local = LocalHaproxy.start(CONFIG)) {
      var haproxy = haproxy(local);
      pass(haproxy, serving("127.1", 100));
      List<DesiredServer> desired = serving("127.2", 1);
      desired.set(7, new DesiredServer.Maint(WEB.server(8)));

      pass(haproxy, desired);

      secondPassSaysNothing(haproxy, desired);
      var observed = haproxy.read(List.of(WEB));
      assertThat(observed.server(WEB.server(8)).orElseThrow().state()).isEqualTo(AdminState.MAINT);
      assertThat(observed.server(WEB.server(7)).orElseThrow().address())
          .contains(Address.of("127.2.0.7"));
    }
  }

  @Test
  void serverThatIsNotManagedIsSeenToTakeTraffic() {
    HaproxyConfig config =
        listeners ->
            CONFIG
                .text(listeners)
                .replace("\nbackend web\n", "\nbackend web\n  server old 127.1.2.3:80\n");
    try (var local = LocalHaproxy.start(config)) {
      var haproxy = haproxy(local);
      assertThat(haproxy.read(List.of(WEB)).strangersServe()).isTrue();

      new UnixSocketRuntimeApi(local.socketPath().toString())
          .exchange("set server web/old state maint");

      assertThat(haproxy.read(List.of(WEB)).strangersServe()).isFalse();
    }
  }

  @Test
  void restartedHaproxyIsFullAgainAfterOnePass() {
    try (var local = LocalHaproxy.start(CONFIG)) {
      var haproxy = haproxy(local);
      pass(haproxy, serving("127.1", 100));

      local.restart();
      pass(haproxy, serving("127.1", 100));

      assertThat(haproxy.read(List.of(WEB)).servers().values())
          .hasSize(SLOTS)
          .allMatch(ObservedServer::takesTraffic);
    }
  }

  @Test
  void replacedHaproxyIsNoticedByTheFirstLineThatReachesIt() {
    try (var local = LocalHaproxy.start(CONFIG)) {
      var haproxy = haproxy(local);
      HaproxyProcess before = haproxy.read(List.of()).info().process();
      local.restart();

      WriteReport report = haproxy.write(weights(), before);

      assertThat(report.ending()).isEqualTo(Ending.REPLACED);
      assertThat(report.commandsSent()).isLessThan(SLOTS);
    }
  }

  @Test
  void processThatWasReloadedTakesNoCommands() throws IOException {
    try (var local = LocalHaproxy.start(CONFIG);
        var old = InteractiveConnection.to(local.socketPath())) {
      HaproxyProcess process = haproxy(local).read(List.of()).info().process();

      local.reload();

      awaitStopping(old);
      assertThat(old.exchange("set server web/web1 weight 7")).contains("Proxy is disabled.");
      assertThat(new Haproxy(old).write(weights().subList(0, 1), process).ending())
          .isEqualTo(Ending.STOPPING);
    }
  }

  private static void awaitStopping(RuntimeApi old) {
    var haproxy = new Haproxy(old);
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!haproxy.read(List.of()).info().stopping()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** A pass as the agent runs it. */
  private static void pass(Haproxy haproxy, List<DesiredServer> desired) {
    var observed = haproxy.read(List.of(WEB));
    var process = observed.info().process();
    var reconciliation = Reconciler.reconcile(desired, observed.servers(), false);
    write(haproxy, reconciliation.commands(), process);
    List<Activation> waiting = new ArrayList<>(reconciliation.activations());
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!waiting.isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(end);
      var readBack = haproxy.read(List.of(WEB));
      List<Activation> confirmed =
          waiting.stream().filter(each -> each.isConfirmedBy(readBack.servers())).toList();
      write(haproxy, confirmed.stream().map(Activation::command).toList(), process);
      waiting.removeAll(confirmed);
    }
  }

  private static void write(
      Haproxy haproxy, List<RuntimeCommand> commands, HaproxyProcess process) {
    WriteReport report = haproxy.write(commands, process);
    assertThat(report.failures()).isEmpty();
    assertThat(report.ending()).isEqualTo(Ending.COMPLETE);
  }

  private static void secondPassSaysNothing(Haproxy haproxy, List<DesiredServer> desired) {
    var again = Reconciler.reconcile(desired, haproxy.read(List.of(WEB)).servers(), false);

    assertThat(again.commands()).isEmpty();
    assertThat(again.missing()).isEmpty();
    assertThat(again.unreachable()).isEmpty();
  }

  private static List<DesiredServer> serving(String network, int weight) {
    List<DesiredServer> desired = new ArrayList<>();
    for (int number = 1; number <= SLOTS; number++) {
      var address = Address.of(network + "." + number / 256 + "." + number % 256);
      desired.add(
          new DesiredServer.Active(
              WEB.server(number), new Endpoint(address, WEB.serverPort()), weight, false));
    }
    return desired;
  }

  private static List<RuntimeCommand> weights() {
    return IntStream.rangeClosed(1, SLOTS)
        .<RuntimeCommand>mapToObj(number -> new SetWeight(WEB.server(number), 7))
        .toList();
  }

  private Haproxy haproxy(LocalHaproxy local) {
    RuntimeApi socket = new UnixSocketRuntimeApi(local.socketPath().toString());
    return new Haproxy(
        line -> {
          lines.add(line);
          return socket.exchange(line);
        });
  }
}

package io.hsdo.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.e2e.Await;
import io.hsdo.local.haproxy.LocalHaproxy;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.load.Load;
import io.hsdo.local.load.LoadReport;
import io.hsdo.local.load.LoadSettings;
import io.hsdo.local.python.PythonClient;
import io.hsdo.local.python.PythonServer;
import io.hsdo.local.service.LocalService;
import io.hsdo.local.service.Program;
import io.hsdo.local.service.ServiceSettings;
import io.hsdo.plan.Ramp;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.slot.Slot;
import io.hsdo.table.Consistency;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** docs/migrate.md, command by command, on two HAProxies under load. */
@RequiresHaproxy
class MigrationTest {
  private static final Document PAGE = new Document("migrate.md");
  private static final String GROUP = "web";
  private static final int SIZE = 6;
  private static final int HOSTS = 2;
  private static final Ramp RAMP = new Ramp(1, 10, 9, Duration.ofSeconds(1));
  private static final Duration PAUSE = Duration.ofMillis(300);

  /** Of a command; handing back watches for a minute and a half. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final LocalService service =
      LocalService.start(
          new ServiceSettings(
              SIZE,
              Duration.ofMillis(200),
              Duration.ofMinutes(1),
              RAMP,
              Duration.ofMillis(200),
              Timings.instant(),
              HOSTS,
              true));
  private final DynamoDbClient table =
      DynamoDbClient.builder()
          .endpointOverride(service.dynamoDbEndpoint())
          .region(Region.EU_WEST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
          .httpClientBuilder(UrlConnectionHttpClient.builder())
          .build();
  private final Map<String, AutoCloseable> running = new HashMap<>();
  private final List<String> performed = new ArrayList<>();

  @BeforeEach
  void thePythonProgramRuns() throws Exception {
    service.cloud().createGroup(GROUP, 3, "eu-west-1a");
    start("hsdo-python-server", 0);
    for (int host = 0; host < HOSTS; host++) {
      start("hsdo-python-client", host);
    }
    Await.that(this::notServing);
    assertThat(seats()).hasSize(3);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable program : running.values()) {
      program.close();
    }
    table.close();
    service.close();
  }

  @Test
  void thereAndBackNoSlotMovesAndNoRequestFails() throws Exception {
    Map<Integer, String> seats = seats();
    try (Load load = load()) {
      perform("1. See what would change", 0);
      for (int host = 0; host < HOSTS; host++) {
        perform("2. Swap the client, on one HAProxy host after the other", host);
      }
      assertThat(seats()).isEqualTo(seats);
      seats = aNewcomerIsSeated(seats);

      perform("3. Swap the server", 0);
      assertThat(service.store().header(Consistency.STRONG)).isPresent();
      assertThat(seats()).isEqualTo(seats);
      seats = aNewcomerIsSeated(seats);

      List<String> back = PAGE.commandsBelow("The way back");
      perform(back.subList(0, 3), 0);
      for (int host = 0; host < HOSTS; host++) {
        perform(back.subList(3, back.size()), host);
      }
      assertThat(service.store().header(Consistency.STRONG)).isEmpty();
      assertThat(seats()).isEqualTo(seats);
      aNewcomerIsSeated(seats);

      LoadReport report = load.stop();
      assertThat(report.failures()).as(report.summary()).isEmpty();
    }
    assertThat(performed).containsAll(PAGE.commands());
  }

  private Load load() {
    List<InetSocketAddress> addresses =
        service.haproxies().stream()
            .map(
                haproxy ->
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), haproxy.httpPort()))
            .toList();
    return Load.start(new LoadSettings(addresses, 2, 50, 100, Duration.ofMinutes(10)));
  }

  /** Whoever writes the table and whoever carries it out work, and nobody else is moved. */
  private Map<Integer, String> aNewcomerIsSeated(Map<Integer, String> before) throws Exception {
    int members = before.size() + 1;
    service.cloud().scale(GROUP, members);
    Await.that(
        () -> seats().size() == members ? notServing() : Optional.of("a newcomer in " + seats()));
    Map<Integer, String> after = seats();
    assertThat(after).containsAllEntriesOf(before);
    return after;
  }

  private void perform(String heading, int host) throws Exception {
    perform(PAGE.commandsBelow(heading), host);
  }

  private void perform(List<String> commands, int host) throws Exception {
    for (String command : commands) {
      run(command, host);
      performed.add(command);
      Await.that(this::notServing);
    }
  }

  private void run(String command, int host) throws Exception {
    List<String> words = List.of(command.split(" ", -1));
    if (command.startsWith("systemctl stop ")) {
      stop(words.get(2), host);
    } else if (command.startsWith("systemctl start ")) {
      start(words.get(2), host);
    } else if (command.startsWith("SERVER_TAKE_OVER=true hsdo-server ")) {
      Map<String, String> more = Map.of("SERVER_TAKE_OVER", "true");
      requireGood(service.startServer(words.subList(2, words.size()), more, GROUP));
    } else if (command.startsWith("hsdo-server ")) {
      requireGood(service.startServer(words.subList(1, words.size()), Map.of(), GROUP));
    } else if (command.startsWith("hsdo-agent ")) {
      Await.that(() -> notGoodOrWriting(agent(words, host)));
    } else {
      throw new AssertionError("docs/migrate.md shows a command that is not rehearsed: " + command);
    }
  }

  private Program agent(List<String> words, int host) {
    return service.startAgent(host, words.subList(1, words.size()));
  }

  private static void requireGood(Program command) throws InterruptedException {
    assertThat(notGood(command)).isEmpty();
  }

  /** As an operator would, it is asked again if a busy table was too slow for a look. */
  private static Optional<String> notGoodOrWriting(Program command) throws InterruptedException {
    return notGood(command)
        .or(() -> command.output().lines().filter(line -> line.startsWith("set ")).findFirst());
  }

  private static Optional<String> notGood(Program command) throws InterruptedException {
    int status = command.exitStatus(PATIENCE);
    return status == 0 ? Optional.empty() : Optional.of(status + ": " + command.output());
  }

  private void start(String unit, int host) {
    running.put(
        unit + host,
        switch (unit) {
          case "hsdo-python-server" ->
              PythonServer.start(
                  table, LocalService.TABLE, service.cloud(), GROUP, SIZE, RAMP, PAUSE);
          case "hsdo-python-client" ->
              PythonClient.start(
                  table,
                  LocalService.TABLE,
                  new UnixSocketRuntimeApi(haproxy(host).socketPath().toString()),
                  LocalService.BACKEND + "/" + LocalService.BASE_NAME,
                  service.cloud().port(),
                  PAUSE);
          case "hsdo-server" -> service.startRefresh(GROUP);
          case "hsdo-agent" -> service.startAgent(host);
          default -> throw new AssertionError("there is no unit " + unit);
        });
  }

  private void stop(String unit, int host) throws Exception {
    AutoCloseable program = running.remove(unit + host);
    assertThat(program).as(unit + " of host " + host).isNotNull();
    program.close();
  }

  private LocalHaproxy haproxy(int host) {
    return service.haproxies().get(host);
  }

  private Map<Integer, String> seats() {
    return byNumber(service.store().rows(Consistency.STRONG).slots().values());
  }

  private static Map<Integer, String> byNumber(Iterable<Slot> slots) {
    Map<Integer, String> seats = new TreeMap<>();
    for (Slot slot : slots) {
      slot.occupant()
          .ifPresent(member -> seats.put(slot.number(), member.id() + " " + member.address()));
    }
    return seats;
  }

  /** Empty when each HAProxy sends traffic to exactly those that the table has. */
  private Optional<String> notServing() {
    List<String> wanted = seats().values().stream().map(seat -> seat.split(" ", 2)[1]).toList();
    for (LocalHaproxy haproxy : service.haproxies()) {
      List<String> serving =
          new Haproxy(new UnixSocketRuntimeApi(haproxy.socketPath().toString()))
              .read(List.of(service.backend())).servers().values().stream()
                  .filter(server -> server.state() == AdminState.READY && server.takesTraffic())
                  .map(MigrationTest::address)
                  .sorted()
                  .toList();
      if (wanted.isEmpty() || !serving.equals(wanted.stream().sorted().toList())) {
        return Optional.of(wanted + " in " + haproxy.socketPath() + ", which has " + serving);
      }
    }
    return Optional.empty();
  }

  private static String address(ObservedServer server) {
    return server.address().map(Object::toString).orElse("none");
  }
}

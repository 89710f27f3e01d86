package io.hsdo.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hsdo.haproxy.RuntimeApiException.Problem;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.Endpoint;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.RuntimeCommand.SetEndpoint;
import io.hsdo.reconcile.RuntimeCommand.SetMaint;
import io.hsdo.reconcile.RuntimeCommand.SetWeight;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.slot.Address;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * What HSDO relies on in a HAProxy of any generation: docs/haproxy.md's tables of what it shows,
 * what it answers and where its answers end. The fake and the real one must both pass.
 */
public abstract class RuntimeApiContract {
  /** No check runs while a test does: what a check finds is not what is tested here. */
  private static final String CONFIG =
      """
      backend web
        balance roundrobin
        default-server inter 1h
        server-template web 1-2 slot.invalid:80 init-addr last,127.0.0.2 check disabled
        server unchecked 127.0.0.3:80 disabled
        server plain 127.0.0.4:80 check
        server tracker 127.0.0.5:80 track web/plain
        server unresolved none.invalid:80 init-addr none disabled
      backend static
        balance source
        hash-type map-based
        server-template web 1-1 127.0.0.2:80 disabled
      """;

  private static final String COLUMNS =
      "# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight"
          + " srv_time_since_last_change srv_check_status srv_check_result srv_check_health"
          + " srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port"
          + " srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port";

  /** Turns an answer that never comes into a failure. */
  private static final Duration LONG_DEADLINE = Duration.ofSeconds(10);

  /** Far more than an answer takes. */
  private static final Duration SHORT_DEADLINE = Duration.ofMillis(300);

  private HaproxyUnderTest haproxy;
  private UnixSocketRuntimeApi api;
  private Dialect dialect;

  /** A HAProxy that was started for a test. */
  public interface HaproxyUnderTest extends AutoCloseable {
    /** Its stats socket, of level admin. */
    Path socketPath();

    /** Stops it; nothing is left of it. */
    @Override
    void close();
  }

  /**
   * Starts a HAProxy.
   *
   * @param backends the backends of its configuration
   */
  protected abstract HaproxyUnderTest start(String backends);

  @BeforeEach
  void start() {
    haproxy = start(CONFIG);
    api = new UnixSocketRuntimeApi(haproxy.socketPath().toString());
    dialect = Dialect.of(new Haproxy(api).read(List.of()).info().version());
  }

  @AfterEach
  void stop() {
    haproxy.close();
  }

  // What show servers state looks like

  @Test
  void stateIsAFormatNumberColumnNamesAndARowForEachServer() {
    List<String> lines = api.exchange("show servers state web").lines().toList();

    assertThat(lines.get(0)).isEqualTo("1");
    assertThat(lines.get(1)).isEqualTo(COLUMNS);
    assertThat(lines.subList(2, 8)).allSatisfy(row -> assertThat(row.split(" ", -1)).hasSize(25));
    assertThat(lines.subList(8, lines.size())).containsExactly("");
  }

  @Test
  void stateOfAnUnknownBackendIsAnError() {
    assertThat(api.exchange("show servers state nope;show cli level"))
        .isEqualTo("Can't find backend.\n\nadmin\n\n");
  }

  @ParameterizedTest(name = "{0} after ''{1}'': srv_admin_state {2}, srv_op_state {3}")
  @CsvSource({
    "web1,,                                                             5, 0",
    "web1, set server web/web1 state ready,                             4, 2",
    "web1, set server web/web1 state drain,                            12, 2",
    "web1, set server web/web1 state ready;set server web/web1 state maint, 5, 0",
    "web1, set server web/web1 state drain;set server web/web1 state maint, 5, 0",
    "plain,,                                                            0, 2",
    "plain, set server web/plain state maint,                           1, 0",
    "plain, set server web/plain state drain,                           8, 2",
    "tracker, set server web/plain state maint,                         2, 0",
    "tracker, set server web/plain state maint;set server web/tracker state ready, 2, 0",
    "tracker, set server web/plain state drain,                        16, 2",
    "unresolved,,                                                      37, 0",
    "unresolved, set server web/unresolved state ready,                36, 0",
  })
  void administrativeStates(String server, @Nullable String line, String admin, String op) {
    if (line != null) {
      api.exchange(line);
    }

    assertThat(row("web", server))
        .containsEntry("srv_admin_state", admin)
        .containsEntry("srv_op_state", op);
  }

  @Test
  void checkedServersCanBeToldFromOthersInMaint() {
    assertThat(row("web", "web1")).containsEntry("srv_check_state", "14");
    assertThat(row("web", "unchecked")).containsEntry("srv_check_state", "8");
    assertThat(row("web", "plain")).containsEntry("srv_check_state", "6");

    api.exchange("set server web/web1 state ready");

    assertThat(row("web", "web1")).containsEntry("srv_check_state", "6");
  }

  @ParameterizedTest(name = "{0} is shown as {1}")
  @CsvSource({
    "10.0.1.4,           10.0.1.4",
    "2001:DB8:0:0::0001, 2001:db8::1",
    "[::1],              ::1",
    "::ffff:127.0.0.6,   ::ffff:127.0.0.6",
    "0.0.0.0,            0.0.0.0",
  })
  void addressesAreShownInOneWay(String given, String shown) {
    api.exchange("set server web/web1 addr " + given + " port 8080");

    awaitRow("web1", Map.of("srv_addr", shown, "srv_port", "8080"));
  }

  @Test
  void serverWithoutAddressShowsADash() {
    assertThat(row("web", "unresolved")).containsEntry("srv_addr", "-");
  }

  @Test
  void introducedServerIsReadyAndDown() {
    api.exchange(
        "set server web/web1 state drain;set server web/web1 health down;set server web/web1 state ready");

    assertThat(row("web", "web1"))
        .containsEntry("srv_admin_state", "4")
        .containsEntry("srv_op_state", "0");
  }

  @Test
  void leavingMaintForgetsThatAServerWasDown() {
    api.exchange(
        "set server web/web1 state drain;set server web/web1 health down;set server web/web1 state ready");

    api.exchange("set server web/web1 state maint;set server web/web1 state ready");

    assertThat(row("web", "web1")).containsEntry("srv_op_state", "2");
  }

  @Test
  void drainKeepsAWeightThatIsSetMeanwhile() {
    api.exchange("set server web/web1 state drain;set server web/web1 weight 42");

    assertThat(row("web", "web1"))
        .containsEntry("srv_admin_state", "12")
        .containsEntry("srv_uweight", "42");
  }

  // What changing commands answer

  @Test
  void changedAddressIsAWarning() {
    says(
        "set server web/web1 addr 127.0.0.9 port 8080",
        "[4]: IP changed from '127.0.0.2' to '127.0.0.9', port changed from '80' to '8080'"
            + " by 'stats socket command'");
    awaitRow("web1", Map.of("srv_addr", "127.0.0.9"));

    says(
        "set server web/web1 addr 127.0.0.9 port 8080",
        "[4]: no need to change the addr, no need to change the port by 'stats socket command'",
        "[4]: nothing changed");
    says(
        "set server web/web1 addr 127.0.0.10 port 8080",
        "[4]: IP changed from '127.0.0.9' to '127.0.0.10', no need to change the port"
            + " by 'stats socket command'",
        "[4]: IP changed from '127.0.0.9' to '127.0.0.10' by 'stats socket command'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bogus.name", "300.1.1.1", "127.1", "1.2.3.4:99", "/some/path"})
  void invalidAddressIsAWarningToo(String address) {
    says(
        "set server web/web1 addr " + address + " port 80",
        "[4]: Invalid addr '" + address + "' by 'stats socket command'",
        "[4]: Invalid addr '" + address + "'");
  }

  @Test
  void portsAreHardlyChecked() {
    says(
        "set server web/web1 addr 127.0.0.2 port 70000",
        "[4]: no need to change the addr, port changed from '80' to '4464'"
            + " by 'stats socket command'",
        "[4]: port changed from '80' to '4464' by 'stats socket command'");
    awaitRow("web1", Map.of("srv_port", "4464"));

    says(
        "set server web/web1 addr 127.0.0.2 port 80x",
        "[4]: no need to change the addr, port changed from '4464' to '80'"
            + " by 'stats socket command'",
        "[4]: port changed from '4464' to '80' by 'stats socket command'");
    awaitRow("web1", Map.of("srv_port", "80"));

    says(
        "set server web/web1 addr 127.0.0.4 port abc",
        "[4]: IP changed from '127.0.0.2' to '127.0.0.4', problem converting port 'abc' to an int"
            + " by 'stats socket command'",
        "[4]: problem converting port 'abc' to an int");
    assertThat(row("web", "web1"))
        .containsEntry("srv_addr", dialect.pick("127.0.0.4", "127.0.0.2"));
  }

  @Test
  void portMapNeedsACheckPort() {
    says(
        "set server web/web1 addr 127.0.0.2 port +1",
        "[4]: no need to change the addr, can't change <port> to port map because it is"
            + " incompatible with current health check port configuration (use 'port' statement"
            + " from the 'server' directive. by 'stats socket command'",
        "[4]: nothing changed");
  }

  @Test
  void serverWithoutAddressCannotBeGivenOne() {
    says(
        "set server web/unresolved addr 127.0.0.3 port 80",
        "[4]: Update for the current server address family is only supported through configuration"
            + " file by 'stats socket command'",
        "[4]: Update for the current server address family is only supported through configuration"
            + " file.");
    assertThat(row("web", "unresolved")).containsEntry("srv_addr", "-");
  }

  @Test
  void addressIsAskedFor() {
    says(
        "set server web/web1 addr",
        "[3]: set server <b>/<s> addr requires an address and optionally a port.");
  }

  @Test
  void weights() {
    says("set server web/web1 weight 10", "");
    says("set server web/web1 weight 10", "");
    says("set server web/web1 weight 0", "");
    says("set server web/web1 weight 256", "");
    says("set server web/web1 weight 100000%", "");
    says(
        "set server web/web1 weight 257",
        "[3]: Absolute weight can only be between 0 and 256 inclusive.");
    says(
        "set server web/web1 weight -1",
        "[3]: Absolute weight can only be between 0 and 256 inclusive.");
    says("set server web/web1 weight", "[3]: Require <weight> or <weight%>.");
    says(
        "set server static/web1 weight 10",
        "[3]: Backend is using a static LB algorithm and only accepts weights '0%' and '100%'.");
    says("set server static/web1 weight 100%", "");

    assertThat(row("web", "web1")).containsEntry("srv_uweight", "256");
  }

  @Test
  void someErrorsOfGeneration2ForgetTheEmptyLine() {
    String end = dialect.pick("\n", "\n\n");

    assertThat(answer("set server web/web1 weight abc"))
        .isEqualTo("[3]: Empty weight string empty or preceded by garbage" + end);
    assertThat(answer("set server web/web1 weight 10x"))
        .isEqualTo("[3]: Trailing garbage in weight string" + end);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ready", "ready", "drain", "maint", "maint"})
  void statesSayNothing(String state) {
    says("set server web/web1 state " + state, "");
    says("set server web/web1 state " + state, "");
  }

  @Test
  void badStatesAndHealths() {
    says(
        "set server web/web1 state bogus",
        "[3]: 'set server <srv> state' expects 'ready', 'drain' and 'maint'.");
    says("set server web/web1 health down", "");
    says("set server web/web1 health up", "");
    says("set server web/web1 health stopping", "");
    says(
        "set server web/web1 health bogus",
        "[3]: 'set server <srv> health' expects 'up', 'stopping', or 'down'.");
    says("set server web/tracker health down", "[3]: cannot change health on a tracking server.");
    says("set server web/web1 agent up", "[3]: agent checks are not enabled on this server.");
    says(
        "set server web/web1 fqdn a.b",
        "[3]: set server <b>/<s> fqdn failed because no resolution is configured.");
  }

  @Test
  void unknownNames() {
    says("set server web/web3 state ready", "[3]: No such server.");
    says("set server nope/web1 state ready", "[3]: No such backend.");
    says("set server web state ready", "[3]: Require 'backend/server'.");
    assertThat(answer("set server web/web1 bogus"))
        .startsWith("[3]: usage: set server <backend>/<server> addr");
    assertThat(answer("bogus"))
        .startsWith(
            dialect.pick("[6]: Unknown command, but", "[6]: Unknown command: 'bogus', but"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "operator"})
  void onlyAdminMayChangeServers(String level) {
    assertThat(api.exchange(level + ";set server web/web1 weight 9;show cli level"))
        .isEqualTo("\nPermission denied\n\n" + level + "\n\n");
    assertThat(row("web", "web1")).containsEntry("srv_uweight", "1");
  }

  @Test
  void everyLevelMayLookAtServers() {
    assertThat(api.exchange("user;show servers state web")).startsWith("\n1\n# be_id");
  }

  // Where answers end

  @Test
  void everyCommandOfALineIsAnsweredByABlock() {
    assertThat(
            api.exchange(
                "show cli level;set server web/web1 weight 3;set server web/web1 weight 4"))
        .isEqualTo("admin\n\n\n\n");
  }

  @Test
  void failureDoesNotStopTheRestOfItsLine() {
    assertThat(api.exchange("set server web/web1 weight 300;set server web/web1 weight 7"))
        .isEqualTo("Absolute weight can only be between 0 and 256 inclusive.\n\n\n");
    assertThat(row("web", "web1")).containsEntry("srv_uweight", "7");
  }

  @Test
  void showInfoIsNeverGivenASeverity() {
    assertThat(api.exchange("set severity-output number;show info"))
        .startsWith("\nName: HAProxy\n");
  }

  @Test
  void emptyCommandIsNoCommand() {
    assertThat(answer(""))
        .startsWith(dialect.pick("[6]: Unknown command. Please enter one of the following", "\n"));
  }

  @Test
  void onlyGeneration2GoesOnWithFurtherLines() throws IOException {
    assertThat(send("show cli level\nset server web/web1 weight 5\nshow cli level\n"))
        .isEqualTo(dialect.pick("admin\n\n\nadmin\n\n", "admin\n\n"));
  }

  @Test
  void lineWithoutItsEndLosesCommands() throws IOException {
    String reply = send("set server web/web1 weight 5;show cli level;show cli level");

    assertThat(reply).isEqualTo(dialect == Dialect.V3_2 ? "" : "\nadmin\n\n");
  }

  @Test
  void lineInTwoPiecesLosesCommandsInGeneration2() throws IOException {
    try (var connection = connect()) {
      write(connection, "show cli level;");
      String first = dialect == Dialect.V2 ? readToEnd(connection) : "";
      String second = "";
      if (dialect != Dialect.V2) {
        write(connection, "show cli level\n");
        second = readToEnd(connection);
      }

      assertThat(first + second).isEqualTo(dialect.pick("admin\n\n", "admin\n\nadmin\n\n"));
    }
  }

  @Test
  void promptComesAfterCommandsOrLines() throws IOException {
    assertThat(send("prompt\nshow cli level;set server web/web1 weight 5\nquit\n"))
        .startsWith(dialect == Dialect.V3_2 ? "\n> admin\n\n\n> " : "\n> admin\n\n> \n> ");
  }

  @Test
  void lineOf16384BytesIsTaken() {
    api.exchange(lineOf(16384));

    assertThat(row("web", "web1")).containsEntry("srv_uweight", "9");
  }

  @Test
  void longerLineIsRefusedAsAWholeFrom32On() {
    if (dialect == Dialect.V3_2) {
      assertThatThrownBy(() -> api.exchange(lineOf(16385)))
          .isInstanceOfSatisfying(
              RuntimeApiException.class,
              e -> assertThat(e.problem()).isEqualTo(Problem.LINE_TOO_BIG));
    } else {
      api.exchange(lineOf(16385));
    }

    assertThat(row("web", "web1"))
        .containsEntry("srv_uweight", dialect == Dialect.V3_2 ? "1" : "9");
  }

  @Test
  void eleventhConnectionWaits() throws IOException {
    List<AFUNIXSocket> others = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        AFUNIXSocket other = connect();
        others.add(other);
        write(other, "prompt\n");
        assertThat(other.getInputStream().read()).isEqualTo('\n');
      }
      var impatient = new UnixSocketRuntimeApi(haproxy.socketPath().toString(), SHORT_DEADLINE);

      assertThatThrownBy(() -> impatient.exchange("show cli level"))
          .isInstanceOfSatisfying(
              RuntimeApiException.class, e -> assertThat(e.problem()).isEqualTo(Problem.TIMED_OUT));
    } finally {
      for (AFUNIXSocket other : others) {
        other.close();
      }
    }
    assertThat(api.exchange("show cli level")).isEqualTo("admin\n\n");
  }

  // The edge on top of it

  @Test
  void snapshotHasTheManagedServersAndTheBackendsThatAreMissing() {
    var web = new Backend("web", "web", 80, Backend.Role.DEFAULT);
    var nope = new Backend("nope", "web", 80, Backend.Role.FALLBACK);

    HaproxySnapshot snapshot = new Haproxy(api).read(List.of(web, nope));

    assertThat(snapshot.servers().keySet()).containsExactlyInAnyOrder(web.server(1), web.server(2));
    assertThat(snapshot.server(web.server(1)))
        .contains(
            new ObservedServer(
                web.server(1), Optional.of(Address.of("127.0.0.2")), 80, 1, 0, 5, 14));
    assertThat(snapshot.missingBackends()).containsExactly(nope);
    assertThat(snapshot.info().stopping()).isFalse();
    assertThat(new Haproxy(api).cliLevel()).isEqualTo(CliLevel.ADMIN);
  }

  @Test
  void reportNamesTheCommandsThatWereRefused() {
    var process = new Haproxy(api).read(List.of()).info().process();
    var missing = new ServerRef("web", "web9");
    var unresolved = new ServerRef("web", "unresolved");
    var fixed = new ServerRef("static", "web1");
    var endpoint = new Endpoint(Address.of("127.0.0.9"), 8080);

    WriteReport report =
        new Haproxy(api)
            .write(
                List.of(
                    new SetMaint(missing),
                    new SetEndpoint(new ServerRef("web", "web1"), endpoint),
                    new SetEndpoint(unresolved, endpoint),
                    new SetWeight(fixed, 9),
                    new SetWeight(new ServerRef("web", "web1"), 9)),
                process);

    assertThat(report.commandsSent()).isEqualTo(5);
    assertThat(report.ending()).isEqualTo(WriteReport.Ending.COMPLETE);
    assertThat(report.failures())
        .extracting(WriteReport.Failure::server)
        .containsExactly(missing, unresolved, fixed);
    assertThat(report.failures().get(0).text()).isEqualTo("No such server.");
    assertThat(row("web", "web1")).containsEntry("srv_uweight", "9");
  }

  // How they are told

  private void says(String command, String answer) {
    says(command, answer, answer);
  }

  private void says(String command, String v2, String v3) {
    String text = dialect.pick(v2, v3);
    assertThat(answer(command)).isEqualTo(text.isEmpty() ? "\n" : text + "\n\n");
  }

  /** The bytes that answer a command, with severities. */
  private String answer(String command) {
    String before = "\n";
    String after = "[6]: admin\n\n";
    String reply = api.exchange("set severity-output number;" + command + ";show cli level");
    assertThat(reply).startsWith(before).endsWith(after);
    return reply.substring(before.length(), reply.length() - after.length());
  }

  private Map<String, String> row(String backend, String server) {
    List<String> lines = api.exchange("show servers state " + backend).lines().toList();
    String[] columns = lines.get(1).substring("# ".length()).split(" ", -1);
    for (String line : lines.subList(2, lines.size())) {
      Map<String, String> row = new TreeMap<>();
      String[] fields = line.split(" ", -1);
      for (int i = 0; i < fields.length; i++) {
        row.put(columns[i], fields[i]);
      }
      if (server.equals(row.get("srv_name"))) {
        return row;
      }
    }
    throw new AssertionError("no row of " + server);
  }

  /** From 3.0 on addresses are there some time after the answer. */
  private void awaitRow(String server, Map<String, String> expected) {
    long end = System.nanoTime() + LONG_DEADLINE.toNanos();
    while (!row("web", server).entrySet().containsAll(expected.entrySet())
        && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(row("web", server)).containsAllEntriesOf(expected);
  }

  /** A line of exactly so many bytes, its line feed included. */
  private static String lineOf(int bytes) {
    String command = "set server web/web1 weight 9";
    String padded = (command + ";").repeat((bytes - 1) / (command.length() + 1) - 1);
    return padded + " ".repeat(bytes - 1 - padded.length() - command.length()) + command;
  }

  /**
   * Sends bytes as they are, ends the output and reads to the end. Through the JDK's own channel,
   * because on Java 25 a socket of junixsocket does not end its output.
   */
  private String send(String bytes) throws IOException {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(haproxy.socketPath()))) {
      channel.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.US_ASCII)));
      channel.shutdownOutput();
      byte[] reply = Channels.newInputStream(channel).readAllBytes();
      return new String(reply, StandardCharsets.US_ASCII);
    }
  }

  private AFUNIXSocket connect() throws IOException {
    var connection = AFUNIXSocket.connectTo(AFUNIXSocketAddress.of(haproxy.socketPath()));
    connection.setSoTimeout((int) LONG_DEADLINE.toMillis());
    return connection;
  }

  private static void write(AFUNIXSocket connection, String bytes) throws IOException {
    connection.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
  }

  private static String readToEnd(AFUNIXSocket connection) throws IOException {
    return new String(connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }
}

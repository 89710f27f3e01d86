package io.hsdo.local.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.check.CacheFacts;
import io.hsdo.check.Facts;
import io.hsdo.check.HaproxyFacts;
import io.hsdo.check.Report;
import io.hsdo.check.TableFacts;
import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.haproxy.RuntimeApi;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.local.e2e.Await;
import io.hsdo.local.haproxy.HaproxyConfig;
import io.hsdo.local.haproxy.HaproxyProgram;
import io.hsdo.local.haproxy.LocalHaproxy;
import io.hsdo.local.haproxy.LoopbackPort;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.haproxy.ServiceConfig;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.Placement;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.table.Header;
import io.hsdo.table.Rows;
import io.hsdo.table.StoredList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** Each mistake, made in the configuration of the HAProxy of this machine, is found by its name. */
@RequiresHaproxy
class HaproxyCheckTest {
  private static final Backend WEB = new Backend("web", "web", 80, Backend.Role.DEFAULT);
  private static final Instant NOW = Instant.parse("2026-03-01T02:13:07Z");
  private static final String SLOTS =
      "server-template web 1-3 slot.invalid:1 init-addr last,127.0.0.2 check disabled";

  private static final String NOT_ITS_SOCKET =
      "set CLIENT_HAPROXY_SOCKET_PATH to the path of HAProxy's own 'stats socket', which its"
          + " master's (-S) is not";

  @TempDir private Path folder;

  @Test
  void configurationThatHsdoAsksForHasNoMistakes() {
    try (var haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", 3))) {
      assertThat(mistakes(haproxy)).isEmpty();
      assertThat(lines(haproxy, members(3)))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith("ok      socket: HAProxy ")
                      .contains(", pid " + haproxy.pid() + ", up ")
                      .endsWith(", level admin"))
          .contains(
              "ok      slots: backend 'web' has 3 servers for 3 slots",
              "ok      balance: backend 'web' balances by 'uri'; its 'hash-type', not shown by"
                  + " HAProxy, must be 'consistent'");
    }
  }

  @Test
  void socketThatIsMissingIsFound() {
    assertThat(mistakes(folder.resolve("admin.sock")))
        .singleElement()
        .asString()
        .startsWith("error   socket: sending 'show cli level' to HAProxy's socket " + folder)
        .contains("there is no such socket")
        .endsWith(
            "; start HAProxy, or set CLIENT_HAPROXY_SOCKET_PATH to the path of its 'stats socket'");
  }

  @Test
  void socketWhoseHaproxyHasStoppedIsFound() {
    try (var haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", 3))) {
      haproxy.stop();

      assertThat(mistakes(haproxy.socketPath()))
          .singleElement()
          .asString()
          .contains("nobody listens on it")
          .endsWith("; start HAProxy");
    }
  }

  @Test
  void socketOfSomebodyElseIsFound() throws IOException {
    Path path = folder.resolve("other.sock");
    try (var other = AFUNIXServerSocket.bindOn(AFUNIXSocketAddress.of(path))) {
      Thread answering =
          new Thread(
              () -> {
                try (var socket = other.accept()) {
                  // Whoever closes without having read all resets the connection.
                  assertThat(new String(socket.getInputStream().readNBytes(15), UTF_8))
                      .isEqualTo("show cli level\n");
                  socket.getOutputStream().write("220 mail\n\n".getBytes(UTF_8));
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      answering.start();

      assertThat(mistakes(path))
          .singleElement()
          .asString()
          .startsWith("error   socket: reading CLI level '220 mail' failed")
          .endsWith(NOT_ITS_SOCKET);
    }
  }

  /** A master listens later than its worker, and knows other commands. */
  @Test
  void socketOfTheMasterIsFound() throws Exception {
    try (var haproxy = LocalHaproxy.startMaster(new ServiceConfig("web", "web", 3))) {
      Await.that(
          () -> {
            String found = String.join("\n", mistakes(haproxy.masterSocketPath()));
            return found.startsWith("error   socket: ") && found.endsWith(NOT_ITS_SOCKET)
                ? Optional.empty()
                : Optional.of(found);
          });
    }
  }

  @Test
  void socketThatIsOpenToWhoeverCanConnectIsFound() {
    int port = LoopbackPort.free();
    HaproxyConfig config =
        listeners ->
            new ServiceConfig("web", "web", 3)
                .text(listeners)
                .replace(
                    "global\n",
                    """
                    global
                      stats socket ipv4@127.0.0.1:%d level admin
                      stats socket ipv4@127.0.0.1:%d level operator
                    """
                        .formatted(port, LoopbackPort.free()));
    try (var haproxy = LocalHaproxy.start(config)) {
      assertThat(mistakes(haproxy))
          .containsExactly(
              "warning open-socket: HAProxy lets whoever can connect to ipv4@127.0.0.1:"
                  + port
                  + " change servers: over TCP nobody is asked who he is; remove that 'stats"
                  + " socket', or give it 'level operator'");
    }
  }

  @Test
  void placeholderAtWhichHaproxyItselfAnswersIsFound() {
    try (var haproxy = LocalHaproxy.start(atItsOwnPort())) {
      assertThat(mistakes(haproxy))
          .containsExactly(
              "warning placeholder-answers: in backend 'web' web1, web2, web3 are empty and stand at"
                  + " 127.0.0.1:"
                  + haproxy.httpPort()
                  + ", where something answers: if it is HAProxy's own 'bind', each request to one"
                  + " that is made ready there goes round in circles; declare them with a port that"
                  + " nobody listens on: 'slot.invalid:1 init-addr last,127.0.0.2'");
    }
  }

  /** Linux takes the unspecified address for the host itself. */
  @Test
  void unspecifiedAddressIsAPlaceholderToo() {
    String slots = "server-template web 1-3 0.0.0.0:%d check disabled";
    try (var haproxy = LocalHaproxy.start(backend(slots.formatted(LoopbackPort.free())))) {
      assertThat(mistakes(haproxy))
          .singleElement()
          .asString()
          .startsWith("note    literal-address: in backend 'web' web1, web2, web3 ");
    }
    HaproxyConfig atItsOwnPort =
        listeners -> backend(slots.formatted(listeners.httpPort())).text(listeners);
    try (var haproxy = LocalHaproxy.start(atItsOwnPort)) {
      assertThat(mistakes(haproxy))
          .filteredOn(line -> line.contains("placeholder-answers:"))
          .singleElement()
          .asString()
          .contains(" stand at 0.0.0.0:" + haproxy.httpPort() + ", where something answers");
    }
  }

  @Test
  void addressOfAMemberIsNoPlaceholder() {
    try (var haproxy = LocalHaproxy.start(atItsOwnPort())) {
      send(haproxy, "set server web/web1 addr 127.1.0.1 port " + haproxy.httpPort());
      send(haproxy, "set server web/web2 addr 127.1.0.2 port " + haproxy.httpPort());

      assertThat(mistakes(haproxy))
          .singleElement()
          .asString()
          .startsWith("warning placeholder-answers: in backend 'web' web3 are empty");
    }
  }

  /** Servers that stand where the frontend listens, on all addresses. */
  private static HaproxyConfig atItsOwnPort() {
    return listeners ->
        backend(
                "server-template web 1-3 slot.invalid:%d init-addr last,127.0.0.1 check disabled"
                    .formatted(listeners.httpPort()))
            .text(listeners)
            .replace("bind 127.0.0.1:", "bind 0.0.0.0:");
  }

  @Test
  void serversThatAreNotDisabledAreFoundWhateverWasDoneToThem() {
    var config =
        backend(
            "server-template web 1-2 slot.invalid:1 init-addr last,127.0.0.2 check disabled",
            "server web3 slot.invalid:1 init-addr last,127.0.0.2 check");
    try (var haproxy = LocalHaproxy.start(config)) {
      send(haproxy, "set server web/web1 addr 127.1.0.1 port 80;set server web/web1 state ready");
      send(haproxy, "set server web/web3 addr 127.1.0.3 port 80;set server web/web3 state maint");

      assertThat(mistakes(haproxy))
          .containsExactly(
              "warning not-disabled: in backend 'web' web3 are not declared 'disabled': after each"
                  + " start of HAProxy they take traffic at nobody's address until the agent's next"
                  + " poll; add 'disabled' to them");
    }
  }

  @Test
  void idsThatAreNotTheNumbersAreNotedWhereKeysGoByThem() {
    String other = "server other 127.0.0.1:1 disabled";
    try (var haproxy = LocalHaproxy.start(backend("balance uri", other, SLOTS))) {
      assertThat(mistakes(haproxy))
          .containsExactly(
              "note    server-ids: in backend 'web' web1, web2, web3 have other ids than their"
                  + " numbers, and keys are placed by id; none needed if every HAProxy of the"
                  + " service has the same ids; else put 'server-template' before the other servers"
                  + " of the backend");
    }
    try (var haproxy = LocalHaproxy.start(backend("balance leastconn", other, SLOTS))) {
      assertThat(mistakes(haproxy)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"operator", "user"})
  void levelThatMayNotChangeServersIsFound(String level) {
    HaproxyConfig config =
        listeners ->
            new ServiceConfig("web", "web", 3)
                .text(listeners)
                .replace("level admin", "level " + level);
    try (var haproxy = LocalHaproxy.start(config)) {
      assertThat(mistakes(haproxy))
          .containsExactly(
              "error   socket-level: the socket is of level "
                  + level
                  + ", which may not change servers; write 'level admin' on its 'stats socket'"
                  + " line");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"number", "string"})
  void socketMayHaveSeverities(String output) {
    ServiceConfig service = new ServiceConfig("web", "web", 3);
    HaproxyConfig config =
        listeners ->
            service.text(listeners).replace("level admin", "level admin severity-output " + output);
    try (var haproxy = LocalHaproxy.start(config)) {
      var api = new Haproxy(new UnixSocketRuntimeApi(haproxy.socketPath().toString()));
      var missing = new Backend("nope", "nope", 80, Backend.Role.DEFAULT);

      assertThat(mistakes(haproxy)).isEmpty();
      HaproxySnapshot snapshot = api.read(List.of(missing, WEB));
      assertThat(snapshot.missingBackends()).containsExactly(missing);
      assertThat(snapshot.servers()).hasSize(3);
    }
  }

  @Test
  void backendThatIsMissingIsFound() {
    try (var haproxy = LocalHaproxy.start(new ServiceConfig("shop", "web", 3))) {
      assertThat(mistakes(haproxy))
          .containsExactly(
              "error   backend-missing: HAProxy has no backend 'web'; add it to HAProxy's"
                  + " configuration, or correct the name in the agent's");
    }
  }

  @ParameterizedTest
  @MethodSource("io.hsdo.local.haproxy.HaproxyProgram#all")
  void backendThatIsSwitchedOffIsFound(HaproxyProgram program) {
    try (var haproxy = LocalHaproxy.start(program, backend("disabled", SLOTS))) {
      assertThat(mistakes(haproxy))
          .containsExactly(
              "error   backend-disabled: backend 'web' is 'disabled' in HAProxy's configuration: it"
                  + " takes neither traffic nor changes; remove 'disabled' from the backend; on"
                  + " 'server-template' it is right");
    }
  }

  /** HAProxy allows that, and finds the frontend first. */
  @ParameterizedTest
  @MethodSource("io.hsdo.local.haproxy.HaproxyProgram#all")
  void frontendOfTheSameNameIsNotTakenForTheBackend(HaproxyProgram program) {
    for (String servers : List.of(SLOTS, "server static1 127.0.0.1:80", "")) {
      HaproxyConfig apart = backend("balance static-rr", servers);
      HaproxyConfig alike =
          listeners -> apart.text(listeners).replace("frontend http", "frontend web");
      List<String> expected;
      try (var haproxy = LocalHaproxy.start(program, apart)) {
        expected = mistakes(haproxy);
      }

      try (var haproxy = LocalHaproxy.start(program, alike)) {
        assertThat(mistakes(haproxy)).isNotEmpty().isEqualTo(expected);
      }
    }
  }

  @Test
  void baseNameThatNoServerHasIsFound() {
    try (var haproxy = LocalHaproxy.start(new ServiceConfig("web", "srv", 3))) {
      assertThat(mistakes(haproxy))
          .containsExactly(
              "error   servers-missing: backend 'web' has no server 'web1', but srv1, srv2, srv3;"
                  + " correct the base name, or give the backend a 'server-template web 1-N ...'");
    }
  }

  @Test
  void tooFewServersAreFound() {
    try (var haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", 2))) {
      assertThat(mistakes(lines(haproxy, members(12))))
          .containsExactly(
              "error   servers-missing: backend 'web' lacks web3, web4, web5, web6, web7, web8,"
                  + " web9, web10 and 2 more of the list's 12 slots: a member seated there gets no traffic here;"
                  + " write 'server-template web 1-12 ...' or more");
    }
  }

  @Test
  void tooManyServersAreFine() {
    try (var haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", 20))) {
      assertThat(lines(haproxy, members(3)))
          .contains("ok      slots: backend 'web' has 20 servers for 3 slots");
      assertThat(mistakes(haproxy)).isEmpty();
    }
  }

  @Test
  void staticAlgorithmIsFound() {
    try (var haproxy = LocalHaproxy.start(backend("balance static-rr", SLOTS))) {
      assertThat(mistakes(haproxy))
          .containsExactly(
              "error   static-balance: backend 'web' balances by 'static-rr', which refuses"
                  + " weights at run time; write 'balance roundrobin', or another dynamic one");
    }
  }

  @Test
  void mapBasedHashIsFoundOnceItHasRefusedWeights() {
    var config = backend("balance uri", "hash-type map-based", SLOTS.replace("check", ""));
    try (var haproxy = LocalHaproxy.start(config)) {
      send(haproxy, "set server web/web1 addr 127.1.0.1 port 80");
      send(haproxy, "set server web/web1 weight 7");
      send(haproxy, "set server web/web1 state ready");

      assertThat(mistakes(haproxy))
          .filteredOn(line -> line.contains("hash-type:"))
          .containsExactly(
              "warning hash-type: backend 'web' balances by 'uri', and weights of the list are not"
                  + " on web1: either the agent does not run, or 'hash-type map-based' refuses"
                  + " weights; write 'hash-type consistent'");
    }
  }

  @Test
  void consistentHashThatHasItsWeightsIsFine() {
    try (var haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", 3))) {
      send(haproxy, "set server web/web1 addr 127.1.0.1 port 80");
      send(haproxy, "set server web/web1 weight 7");
      send(haproxy, "set server web/web1 state ready");

      assertThat(mistakes(haproxy)).isEmpty();
    }
  }

  @Test
  void algorithmWithoutWeightsIsFound() {
    try (var haproxy = LocalHaproxy.start(backend("balance first", SLOTS))) {
      assertThat(mistakes(haproxy))
          .containsExactly(
              "warning weights-ignored: backend 'web' balances by 'first', which looks at no"
                  + " weight: newcomers are not ramped; write 'balance leastconn', or another one"
                  + " with weights");
    }
  }

  @Test
  void algorithmThatHaproxyHasNoWordForIsNoted() {
    try (var haproxy = LocalHaproxy.start(backend("balance random", SLOTS))) {
      assertThat(mistakes(haproxy))
          .singleElement()
          .asString()
          .startsWith("note    unknown-balance: backend 'web' balances by 'unknown', ");
    }
  }

  @Test
  void trackingServersAreFound() {
    var config =
        backend(
            "server other 127.0.0.1:1 check",
            "server-template web 1-3 slot.invalid:1 init-addr last,127.0.0.2 track other disabled");
    try (var haproxy = LocalHaproxy.start(config)) {
      assertThat(mistakes(haproxy))
          .containsExactly(
              "error   tracked: in backend 'web' web1, web2, web3 follow the state of other"
                  + " servers, which no command can change; remove 'track' from them");
    }
  }

  @Test
  void serversThatWaitForAResolverAreFound() {
    var config =
        backend(
            "server-template web 1-3 slot.invalid:1 init-addr none resolvers dns check disabled");
    try (var haproxy =
        LocalHaproxy.start(
            listeners ->
                config.text(listeners) + "\nresolvers dns\n  nameserver none 127.0.0.2:1\n")) {
      assertThat(mistakes(haproxy))
          .containsExactly(
              "error   unresolved: in backend 'web' web1, web2, web3 wait for a name to resolve,"
                  + " or have no address: the agent cannot give them one; remove 'resolvers' and"
                  + " 'init-addr none' and write 'init-addr last,127.0.0.2'");
    }
  }

  @Test
  void serversWithoutAddressAreFound() {
    var config = backend("server-template web 1-3 slot.invalid:1 init-addr none check disabled");
    try (var haproxy = LocalHaproxy.start(config)) {
      assertThat(mistakes(haproxy))
          .singleElement()
          .asString()
          .startsWith("error   unresolved: in backend 'web' web1, web2, web3 ");
    }
  }

  @Test
  void stateFileThatBroughtBackServersWithoutTheirAddressesIsFound() throws IOException {
    Path stateFile = folder.resolve("state");
    String slots = "server-template web 1-3 127.0.0.2:1 check disabled";
    HaproxyConfig config =
        listeners ->
            backend(slots)
                .text(listeners)
                .replace("global\n", "global\n  server-state-file " + stateFile + "\n")
                .replace("defaults\n", "defaults\n  load-server-state-from-file global\n");
    try (var haproxy = LocalHaproxy.start(config)) {
      send(haproxy, "set server web/web2 addr 10.0.0.2 port 80");
      send(haproxy, "set server web/web2 state ready");
      Files.writeString(stateFile, send(haproxy, "show servers state"));

      haproxy.restart();

      assertThat(mistakes(haproxy))
          .containsExactly(
              "error   state-file-trap: in backend 'web' web2 take traffic at an address of this"
                  + " host that no member has: HAProxy's state file restores ready servers without"
                  + " their literal addresses; declare them as 'slot.invalid:1 init-addr"
                  + " last,127.0.0.2', or leave out 'load-server-state-from-file'; the running"
                  + " agent mends it at its next poll",
              "note    literal-address: in backend 'web' web1, web2, web3 are declared with a"
                  + " literal address, which HAProxy's state file does not restore; leave out"
                  + " 'load-server-state-from-file', or declare them as 'slot.invalid:1 init-addr"
                  + " last,127.0.0.2'");
    }
  }

  @Test
  void serversWithoutChecksAreFound() {
    try (var haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", 3).withoutChecks())) {
      assertThat(mistakes(haproxy))
          .containsExactly(
              "warning no-health-check: in backend 'web' web1, web2, web3 are not checked:"
                  + " newcomers get requests before they answer, and dead members go on getting"
                  + " them; add 'check' to them");
    }
  }

  @Test
  void serversThatAreCheckedElsewhereAreFound() {
    try (var haproxy = LocalHaproxy.start(backend(SLOTS + " addr 127.0.0.9"))) {
      assertThat(mistakes(haproxy))
          .containsExactly(
              "warning checked-elsewhere: in backend 'web' web1, web2, web3 are checked at another"
                  + " address than their own: a dead member is up as long as that one answers;"
                  + " remove 'addr' from their checks; 'port' may stay");
    }
    try (var haproxy = LocalHaproxy.start(backend(SLOTS + " port 8081"))) {
      assertThat(mistakes(haproxy)).isEmpty();
    }
  }

  @Test
  void serversWhoseOwnWordChangesTheirWeightAreFound() {
    try (var haproxy = LocalHaproxy.start(backend(SLOTS + " agent-check agent-port 9"))) {
      assertThat(mistakes(haproxy))
          .containsExactly(
              "warning agent-check: in backend 'web' web1, web2, web3 have an 'agent-check', whose"
                  + " answers change weights and states: each poll changes them back; remove"
                  + " 'agent-check' from them");
    }
  }

  @ParameterizedTest
  @CsvSource({"1.8.30,true", "2.3.21,true", "2.4.0,false", "x,false"})
  void versionThatIsTooOldIsFound(String version, boolean found) {
    try (var haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", 3))) {
      assertThat(mistakes(ofVersion(haproxy, version)))
          .isEqualTo(
              found
                  ? List.of(
                      "warning old-haproxy: HAProxy "
                          + version
                          + " is older than 2.4, the oldest that HSDO is tried with; install 2.4"
                          + " or later")
                  : List.of());
    }
  }

  @Test
  void slowStartIsFoundWhileItIsAtWork() {
    var config = backend(SLOTS.replace("check", "") + " slowstart 1h");
    try (var haproxy = LocalHaproxy.start(config)) {
      send(haproxy, "set server web/web1 addr 127.1.0.1 port 80");
      send(haproxy, "set server web/web1 state ready");

      assertThat(mistakes(haproxy))
          .filteredOn(line -> line.contains("slow-start"))
          .singleElement()
          .asString()
          .startsWith("warning slow-start: in backend 'web' web1 are in HAProxy's own slow start");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.0.0", "3.0.11-1+deb13u3", "3.1-dev5", "3.1.9", "3.2.0", "3.2.6"})
  void versionsThatPlaceKeysUnlikeOthersAreFound(String version) {
    try (var haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", 3))) {
      assertThat(ofVersion(haproxy, version))
          .contains(
              "warning hash-generation: backend 'web' balances by 'uri', and HAProxy "
                  + version
                  + " is of those, 3.0.0 to 3.2.6, that place keys unlike all others; do not mix"
                  + " them with others, or set 'hash-key addr-port' on the servers");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.4.0", "2.9.15", "3.2.7-1", "3.2.26", "3.3.0", "3.4.0", "12.0", "x"})
  void versionsThatPlaceKeysAlikeAreFine(String version) {
    try (var haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", 3))) {
      assertThat(ofVersion(haproxy, version)).noneMatch(line -> line.contains("hash-generation"));
    }
  }

  @Test
  void versionDoesNotMatterWhereNothingIsHashed() {
    try (var haproxy = LocalHaproxy.start(backend("balance leastconn", SLOTS))) {
      assertThat(ofVersion(haproxy, "3.0.11")).noneMatch(line -> line.contains("hash-generation"));
    }
  }

  @ParameterizedTest
  @CsvSource({"2.6.12,false", "3.0.11,false", "3.1.0,true", "3.2.26,true"})
  void versionThatHasInitStateIsNoted(String version, boolean noted) {
    try (var haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", 3))) {
      assertThat(
              ofVersion(haproxy, version).stream().anyMatch(line -> line.contains("init-state:")))
          .isEqualTo(noted);
    }
  }

  @ParameterizedTest
  @MethodSource("io.hsdo.local.haproxy.HaproxyProgram#all")
  void realVersionIsFoundToBeWhatItIs(HaproxyProgram program) {
    try (var haproxy = LocalHaproxy.start(program, new ServiceConfig("web", "web", 3))) {
      List<String> found = mistakes(haproxy);

      boolean otherKeys = program.isAtLeast(3, 0) && !program.isAtLeast(3, 2);
      assertThat(found.stream().anyMatch(line -> line.contains("hash-generation:")))
          .isEqualTo(otherKeys);
      assertThat(found.stream().anyMatch(line -> line.contains("init-state:")))
          .isEqualTo(program.isAtLeast(3, 1));
    }
  }

  /** What is found of this HAProxy if it says to be of another version. */
  private static List<String> ofVersion(LocalHaproxy haproxy, String version) {
    var socket = new UnixSocketRuntimeApi(haproxy.socketPath().toString());
    return lines(
        line -> socket.exchange(line).replaceFirst("\nVersion: .*", "\nVersion: " + version),
        members(3));
  }

  @Test
  void nothingIsWritten() {
    try (var haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", 3))) {
      var socket = new UnixSocketRuntimeApi(haproxy.socketPath().toString());
      List<String> commands = new ArrayList<>();

      HaproxyFacts.read(
          new Haproxy(
              line -> {
                commands.addAll(List.of(line.split(";")));
                return socket.exchange(line);
              }),
          List.of(WEB));

      assertThat(commands).isNotEmpty().allMatch(command -> command.startsWith("show "));
    }
  }

  private static HaproxyConfig backend(String... lines) {
    return listeners ->
        """
        global
          stats socket %s mode 600 level admin
        defaults
          mode http
          timeout connect 1s
          timeout client 10s
          timeout server 10s
        frontend http
          bind 127.0.0.1:%d
          default_backend web
        backend web
          %s
        """
            .formatted(listeners.socket(), listeners.httpPort(), String.join("\n  ", lines));
  }

  private static String send(LocalHaproxy haproxy, String command) {
    return new UnixSocketRuntimeApi(haproxy.socketPath().toString()).exchange(command);
  }

  private static List<String> mistakes(LocalHaproxy haproxy) {
    return mistakes(lines(haproxy, members(3)));
  }

  private static List<String> mistakes(Path socket) {
    return mistakes(lines(socket, members(3)));
  }

  private static List<String> mistakes(List<String> lines) {
    return lines.stream().filter(line -> !line.startsWith("ok ")).toList();
  }

  private static List<String> lines(LocalHaproxy haproxy, TableFacts table) {
    return lines(haproxy.socketPath(), table);
  }

  private static List<String> lines(Path socket, TableFacts table) {
    return lines(new UnixSocketRuntimeApi(socket.toString()), table);
  }

  private static List<String> lines(RuntimeApi api, TableFacts table) {
    var haproxy = new Haproxy(api);
    return new Facts(
            List.of(WEB),
            Placement.EVERYWHERE,
            HaproxyFacts.read(haproxy, List.of(WEB)),
            Optional.empty(),
            table,
            new CacheFacts.Off(),
            NOW)
        .findings().stream().map(Report::line).toList();
  }

  /** Members of weight 7 at 127.1.0.1, 127.1.0.2 and so on. */
  private static TableFacts members(int size) {
    var slots = new TreeMap<Integer, Slot>();
    for (int number = 1; number <= size; number++) {
      var member =
          new Member("i-" + number, Address.of("127.1.0." + number), "shop", Optional.empty());
      slots.put(number, new Slot.Serving(number, member, 7, Optional.empty(), Optional.empty()));
    }
    return new TableFacts.Read(
        new StoredList(
            Optional.of(new Header(1, size, NOW, NOW, PlanNotes.NONE, 0)),
            new Rows(slots, List.of(), List.of(), true)));
  }
}

package io.hsdo.local.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hsdo.local.agent.Host.Ended;
import io.hsdo.local.dynamodb.FaultyDynamoDb;
import io.hsdo.local.haproxy.LoopbackPort;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.service.Program;
import io.hsdo.systemd.NoticeListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's jar as a service manager, an operator or a script has it. */
@RequiresHaproxy
class AgentProgramTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Each of the two answers of a first poll: less than a read may take, together more than 3 s. */
  private static final Duration ANSWER_OF_A_BUSY_TABLE = Duration.ofMillis(1_700);

  /** Long for an end, and short for a machine that is busy. */
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private static final int SIGTERM = 128 + 15;

  @TempDir private Path folder;
  private Host host;

  @BeforeEach
  void start() {
    host = Host.start(folder);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void checkOfAGoodHostEndsWithZero() throws InterruptedException {
    host.seat(2);

    Ended check = host.run("check");

    assertThat(check.status()).isZero();
    assertThat(check.lines())
        .contains(
            "ok      parameter: CLIENT_HAPROXY_BACKEND_SERVER_PORT is '8080' (environment)",
            "ok      parameter: CLIENT_DEDICATED_ASG is 'false' (default)",
            "ok      slots: backend 'web' has 3 servers for 3 slots")
        .endsWith("0 error(s), 0 warning(s)");
  }

  @Test
  void checkOfAHostWithMistakesEndsWithOne() throws InterruptedException {
    Ended check = host.with("CLIENT_HAPROXY_BACKEND_NAME", "wbe").run("check");

    assertThat(check.status()).isEqualTo(1);
    assertThat(check.lines())
        .anyMatch(line -> line.startsWith("error   backend-missing: HAProxy has no backend 'wbe';"))
        .anyMatch(line -> line.startsWith("error   table-empty: "))
        .endsWith("2 error(s), 0 warning(s)");
  }

  @Test
  void checkOfParametersThatCannotBeUsedEndsWithTwo() throws InterruptedException {
    Ended check = host.with("CLIENT_DEDICATED_ASG", "yes").run("check");

    assertThat(check.status()).isEqualTo(2);
    assertThat(check.lines())
        .contains("ok      parameter: CLIENT_DEDICATED_ASG is 'yes' (environment)")
        .endsWith(
            "hsdo-agent: CLIENT_DEDICATED_ASG is 'yes' (environment): expected true or false");
  }

  @Test
  void checkOfAHostWhoseZoneNobodyTellsEndsWithOne() throws InterruptedException {
    host.seat(2);
    host.with("CLIENT_ZONE_AFFINITY", "true")
        .with("CLIENT_HAPROXY_FALLBACK_BACKEND_NAME", "web-far")
        .with("CLIENT_HAPROXY_FALLBACK_BACKEND_BASE_NAME", "far")
        .with("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:" + LoopbackPort.free());

    Ended check = host.run("check");

    assertThat(check.status()).isEqualTo(1);
    assertThat(check.lines())
        .filteredOn(line -> line.contains("zone-unknown"))
        .singleElement()
        .asString()
        .startsWith(
            "error   zone-unknown: HAProxy stays as it is until this host's zone is known: ")
        .endsWith("; set CLIENT_ZONE");
    assertThat(host.with("CLIENT_ZONE", "eu-west-1a").run("check").lines())
        .noneMatch(line -> line.contains("zone-unknown"))
        .contains("ok      zone: 'eu-west-1a' has members");
  }

  @Test
  void statusWaitsForATableThatTakesItsTime() throws Exception {
    host.seat(2);
    try (var slow = FaultyDynamoDb.before(host.dynamoDbEndpoint())) {
      slow.has(FaultyDynamoDb.Trouble.slow(ANSWER_OF_A_BUSY_TABLE));
      host.with("AWS_ENDPOINT_URL_DYNAMODB", slow.endpoint().toString());

      assertThat(host.run("status").output()).contains("version 1, 3 slots");
    }
  }

  @Test
  void checkTellsWhichProcessWritesToThisHaproxy() throws Exception {
    host.seat(2);
    assertThat(host.run("check").lines())
        .contains("ok      writer: no agent holds the lock of this HAProxy");
    try (Program agent = host.start()) {
      Host.awaitCarriedOut(agent);

      Ended check = host.run("check");

      assertThat(check.status()).isZero();
      assertThat(check.lines())
          .contains(
              "note    another-writer: pid "
                  + agent.pid()
                  + " holds "
                  + host.haproxy().socketPath()
                  + ".hsdo-lock and alone writes to this HAProxy: an agent that is started besides"
                  + " it waits; none needed if that is the agent of this host; else end it, or, if it"
                  + " is of another service, give each a 'stats socket' of its own");
    }
  }

  @Test
  void onceEndsWithOneIfTheTableDoesNotAnswer() throws InterruptedException {
    assertThat(host.with("DYNAMODB_TABLE_NAME", "elsewhere").run("--once").status()).isEqualTo(1);
  }

  @Test
  void unknownArgumentEndsWithTwo() throws InterruptedException {
    assertThat(host.run("--wet-run").status()).isEqualTo(2);
  }

  @Test
  void secretsAreShownNowhere() throws InterruptedException {
    host.seat(1);
    Path file = folder.resolve("env.yaml");
    Host.write(file, "SERVER_CONSUL_TOKEN: swordfish\n");
    host.with("AWS_SECRET_ACCESS_KEY", "swordfish").with("AWS_SESSION_TOKEN", "swordfish");

    for (String command : List.of("check", "run")) {
      Ended ended = host.run(command, "--once", "--debug", "--config", file.toString());

      assertThat(ended.output()).isNotEmpty().doesNotContain("swordfish");
    }
  }

  @Test
  void everyLineOfAJsonLogIsAnObject() throws InterruptedException, IOException {
    host.seat(2);

    Ended ended = host.with("LOG_FORMAT", "json").run("--once", "--debug");

    assertThat(ended.status()).isZero();
    assertThat(ended.lines()).hasSizeGreaterThan(1);
    for (String line : ended.lines()) {
      try (JsonParser json = new JsonFactory().createParser(line)) {
        assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
        json.skipChildren();
        assertThat(json.nextToken()).isNull();
      }
    }
  }

  @Test
  void quietPollsLogNothing() throws Exception {
    host.seat(2);
    try (NoticeListener systemd = NoticeListener.on(folder.resolve("notify").toString());
        Program agent =
            host.with("NOTIFY_SOCKET", systemd.name()).with("INTERVAL", "0.05").start()) {
      await(systemd, "READY=1");
      Host.awaitCarriedOut(agent);
      String before = agent.output();

      Thread.sleep(500);

      assertThat(agent.output()).isEqualTo(before);
    }
  }

  @Test
  void serviceManagerIsToldOfReadinessLifeAndEnd() throws Exception {
    host.seat(1);
    host.with("WATCHDOG_USEC", "1000000");
    try (NoticeListener systemd = NoticeListener.on("@hsdo-" + UUID.randomUUID());
        Program agent = host.with("NOTIFY_SOCKET", systemd.name()).start()) {
      List<String> heard = await(systemd, "READY=1");
      assertThat(heard).startsWith("READY=1");
      await(systemd, "WATCHDOG=1");
      await(systemd, "WATCHDOG=1");

      new ProcessBuilder("kill", "-TERM", Long.toString(agent.pid())).start().waitFor();

      assertThat(agent.exitStatus(A_SECOND)).isEqualTo(SIGTERM);
      assertThat(systemd.heard()).endsWith("STOPPING=1");
    }
  }

  @Test
  void agentThatHangsFallsSilent() throws Exception {
    host.seat(1);
    host.with("WATCHDOG_USEC", "400000");
    try (NoticeListener systemd = NoticeListener.on(folder.resolve("notify").toString());
        Program agent = host.with("NOTIFY_SOCKET", systemd.name()).start()) {
      await(systemd, "WATCHDOG=1");

      new ProcessBuilder("kill", "-STOP", Long.toString(host.haproxy().pid())).start().waitFor();
      try {
        // A poll of a frozen HAProxy takes 2 s, five times the watchdog's time.
        Thread.sleep(600);
        systemd.heard();
        Thread.sleep(600);

        assertThat(systemd.heard()).isEmpty();
      } finally {
        new ProcessBuilder("kill", "-CONT", Long.toString(host.haproxy().pid())).start().waitFor();
      }
      assertThat(agent.isRunning()).isTrue();
      await(systemd, "WATCHDOG=1");
    }
  }

  private static List<String> await(NoticeListener systemd, String notice)
      throws IOException, InterruptedException {
    List<String> heard = new ArrayList<>();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!heard.contains(notice)) {
      assertThat(System.nanoTime()).as("waiting for " + notice).isLessThan(end);
      Thread.sleep(20);
      heard.addAll(systemd.heard());
    }
    return heard;
  }
}

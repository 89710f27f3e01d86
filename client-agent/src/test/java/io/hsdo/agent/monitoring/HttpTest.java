package io.hsdo.agent.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.agent.Rig;
import io.hsdo.haproxy.WriterLock.Holder;
import io.hsdo.http.WebServer;
import io.hsdo.reconcile.ServerRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final Rig rig = new Rig();
  private final HttpClient client = HttpClient.newHttpClient();
  private WebServer server = WebServer.start(ANY_PORT, rig.monitoring.site());

  @AfterEach
  void close() {
    server.close();
    rig.close();
  }

  // Health

  @Test
  void agentIsHealthyWhileHaproxyAnswers() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(503);

    rig.table.save("a b c");
    rig.poll();

    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/healthz").body())
        .isEqualTo("ok: HAProxy answers, the last poll ended 0 s ago\n");
  }

  @Test
  void outageOfDynamoDbHoweverLongIsToldAndIsNoFailure() throws Exception {
    rig.table.save("a b c");
    rig.poll();
    rig.table.fail();
    rig.poll();
    rig.clock.advance(Duration.ofDays(3));
    rig.poll();

    HttpResponse<String> health = get("/healthz");

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body())
        .contains(
            "the table cannot be read, for 3 d: reading header of table 'slots' failed; HAProxy is"
                + " kept in line with the last good list, version 1");
  }

  @Test
  void agentWithoutAListIsHealthy() throws Exception {
    rig.table.fail();
    rig.poll();

    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/healthz").body()).contains("there is no list yet, HAProxy is left as it is");
  }

  @Test
  void haproxyThatDoesNotAnswerIsAFailure() throws Exception {
    rig.table.save("a b c");
    rig.poll();
    rig.haproxy.stop();
    rig.poll();
    rig.clock.advance(Duration.ofSeconds(9));

    assertThat(get("/healthz").statusCode()).isEqualTo(503);
    assertThat(get("/healthz").body()).startsWith("failing: HAProxy does not answer, for 9 s: ");
  }

  @Test
  void haproxyThatAnswersWhatCannotBeReadIsAFailureOfAnotherKind() throws Exception {
    rig.haproxy.disturb(answer -> answer.replace("srv_name", "name"));
    rig.poll();

    assertThat(get("/healthz").statusCode()).isEqualTo(503);
    assertThat(get("/healthz").body()).startsWith("failing: reconciling HAProxy fails, for 0 s: ");
    assertThat(get("/readyz").body()).isEqualTo("not ready: reconciling HAProxy fails\n");
  }

  @Test
  void loopThatStandsStillIsAFailure() throws Exception {
    rig.table.save("a b c");
    rig.poll();
    rig.clock.advance(Duration.ofSeconds(17));
    assertThat(get("/healthz").statusCode()).isEqualTo(200);

    rig.clock.advance(Duration.ofSeconds(1));

    assertThat(get("/healthz").statusCode()).isEqualTo(503);
    assertThat(get("/healthz").body()).isEqualTo("failing: the last poll ended 18 s ago\n");
  }

  /** Thousands of changes take longer than any other poll. */
  @Test
  void loopThatGetsOnWithALongPollIsHealthy() throws Exception {
    rig.table.save("a - -");
    rig.poll();
    rig.table.save("a b c");
    List<Integer> answers = new ArrayList<>();
    rig.haproxy.disturb(
        answer -> {
          rig.clock.advance(Duration.ofSeconds(5));
          answers.add(health());
          return answer;
        });

    rig.poll();

    // A look, a line of changes, a look whether they took effect, another line.
    assertThat(answers).containsExactly(200, 200, 200, 200);
  }

  private int health() {
    try {
      return get("/healthz").statusCode();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // Readiness

  @Test
  void haproxyIsReadyOnceItWasReadToCarryAWholeList() throws Exception {
    rig.table.save("a b c");
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body()).isEqualTo("starting: HAProxy has not been asked yet\n");
    rig.poll();
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    rig.poll();
    assertThat(get("/readyz").statusCode()).isEqualTo(200);

    // What changes later takes nothing away from that.
    rig.table.save("a - c");
    rig.poll();
    rig.table.fail();
    rig.poll();
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  /** What stops one agent may stop all, and no HAProxy would be left in the balancer. */
  @Test
  void haproxyStaysReadyWhileTheLoopStandsStill() throws Exception {
    rig.table.save("a b c");
    rig.poll();
    rig.poll();
    rig.clock.advance(Duration.ofHours(1));

    assertThat(get("/healthz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void haproxyThatWasRestartedIsReadyOnceItIsFullAgain() throws Exception {
    rig.table.save("a b c");
    rig.poll();
    rig.poll();
    rig.haproxy.model().restart();

    rig.poll();
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    rig.poll();
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void haproxyThatDoesNotAnswerIsNotReady() throws Exception {
    rig.table.save("a b c");
    rig.poll();
    rig.poll();
    rig.haproxy.stop();
    rig.poll();

    assertThat(get("/readyz").statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b c d", "a (b) - d"})
  void haproxyThatLacksTheServerOfAMemberIsNotReady(String list) throws Exception {
    rig.table.save(list);
    rig.poll();
    rig.poll();

    assertThat(get("/readyz").statusCode()).isEqualTo(503);
  }

  @Test
  void serverThatIsLackingWhereNobodyIsSeatedIsNothingToWaitFor() throws Exception {
    rig.table.save("a b c -");
    rig.poll();
    rig.poll();

    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void haproxyFilledFromTheFileIsReady() throws Exception {
    rig.table.fail();
    rig.fileHolds("a b c");
    restart();
    rig.poll();
    rig.poll();

    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  /** An agent that is restarted while DynamoDB is away must not empty a balancer. */
  @Test
  void haproxyThatServedBeforeTheAgentStartedIsReadyWithAListFromTheFile() throws Exception {
    rig.table.save("a b c");
    rig.poll();
    rig.table.fail();
    rig.fileHolds("a b -");
    restart();
    rig.poll();

    assertThat(rig.servers()).containsExactly("10.0.0.1 READY", "10.0.0.2 READY", "10.0.0.3 READY");
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  /** As an agent leaves it that is killed in the middle of a fill. */
  @Test
  void haproxyThatLacksMembersOfTheFileIsNotReady() throws Exception {
    rig.meddle("set server web/web1 addr 10.0.0.1 port 80");
    rig.meddle("set server web/web1 state ready");
    rig.table.fail();
    rig.fileHolds("a b c");
    restart();
    rig.poll();
    rig.poll();

    assertThat(rig.servers()).containsExactly("10.0.0.1 READY", "MAINT", "MAINT");
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/healthz").body())
        .endsWith(
            "; HAProxy's backends without a ready server have the list of the file, version 1\n");
  }

  @Test
  void outageOfDynamoDbDoesNotHideThatHaproxyIsLeftAsItIs() throws Exception {
    rig.table.fail();
    rig.lock = new Holder.Another(Path.of("/run/admin.sock.hsdo-lock"));
    rig.poll();

    assertThat(get("/healthz").body())
        .containsSubsequence("the table cannot be read", "\nHAProxy is left as it is: ");
  }

  @Test
  void nothingIsReadyWithoutAList() throws Exception {
    rig.table.fail();
    rig.poll();

    assertThat(get("/readyz").statusCode()).isEqualTo(503);
  }

  // JSON

  @Test
  void slotsAreToldWithWhatIsDesiredAndObserved() throws Exception {
    rig.table.save("a:3 - (c) d");
    rig.poll();
    rig.poll();
    rig.meddle("set server web/web1 weight 7");
    rig.lock = new Holder.Us();
    rig.haproxy.model().removeServer(new ServerRef("web", "web3"));
    rig.poll();

    HttpResponse<String> response = get("/api/slots");

    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(response.body())
        .contains("\"version\" : 1,", "\"source\" : \"table\"", "\"size\" : 4")
        .containsPattern("\"haproxy\" : \\{[^}]*\"health\" : \"works\"")
        .contains(
            """
            "slot" : 1,
                  "server" : "web1",
                  "member" : "i-a",
                  "group" : "web",
                  "address" : "10.0.0.1",
                  "weight" : 3,
                  "desired" : "10.0.0.1:80 weight 3 ready",
                  "observed" : "10.0.0.1:80 weight 7 ready",
                  "state" : "up",
            """
                .strip())
        .contains("\"state\" : \"maint\"")
        .contains("\"remarks\" : [ \"HAProxy has no server of this name\" ]")
        .contains("2 servers of backend web are missing in HAProxy: web3 (i-c), web4 (i-d)");
  }

  /** As after the clock was set: in what people read, nothing of the one that nobody sets. */
  @Test
  void timesAreThoseOnTheWall() throws Exception {
    rig.wall = Clock.offset(rig.clock, Duration.ofHours(1));
    restart();
    rig.table.save("a b c");
    rig.poll();
    rig.clock.advance(Duration.ofSeconds(4));

    assertThat(get("/api/slots").body()).contains("\"confirmedAt\" : \"2026-01-01T01:00:00Z\"");
    assertThat(get("/").body())
        .contains(">2026-01-01 01:00:04 UTC<", "confirmed 4 s ago", "4 s ago <small>every 1 s");
  }

  @Test
  void listOfTheFileIsAsOldAsTheWallSays() throws Exception {
    rig.wall = Clock.offset(rig.clock, Duration.ofHours(1));
    rig.table.fail();
    rig.fileHolds("a b c");
    restart();
    rig.clock.advance(Duration.ofSeconds(4));
    rig.poll();

    assertThat(get("/api/slots").body()).contains("\"confirmedAt\" : \"2026-01-01T01:00:00Z\"");
    assertThat(get("/").body()).contains("confirmed 4 s ago");
  }

  // The site

  @Test
  void metricsAreWrittenAsPrometheusReadsThem() throws Exception {
    HttpResponse<String> response = get("/metrics");

    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
    assertThat(response.body()).contains("# TYPE hsdo_polls_total counter\n");
  }

  @Test
  void otherPathsAreNotThere() throws Exception {
    assertThat(get("/metrics/").statusCode()).isEqualTo(404);
    assertThat(get("/favicon.ico").statusCode()).isEqualTo(404);
  }

  private void restart() {
    rig.restartAgent();
    server.close();
    server = WebServer.start(ANY_PORT, rig.monitoring.site());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}

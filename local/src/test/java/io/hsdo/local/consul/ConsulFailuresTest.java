package io.hsdo.local.consul;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.config.Parameters;
import io.hsdo.consul.ConsulFleet;
import io.hsdo.consul.ConsulSettings;
import io.hsdo.fleet.FleetException;
import io.hsdo.local.consul.ConsulStandIn.Question;
import io.hsdo.local.consul.ConsulStandIn.Wrong;
import io.hsdo.local.consul.Registrar.Registration;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.slot.SlotList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no answer of a Consul, or not a whole one, is no snapshot. */
class ConsulFailuresTest {
  private static final String TOKEN = "swordfish";

  private final ConsulStandIn consul = ConsulStandIn.start();
  private final ConsulFleet fleet = new ConsulFleet(settings(consul.url(), Map.of()));

  @BeforeEach
  void register() {
    var registrar = new Registrar(consul.url(), Optional.empty());
    registrar.register(Registration.of("api", 1));
    registrar.register(Registration.of("web", 2));
  }

  @AfterEach
  void stop() {
    consul.close();
  }

  /** The first service answers well each time: a part must not be passed for the whole. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          500 | No cluster leader | status 500 'No cluster leader': look at Consul's log, and at SERVER_CONSUL_DATACENTER
          403 | Permission denied | status 403 'Permission denied': look at SERVER_CONSUL_TOKEN
          404 | ''                | status 404 '': look at SERVER_CONSUL_API_URL
          301 | moved             | status 301 'moved': look at SERVER_CONSUL_API_URL
          204 | ''                | status 204 '': look at SERVER_CONSUL_API_URL
          429 | Your IP is busy   | status 429 'Your IP is busy': look at SERVER_CONSUL_API_URL
          """)
  void otherStatusThanOkIsAFailure(int status, String body, String why) {
    answer(status, Map.of("Location", consul.url() + "/"), body);

    assertFails(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[] []",
        "[{\"Node\":{\"Node\":\"n\"",
        "<html>",
        "[null]",
        "[[]]",
        "[{}]",
        "[{\"Node\":{\"Node\":\"n\",\"Address\":\"10.0.0.1\"},\"Service\":{\"ID\":\"w\","
            + "\"Service\":\"api\",\"Address\":\"\"},\"Checks\":[]}]",
        "[{\"Node\":{\"Node\":\"n\",\"Address\":\"10.0.0.1\"},\"Service\":{\"ID\":7,"
            + "\"Service\":\"web\",\"Address\":\"\"},\"Checks\":[]}]",
        "[{\"Node\":{\"Node\":\"n\",\"Address\":null},\"Service\":{\"ID\":\"w\","
            + "\"Service\":\"web\",\"Address\":\"\"},\"Checks\":[]}]",
        "[{\"Node\":{\"Node\":\"n\",\"Address\":\"10.0.0.1\"},\"Service\":{\"ID\":\"w\","
            + "\"Service\":\"web\",\"Address\":\"\"}}]",
        "[{\"Node\":{\"Node\":\"n\",\"Address\":\"10.0.0.1\"},\"Service\":{\"ID\":\"w\","
            + "\"Service\":\"web\",\"Address\":\"\"},\"Checks\":{}}]",
        "[{\"Node\":{\"Node\":\"n\",\"Address\":\"10.0.0.1\"},\"Service\":{\"ID\":\"w\","
            + "\"Service\":\"web\",\"Address\":\"\"},\"Checks\":[{\"Status\":true}]}]",
        "[{\"Node\":{\"Node\":\"n\",\"Address\":\"10.0.0.1\"},\"Service\":{\"ID\":\"w\","
            + "\"Service\":\"web\",\"Address\":\"\",\"CreateIndex\":\"7\"},\"Checks\":[]}]",
      })
  void answerOfAnotherShapeIsAFailure(String body) {
    answer(200, Map.of(), body);

    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(this::snapshot)
        .withMessageStartingWith(
            "Consul at "
                + consul.url()
                + " does not tell of service web: its answer is malformed: ")
        .withMessageEndingWith("; is SERVER_CONSUL_API_URL " + consul.url() + " a Consul's?");
  }

  @Test
  void malformedPlaceIsNamed() {
    answer(200, Map.of(), "[{\"Node\":{\"Node\":true}}]");

    assertFails(
        "its answer is malformed: [0].Service is missing; is SERVER_CONSUL_API_URL "
            + consul.url()
            + " a Consul's?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          X-Consul-Results-Filtered-By-ACLs | true  | its answer is not whole: SERVER_CONSUL_TOKEN may not read all of it
          X-Consul-KnownLeader              | false | its answer may be old: its servers have no leader
          """)
  void answerThatSaysThatItIsNotWholeIsAFailure(String header, String value, String why) {
    answer(200, Map.of(header, value), "[]");

    assertFails(why);
  }

  @Test
  void answerThatStopsHalfWayIsAFailure() throws Exception {
    try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread halfWay =
          new Thread(
              () -> {
                try (Socket client = server.accept()) {
                  client.getInputStream().read();
                  client
                      .getOutputStream()
                      .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]".getBytes(US_ASCII));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      halfWay.start();

      assertThatExceptionOfType(FleetException.class)
          .isThrownBy(() -> snapshot("http://127.0.0.1:" + server.getLocalPort()))
          .withMessageContaining("service api: ");
      halfWay.join();
    }
  }

  @Test
  void answerWithoutEndIsAFailure() {
    answer(200, Map.of(), " ".repeat(33 << 20));

    assertFails("java.io.IOException: it is longer than 33554432 bytes");
  }

  @Test
  void nobodyThereIsAFailure() {
    consul.close();

    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(this::snapshot)
        .withMessage(
            "Consul at "
                + consul.url()
                + " does not tell of service api: no connection: expected an agent or server of"
                + " Consul there");
  }

  /** The only test that waits for a limit: the one of every question. */
  @Test
  void silenceIsAFailure() throws IOException {
    try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      assertThatExceptionOfType(FleetException.class)
          .isThrownBy(() -> snapshot("http://127.0.0.1:" + silent.getLocalPort()))
          .withMessageEndingWith("service api: no whole answer within 5 s");
    }
  }

  @Test
  void tokenIsSentAndNeverShown() {
    answer(403, Map.of(), "token swordfish\nis bad");

    assertFails("status 403 'token (hidden)\\nis bad': look at SERVER_CONSUL_TOKEN");
    assertThat(consul.questions()).extracting(Question::token).containsOnly(Optional.of(TOKEN));
    assertThat(consul.questions()).extracting(Question::uri).noneMatch(uri -> uri.contains(TOKEN));
    assertThat(settings(consul.url(), Map.of()).toString()).doesNotContain(TOKEN);
  }

  @Test
  void datacenterIsAskedFor() {
    new ConsulFleet(settings(consul.url(), Map.of("SERVER_CONSUL_DATACENTER", "eu")))
        .snapshot(SlotList.empty(1), Set.of());

    assertThat(consul.questions())
        .extracting(Question::uri)
        .containsExactly("/v1/health/service/api?dc=eu", "/v1/health/service/web?dc=eu");
  }

  private void answer(int status, Map<String, String> headers, String body) {
    consul.answerWrong(new Wrong("web"::equals, status, headers, body));
  }

  private FleetSnapshot snapshot() {
    return fleet.snapshot(SlotList.empty(1), Set.of());
  }

  private static FleetSnapshot snapshot(String url) {
    return new ConsulFleet(settings(URI.create(url), Map.of()))
        .snapshot(SlotList.empty(1), Set.of());
  }

  private void assertFails(String why) {
    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(this::snapshot)
        .withMessage("Consul at " + consul.url() + " does not tell of service web: " + why);
  }

  private static ConsulSettings settings(URI url, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("SERVER_CONSUL_API_URL", url.toString());
    all.put("SERVER_CONSUL_SERVICE_NAME", "web,api");
    all.put("SERVER_CONSUL_TOKEN", TOKEN);
    return ConsulSettings.of(Parameters.load(all, Optional.empty()));
  }
}

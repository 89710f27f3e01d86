package io.hsdo.agent;

import static io.hsdo.agent.DrawnList.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.config.ConfigurationException;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.table.Header;
import io.hsdo.table.Rows;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExporterTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final AtomicReference<Optional<HeldList>> held = new AtomicReference<>(Optional.empty());
  private final HttpClient client = HttpClient.newHttpClient();
  private final Exporter exporter =
      Exporter.start(ANY_PORT, new AgentMetrics(held::get).registry());

  @AfterEach
  void close() {
    exporter.close();
  }

  @Test
  void everyMemberHasAWeight() throws Exception {
    hold("a:3 - (c) d@api");

    assertThat(samples())
        .containsExactlyInAnyOrder(
            "hsdo_server_weight{asg=\"web\",id=\"1\",ip=\"10.0.0.1\",name=\"i-a\"} 3.0",
            "hsdo_server_weight{asg=\"web\",id=\"3\",ip=\"10.0.0.3\",name=\"i-c\"} 0.0",
            "hsdo_server_weight{asg=\"api\",id=\"4\",ip=\"10.0.0.4\",name=\"i-d\"} 10.0");
  }

  @Test
  void weightsAreThoseOfTheListThatIsHeldNow() throws Exception {
    hold("a:3 b");
    samples();
    hold("a:4 -");

    assertThat(samples())
        .containsExactly(
            "hsdo_server_weight{asg=\"web\",id=\"1\",ip=\"10.0.0.1\",name=\"i-a\"} 4.0");
  }

  @Test
  void agentWithoutAListHasNoWeights() throws Exception {
    assertThat(get("/metrics").statusCode()).isEqualTo(200);
    assertThat(samples()).isEmpty();
  }

  @Test
  void metricsAreWrittenAsPrometheusReadsThem() throws Exception {
    hold("a");

    HttpResponse<String> response = get("/metrics");

    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
    assertThat(response.body())
        .startsWith(
            """
            # HELP hsdo_server_weight Weight of server in backend
            # TYPE hsdo_server_weight gauge
            """);
  }

  @Test
  void otherPathsAreNotThere() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
  }

  @Test
  void portThatIsTakenIsRefused() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), exporter.port());

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Exporter.start(taken, new AgentMetrics(held::get).registry()))
        .withMessageStartingWith(
            "EXPORTER_ADDRESS and EXPORTER_PORT are '"
                + taken
                + "', which cannot be listened on: ");
  }

  @Test
  void addressThatNobodyKnowsIsRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Exporter.start(
                    InetSocketAddress.createUnresolved("nowhere.invalid", 0),
                    new AgentMetrics(held::get).registry()))
        .withMessageStartingWith("EXPORTER_ADDRESS and EXPORTER_PORT are ");
  }

  @Test
  void nobodyListensOnceItIsClosed() {
    exporter.close();

    assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> get("/metrics"));
  }

  private void hold(String drawing) {
    TreeMap<Integer, Slot> slots = new TreeMap<>();
    DrawnList.slots(drawing).slots().forEach(slot -> slots.put(slot.number(), slot));
    Header header = new Header(1, slots.size(), NOW, NOW, PlanNotes.NONE);
    Rows rows = new Rows(slots, List.of(), true);
    held.set(Optional.of(HeldList.of(Optional.of(header), rows, Optional.empty(), NOW)));
  }

  /** The lines that are no comments. */
  private List<String> samples() throws IOException, InterruptedException {
    return get("/metrics").body().lines().filter(line -> !line.startsWith("#")).toList();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + exporter.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}

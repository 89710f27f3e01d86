package io.hsdo.local.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.e2e.Await;
import io.hsdo.local.haproxy.LoopbackPort;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.monitoring.MonitoringFiles.Alert;
import io.hsdo.local.monitoring.Prometheus.Output;
import io.hsdo.local.service.LocalService;
import io.hsdo.local.service.ServiceSettings;
import io.hsdo.plan.Ramp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules and dashboard against what a service really exposes. */
@RequiresHaproxy
class ScrapedServiceTest {
  private static final String GROUP = "web";

  /** What names only those that are not as they should be, of whom there are none here. */
  private static final Pattern ONLY_TROUBLE = Pattern.compile("> 0$|^ALERTS");

  private final HttpClient http = HttpClient.newHttpClient();
  private final LocalService service =
      LocalService.start(
          new ServiceSettings(
              6,
              Duration.ofMillis(200),
              Duration.ofMinutes(1),
              new Ramp(10, 10, 1, Duration.ofSeconds(1)),
              Duration.ofMillis(200),
              Timings.instant()));
  private final int serverPort = LoopbackPort.free();
  @TempDir private Path folder;

  @BeforeEach
  void startEverything() throws Exception {
    service.cloud().createGroup(GROUP, 3, "eu-west-1a");
    service.startServer(
        List.of("run"), Map.of("EXPORTER_PORT", Integer.toString(serverPort)), GROUP);
    service.startAgent();
    Await.that(() -> missing("hsdo_applied_version 1.0", () -> get(service.metrics())));
    Await.that(() -> missing("hsdo_list_serving 3.0", () -> get(serverMetrics())));
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void everyMetricThatIsAskedForIsExposed() {
    Set<String> exposed =
        Stream.of(service.metrics(), serverMetrics())
            .flatMap(half -> get(half).lines())
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("[{ ]", 2)[0])
            .collect(Collectors.toCollection(TreeSet::new));

    Stream<String> queries =
        Stream.of(
                MonitoringFiles.dashboardQueries().stream(),
                MonitoringFiles.alerts().stream().map(Alert::expression),
                MonitoringFiles.cloudWatchSelections().stream())
            .flatMap(each -> each);
    assertThat(exposed).containsAll(MonitoringFiles.metrics(queries));
  }

  @Test
  @RequiresPrometheus
  void everyQueryHasAnAnswerAndNoAlertIsNearWhileAllIsWell() throws Exception {
    try (Prometheus prometheus = Prometheus.start(config(), folder)) {
      for (String counter : List.of("hsdo_polls_total", "hsdo_passes_total")) {
        String rate = "rate(" + counter + "[5s])";
        Await.that(() -> missing("}", () -> prometheus.query(rate).text()));
      }

      for (String query : MonitoringFiles.dashboardQueries()) {
        Output answer = prometheus.query(query);
        assertThat(answer.isGood()).as(query + ": " + answer.text()).isTrue();
        if (!ONLY_TROUBLE.matcher(query).find()) {
          assertThat(answer.text()).as(query).isNotEmpty();
        }
      }
      assertThat(MonitoringFiles.operationsQueries()).hasSize(5);
      for (String query : MonitoringFiles.operationsQueries()) {
        String ours = query.replace("\"17\"", "\"3\"").replace("=\"i-18\"", "=~\"i-.+\"");
        assertThat(prometheus.query(ours).text()).as(ours).contains("} => ");
      }
      assertThat(prometheus.query("ALERTS").text()).isEmpty();
      assertThat(get(prometheus.uri().resolve("/api/v1/rules")))
          .contains("\"health\":\"ok\"")
          .doesNotContain("\"health\":\"err\"");
    }
  }

  /** The example, with this agent and this server as its targets, and in a hurry. */
  private Path config() throws IOException {
    Files.copy(MonitoringFiles.RULES, folder.resolve(MonitoringFiles.RULES.getFileName()));
    String example = MonitoringFiles.text(MonitoringFiles.CONFIG);
    String ours =
        example
            .replace("haproxy-1:6789, haproxy-2:6789", service.metrics().getAuthority())
            .replace("refresh-1:6789", serverMetrics().getAuthority())
            .replaceAll("(scrape|evaluation)_interval: 15s", "$1_interval: 1s");
    return Files.writeString(folder.resolve("prometheus.yml"), ours);
  }

  private static Optional<String> missing(String what, Supplier<String> where) {
    try {
      String text = where.get();
      return text.contains(what) ? Optional.empty() : Optional.of(what + " in " + text);
    } catch (UncheckedIOException e) {
      return Optional.of(what + ": " + e);
    }
  }

  private URI serverMetrics() {
    return URI.create("http://127.0.0.1:" + serverPort + "/metrics");
  }

  private String get(URI uri) {
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException("could not get " + uri, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while getting " + uri, e);
    }
  }
}

package io.hsdo.local.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.e2e.Await;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.monitoring.MonitoringFiles.Alert;
import io.hsdo.local.monitoring.Prometheus.Output;
import io.hsdo.local.service.LocalService;
import io.hsdo.local.service.ServiceSettings;
import io.hsdo.plan.Ramp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
              4,
              Duration.ofMillis(200),
              Duration.ofMinutes(1),
              new Ramp(10, 10, 1, Duration.ofSeconds(1)),
              Duration.ofMillis(200),
              Timings.instant()));
  @TempDir private Path folder;

  @BeforeEach
  void startEverything() throws Exception {
    service.cloud().createGroup(GROUP, 3, "eu-west-1a");
    service.startRefresh(GROUP);
    service.startAgent();
    Await.that(() -> missing("hsdo_applied_version 1.0", this::metrics));
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void everyMetricThatIsAskedForIsExposed() throws Exception {
    Set<String> exposed =
        metrics()
            .lines()
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
  void everyQueryOfTheDashboardHasAnAnswerAndNoAlertIsNearWhileAllIsWell() throws Exception {
    try (Prometheus prometheus = Prometheus.start(config(), folder)) {
      Await.that(() -> missing("}", () -> prometheus.query("rate(hsdo_polls_total[5s])").text()));

      for (String query : MonitoringFiles.dashboardQueries()) {
        Output answer = prometheus.query(query);
        assertThat(answer.isGood()).as(query + ": " + answer.text()).isTrue();
        if (!ONLY_TROUBLE.matcher(query).find()) {
          assertThat(answer.text()).as(query).isNotEmpty();
        }
      }
      assertThat(prometheus.query("ALERTS").text()).isEmpty();
      assertThat(get(prometheus.uri().resolve("/api/v1/rules")))
          .contains("\"health\":\"ok\"")
          .doesNotContain("\"health\":\"err\"");
    }
  }

  /** The example, with this agent as its target, and in a hurry. */
  private Path config() throws IOException {
    Files.copy(MonitoringFiles.RULES, folder.resolve(MonitoringFiles.RULES.getFileName()));
    String example = MonitoringFiles.text(MonitoringFiles.CONFIG);
    String ours =
        example
            .replace("haproxy-1:6789, haproxy-2:6789", service.metrics().getAuthority())
            .replaceAll("(scrape|evaluation)_interval: 15s", "$1_interval: 1s");
    return Files.writeString(folder.resolve("prometheus.yml"), ours);
  }

  @FunctionalInterface
  private interface Text {
    String get() throws Exception;
  }

  private static Optional<String> missing(String what, Text where) {
    try {
      String text = where.get();
      return text.contains(what) ? Optional.empty() : Optional.of(what + " in " + text);
    } catch (Exception e) {
      return Optional.of(what + ": " + e);
    }
  }

  private String metrics() throws Exception {
    return get(service.metrics());
  }

  private String get(URI uri) throws Exception {
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }
}

package io.hsdo.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmbeddedMetricsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void theLineIsWhatCloudWatchReadsMetricsFrom() throws Exception {
    Map<RefreshMetric, Long> metrics = new EnumMap<>(RefreshMetric.class);
    metrics.put(RefreshMetric.SERVING, 17L);
    metrics.put(RefreshMetric.PASS_DURATION, 120L);

    String line = EmbeddedMetrics.line("shop-slots", Optional.of("0f3a91c2"), metrics, NOW);

    assertThat(line).doesNotContain("\n");
    assertThat(JSON.std.mapFrom(line))
        .isEqualTo(
            JSON.std.mapFrom(
                """
                {"_aws": {
                   "Timestamp": 1772366400000,
                   "CloudWatchMetrics": [{
                     "Namespace": "HSDO",
                     "Dimensions": [["Table"]],
                     "Metrics": [
                       {"Name": "Serving", "Unit": "Count"},
                       {"Name": "PassDuration", "Unit": "Milliseconds"}]}]},
                 "Table": "shop-slots", "pass": "0f3a91c2", "Serving": 17, "PassDuration": 120}
                """));
  }

  /** The rules of CloudWatch's specification, whose link is at {@link EmbeddedMetrics}. */
  @Test
  void lineOfAllMetricsKeepsTheRulesOfTheFormat() throws Exception {
    Map<RefreshMetric, Long> metrics = new EnumMap<>(RefreshMetric.class);
    for (RefreshMetric metric : RefreshMetric.values()) {
      metrics.put(metric, 1L);
    }

    Map<String, Object> root =
        JSON.std.mapFrom(EmbeddedMetrics.line("shop-slots", Optional.of("0f3a91c2"), metrics, NOW));

    Map<?, ?> metadata = (Map<?, ?>) Objects.requireNonNull(root.get("_aws"));
    assertThat(metadata.keySet())
        .map(Object::toString)
        .containsOnly("Timestamp", "CloudWatchMetrics");
    assertThat(metadata.get("Timestamp")).isInstanceOf(Long.class);
    assertThat(list(metadata, "CloudWatchMetrics")).isNotEmpty();
    for (Object directive : list(metadata, "CloudWatchMetrics")) {
      assertDirective((Map<?, ?>) directive, root);
    }
  }

  private static void assertDirective(Map<?, ?> directive, Map<String, Object> root) {
    assertThat(directive.get("Namespace")).asString().hasSizeBetween(1, 1024);
    for (Object set : list(directive, "Dimensions")) {
      assertThat((List<?>) set).hasSizeLessThanOrEqualTo(30);
      for (Object dimension : (List<?>) set) {
        assertThat(root.get(dimension)).isInstanceOf(String.class);
      }
    }
    assertThat(list(directive, "Metrics")).hasSizeBetween(1, 100);
    for (Object metric : list(directive, "Metrics")) {
      Map<?, ?> definition = (Map<?, ?>) metric;
      assertThat(definition.get("Name")).asString().hasSizeBetween(1, 1024);
      assertThat(definition.get("Unit")).asString().isIn("Count", "Seconds", "Milliseconds");
      assertThat(root.get(definition.get("Name"))).isInstanceOf(Number.class);
    }
  }

  private static List<?> list(Map<?, ?> object, String name) {
    return (List<?>) Objects.requireNonNull(object.get(name), name);
  }

  @Test
  void noTwoMetricsHaveOneName() {
    List<String> names = Arrays.stream(RefreshMetric.values()).map(RefreshMetric::text).toList();

    assertThat(names).doesNotHaveDuplicates().doesNotContain(RefreshMetric.DIMENSION);
  }
}

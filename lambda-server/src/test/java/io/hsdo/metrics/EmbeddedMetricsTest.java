package io.hsdo.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedMetricsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void theLineIsWhatCloudWatchReadsMetricsFrom() throws Exception {
    Map<RefreshMetric, Long> metrics = new EnumMap<>(RefreshMetric.class);
    metrics.put(RefreshMetric.SERVING, 17L);
    metrics.put(RefreshMetric.PASS_DURATION, 120L);

    String line = EmbeddedMetrics.line("shop-slots", metrics, NOW);

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
                 "Table": "shop-slots", "Serving": 17, "PassDuration": 120}
                """));
  }

  @Test
  void noTwoMetricsHaveOneName() {
    List<String> names = Arrays.stream(RefreshMetric.values()).map(RefreshMetric::text).toList();

    assertThat(names).doesNotHaveDuplicates().doesNotContain(RefreshMetric.DIMENSION);
  }
}

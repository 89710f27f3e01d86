package io.hsdo.metrics;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Metrics as a log line from which CloudWatch makes metrics, its embedded metric format: a function
 * that prints it needs no permission and no call to send metrics.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Specification</a>
 */
public final class EmbeddedMetrics {
  private EmbeddedMetrics() {}

  /**
   * One line of JSON, without its end.
   *
   * @param pass id of the pass in the log; a field for queries, of which CloudWatch makes no metric
   */
  public static String line(
      String table, Optional<String> pass, Map<RefreshMetric, Long> metrics, Instant now) {
    List<Map<String, String>> definitions =
        metrics.keySet().stream()
            .map(metric -> Map.of("Name", metric.text(), "Unit", metric.unit().text()))
            .toList();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(
        "_aws",
        Map.of(
            "Timestamp",
            now.toEpochMilli(),
            "CloudWatchMetrics",
            List.of(
                Map.of(
                    "Namespace",
                    RefreshMetric.NAMESPACE,
                    "Dimensions",
                    List.of(List.of(RefreshMetric.DIMENSION)),
                    "Metrics",
                    definitions))));
    line.put(RefreshMetric.DIMENSION, table);
    pass.ifPresent(id -> line.put("pass", id));
    metrics.forEach((metric, value) -> line.put(metric.text(), value));
    try {
      return JSON.std.asString(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

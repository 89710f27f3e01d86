package io.hsdo.infra;

import io.hsdo.metrics.RefreshMetric;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;

/** What the function prints about one table, as CloudWatch knows it. */
record RefreshMetrics(String table) {
  static final Duration PERIOD = Duration.minutes(1);

  /** The most that a pass of a minute said. */
  Metric max(RefreshMetric metric) {
    return metric(metric, "Maximum");
  }

  /** The least that a pass of a minute said. */
  Metric min(RefreshMetric metric) {
    return metric(metric, "Minimum");
  }

  /** All passes of a minute together. */
  Metric sum(RefreshMetric metric) {
    return metric(metric, "Sum");
  }

  /** How many passes of a minute came to an end. */
  Metric passes() {
    return metric(RefreshMetric.SERVING, "SampleCount");
  }

  /** How many free slots there are above what there should be: 2, or 10 % in a longer list. */
  MathExpression spareSlots() {
    return MathExpression.Builder.create()
        .expression("IF(slots > 20, free - slots / 10, free - 2)")
        .usingMetrics(
            ordered("free", min(RefreshMetric.FREE_SLOTS), "slots", max(RefreshMetric.SLOTS)))
        .label("Free slots above max(2, 10 %)")
        .period(PERIOD)
        .build();
  }

  /** Percent of those that should serve, of whom some may have found no slot. */
  MathExpression servingPercent() {
    return MathExpression.Builder.create()
        .expression("IF(serving + unplaced > 0, 100 * serving / (serving + unplaced), 0)")
        .usingMetrics(
            ordered("serving", min(RefreshMetric.SERVING), "unplaced", max(RefreshMetric.UNPLACED)))
        .label("Serving, in % of those that should")
        .period(PERIOD)
        .build();
  }

  /** In an order that is the same in every run: else each deployment would find a change. */
  private static Map<String, Metric> ordered(
      String name, Metric metric, String other, Metric otherMetric) {
    Map<String, Metric> metrics = new TreeMap<>();
    metrics.put(name, metric);
    metrics.put(other, otherMetric);
    return metrics;
  }

  private Metric metric(RefreshMetric metric, String statistic) {
    return Metric.Builder.create()
        .namespace(RefreshMetric.NAMESPACE)
        .metricName(metric.text())
        .dimensionsMap(Map.of(RefreshMetric.DIMENSION, table))
        .statistic(statistic)
        .period(PERIOD)
        .build();
  }
}

package io.hsdo.refresh;

import io.hsdo.metrics.RefreshMetric;
import io.hsdo.plan.Plan;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A pass that planned, and did not fail, in numbers.
 *
 * @param pass its id in the log
 * @param at when it ended
 */
public record PassReport(
    Optional<String> pass, Plan plan, Map<RefreshMetric, Long> metrics, Instant at) {
  public PassReport {
    metrics = Collections.unmodifiableMap(new EnumMap<>(metrics));
  }
}

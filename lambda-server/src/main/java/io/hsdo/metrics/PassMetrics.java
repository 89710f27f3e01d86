package io.hsdo.metrics;

import static io.hsdo.metrics.RefreshMetric.DRAINING;
import static io.hsdo.metrics.RefreshMetric.FREE_SLOTS;
import static io.hsdo.metrics.RefreshMetric.GROUPS_MISSING;
import static io.hsdo.metrics.RefreshMetric.HELD;
import static io.hsdo.metrics.RefreshMetric.LAST_SERVING;
import static io.hsdo.metrics.RefreshMetric.OLDEST_DRAIN;
import static io.hsdo.metrics.RefreshMetric.RAMPING;
import static io.hsdo.metrics.RefreshMetric.SERVING;
import static io.hsdo.metrics.RefreshMetric.SLOTS;
import static io.hsdo.metrics.RefreshMetric.UNPLACED;

import io.hsdo.plan.Plan;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a plan amounts to, in numbers. */
public final class PassMetrics {
  private PassMetrics() {}

  /**
   * The metrics that the plan alone decides.
   *
   * @param foreign members that no hook of ours holds, whatever was planned
   * @param maxWeight what a ramp ends at
   * @param drain how long a drain under our hook lasts
   */
  public static Map<RefreshMetric, Long> of(
      Plan plan, Set<String> foreign, int maxWeight, Duration drain, Instant now) {
    SlotList list = plan.list();
    Map<RefreshMetric, Long> metrics = new EnumMap<>(RefreshMetric.class);
    metrics.put(SLOTS, (long) list.size());
    metrics.put(SERVING, list.serving());
    metrics.put(
        RAMPING, count(list, slot -> slot instanceof Slot.Serving && slot.weight() < maxWeight));
    metrics.put(DRAINING, count(list, Slot.Draining.class::isInstance));
    metrics.put(FREE_SLOTS, count(list, Slot.Empty.class::isInstance));
    metrics.put(UNPLACED, (long) plan.unplaced().size());
    metrics.put(HELD, (long) plan.held().size());
    metrics.put(LAST_SERVING, (long) plan.lastServing().size());
    metrics.put(GROUPS_MISSING, (long) plan.missingGroups().size());
    metrics.put(OLDEST_DRAIN, oldestDrain(list, foreign, drain, now));
    return metrics;
  }

  private static long count(SlotList list, Predicate<Slot> condition) {
    return list.slots().stream().filter(condition).count();
  }

  /**
   * Counted from when the hook began, for the member may have drained for something else before.
   * Drains without our hook last as long as AWS or an operator wants: how old they are says
   * nothing.
   */
  private static long oldestDrain(SlotList list, Set<String> foreign, Duration drain, Instant now) {
    return list.slots().stream()
        .flatMap(
            slot -> slot instanceof Slot.Draining draining ? Stream.of(draining) : Stream.empty())
        .filter(draining -> !foreign.contains(draining.member().id()))
        .flatMap(draining -> draining.hookDue().stream())
        .map(due -> due.minus(drain))
        .mapToLong(begin -> Math.max(0, Duration.between(begin, now).toSeconds()))
        .max()
        .orElse(0);
  }
}

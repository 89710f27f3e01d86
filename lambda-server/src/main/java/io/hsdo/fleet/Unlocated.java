package io.hsdo.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Members that are in service and get no traffic, because EC2 does not say that they run, and
 * where. Each is told once, when that has lasted.
 */
final class Unlocated {
  private static final Logger LOG = LoggerFactory.getLogger(Unlocated.class);

  /** EC2 learns late of what was just started. */
  private static final Duration TOLERATED = Duration.ofMinutes(3);

  private final Map<String, Instant> since = new HashMap<>();
  private final Set<String> told = new HashSet<>();

  /**
   * Takes what EC2 answers now.
   *
   * @param answers of those who may serve as soon as EC2 locates them, by id; empty for one that
   *     EC2 does not know
   */
  void note(Map<String, Optional<Instance>> answers, Instant now) {
    Map<String, String> reasons = new TreeMap<>();
    answers.forEach(
        (id, instance) -> reason(instance).ifPresent(reason -> reasons.put(id, reason)));
    since.keySet().retainAll(reasons.keySet());
    told.retainAll(reasons.keySet());
    reasons.forEach(
        (id, reason) -> {
          Instant first = since.computeIfAbsent(id, added -> now);
          if (!now.isBefore(first.plus(TOLERATED)) && told.add(id)) {
            LOG.warn("{} is in service and gets no traffic: EC2 {}", id, reason);
          }
        });
  }

  /** Empty if it is located, or at an address that is none, which is told by itself. */
  private static Optional<String> reason(Optional<Instance> instance) {
    if (instance.isEmpty()) {
      return Optional.of("does not know it");
    }
    if (!Ec2Instances.isRunning(instance.get())) {
      return Optional.of("does not say that it runs");
    }
    return Ec2Instances.address(instance.get()).isPresent()
        ? Optional.empty()
        : Optional.of("tells no address of it");
  }
}

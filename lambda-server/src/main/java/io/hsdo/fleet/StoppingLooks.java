package io.hsdo.fleet;

import io.hsdo.logging.OutageLog;
import io.hsdo.time.Pace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Who is on the way down by EC2's word: asked once a minute about all instances of the groups, and
 * anew as long as one that it told is still seated. About members that an event named it is asked
 * at once.
 */
final class StoppingLooks {
  /** Less than the minute between two scheduled passes, so that each of them looks. */
  private static final Pace LOOKS = new Pace(Duration.ofSeconds(50));

  private final Ec2Instances instances;
  private final Clock clock;
  private final OutageLog outage;
  private Instant last = Instant.EPOCH;
  private Set<String> lastStopping = Set.of();

  StoppingLooks(Ec2Instances instances, Clock clock) {
    this.instances = instances;
    this.clock = clock;
    this.outage =
        new OutageLog(LoggerFactory.getLogger(StoppingLooks.class), "asking EC2 who stops", clock);
  }

  /**
   * The ids of those who stop; none if EC2 does not answer.
   *
   * @param named ids that an event named
   */
  Set<String> look(
      Ec2Questions ec2, Set<String> groups, Set<String> seated, Collection<String> named) {
    Instant now = clock.instant();
    boolean isDue = LOOKS.isDue(last, now) || !Collections.disjoint(lastStopping, seated);
    var described =
        isDue
            ? ec2.ask(outage, groups, instances::stopping)
            : ec2.ask(outage, named, instances::known);
    if (described.isEmpty()) {
      return Set.of();
    }
    if (isDue) {
      last = now;
    }
    lastStopping =
        described.get().values().stream()
            .filter(Ec2Instances::isStopping)
            .map(Instance::instanceId)
            .collect(Collectors.toSet());
    return lastStopping;
  }
}

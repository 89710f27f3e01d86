package io.hsdo.fleet;

import io.hsdo.logging.OutageLog;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * What one snapshot asks of EC2. It goes on without an answer; and where EC2 takes its time to give
 * none, without further questions.
 */
final class Ec2Questions {
  private final Deadline deadline;

  Ec2Questions(Clock clock) {
    this.deadline = new Deadline(clock);
  }

  /** EC2's answer about these instances or groups; empty if there is none. */
  Optional<Map<String, Instance>> ask(
      OutageLog outage,
      Collection<String> about,
      BiFunction<Collection<String>, Deadline, Map<String, Instance>> question) {
    if (about.isEmpty()) {
      outage.over();
      return Optional.of(Map.of());
    }
    try {
      Map<String, Instance> answer = question.apply(about, deadline);
      outage.works();
      return Optional.of(answer);
    } catch (FleetException e) {
      outage.failed(e, "nobody is seated or released on their account until it answers");
      return Optional.empty();
    }
  }
}

package io.hsdo.refresh;

import static io.hsdo.plan.LifecycleAction.Kind.COMPLETE;
import static io.hsdo.plan.LifecycleAction.Kind.HEARTBEAT;

import io.hsdo.fleet.Deadline;
import io.hsdo.fleet.FleetException;
import io.hsdo.fleet.LifecycleHooks;
import io.hsdo.logging.OutageLog;
import io.hsdo.plan.LifecycleAction;
import io.hsdo.time.Pace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * Tells hooks what plans say. One that cannot be told is told again by the next pass; at last it
 * times out by itself.
 */
final class HookCalls {
  /**
   * Between two words to one hook: many fit in the shortest timeout that a hook may have, and a
   * word at every pass would be throttled.
   */
  private static final Pace PACE = new Pace(Duration.ofSeconds(10));

  private final LifecycleHooks hooks;
  private final Clock clock;
  private final OutageLog completionOutage;
  private final OutageLog heartbeatOutage;
  private final Map<String, Instant> completed = new HashMap<>();
  private Instant lastHeartbeats = Instant.EPOCH;

  HookCalls(LifecycleHooks hooks, Logger log, Clock clock) {
    this.hooks = hooks;
    this.clock = clock;
    this.completionOutage = new OutageLog(log, "completing lifecycle hooks", clock);
    this.heartbeatOutage = new OutageLog(log, "keeping lifecycle hooks waiting", clock);
  }

  /**
   * What came of it.
   *
   * @param taken those that a waiting hook took; to the others nobody listens any more
   * @param untold members whose hooks could not be told
   */
  record Told(List<LifecycleAction> taken, Set<String> untold) {}

  /**
   * Completes what is due; members are told so until they have gone. Who was told longest ago comes
   * first, so that everybody's turn comes where there is no time for all.
   */
  Told complete(List<LifecycleAction> actions) {
    Instant now = clock.instant();
    completed.keySet().retainAll(actions.stream().map(LifecycleAction::memberId).toList());
    List<LifecycleAction> due =
        of(COMPLETE, actions)
            .filter(action -> PACE.isDue(lastCompleted(action), now))
            .sorted(Comparator.comparing(this::lastCompleted))
            .toList();
    Told told = tell(due, completionOutage);
    for (LifecycleAction action : due) {
      if (!told.untold().contains(action.memberId())) {
        completed.put(action.memberId(), now);
      }
    }
    return told;
  }

  private Instant lastCompleted(LifecycleAction action) {
    return completed.getOrDefault(action.memberId(), Instant.EPOCH);
  }

  /** Keeps the hooks of drains that go on from timing out. */
  void keepWaiting(List<LifecycleAction> actions) {
    Instant now = clock.instant();
    if (PACE.isDue(lastHeartbeats, now)) {
      tell(of(HEARTBEAT, actions).toList(), heartbeatOutage);
      lastHeartbeats = now;
    }
  }

  private static Stream<LifecycleAction> of(
      LifecycleAction.Kind kind, List<LifecycleAction> actions) {
    return actions.stream().filter(action -> action.kind() == kind);
  }

  private Told tell(List<LifecycleAction> due, OutageLog outage) {
    var deadline = new Deadline(clock);
    List<LifecycleAction> taken = new ArrayList<>();
    Set<String> untold = new HashSet<>();
    List<FleetException> failures = new ArrayList<>();
    for (LifecycleAction action : due) {
      try {
        deadline.requireTime("calls");
        if (hooks.tell(action)) {
          taken.add(action);
        }
      } catch (FleetException e) {
        failures.add(e);
        untold.add(action.memberId());
      }
    }
    if (due.isEmpty()) {
      outage.over();
    } else if (failures.isEmpty()) {
      outage.works();
    }
    failures.forEach(failure -> outage.failed(failure, "the next pass tells it again"));
    return new Told(taken, untold);
  }
}

package io.hsdo.refresh;

import io.hsdo.plan.Plan;
import io.hsdo.plan.Trigger;
import io.hsdo.time.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A scheduled invocation: a pass, and another whenever a ramp step or a hook is due before the next
 * invocation. EventBridge schedules by the minute, ramps step faster.
 */
final class ScheduledRefresh {
  private final Passes refresh;
  private final Clock clock;
  private final Sleeper sleeper;

  ScheduledRefresh(Passes refresh, Clock clock, Sleeper sleeper) {
    this.refresh = refresh;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Runs until nothing is due any more.
   *
   * @param lastStart no pass begins after it, for the invocation's time would not suffice
   */
  void run(Instant lastStart) {
    Instant nextInvocation = clock.instant().plus(FunctionTimes.SCHEDULE);
    Instant end = lastStart.isBefore(nextInvocation) ? lastStart : nextInvocation;
    Optional<Instant> due = pass();
    while (due.filter(look -> look.isBefore(end)).isPresent()) {
      if (!waitUntil(due.get())) {
        return;
      }
      due = pass();
    }
  }

  private Optional<Instant> pass() {
    return refresh.pass(new Trigger.Scheduled()).plan().flatMap(Plan::nextLook);
  }

  private boolean waitUntil(Instant look) {
    try {
      sleeper.sleep(Math.max(1, Duration.between(clock.instant(), look).toMillis()));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

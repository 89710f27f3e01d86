package io.hsdo.refresh;

import static io.hsdo.metrics.RefreshMetric.EVENT_AGE;
import static io.hsdo.metrics.RefreshMetric.HOOKS_COMPLETED;
import static io.hsdo.metrics.RefreshMetric.HOOKS_FAILED;
import static io.hsdo.metrics.RefreshMetric.PASS_DURATION;
import static io.hsdo.metrics.RefreshMetric.VERSION_CONFLICTS;

import io.hsdo.logging.Pass;
import io.hsdo.metrics.PassMetrics;
import io.hsdo.metrics.RefreshMetric;
import io.hsdo.plan.Plan;
import io.hsdo.plan.Trigger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A refresh of which each pass that planned is reported in numbers. Of a pass that fails nothing is
 * reported: that is what the alarm on the missing heartbeat waits for.
 */
public final class MeteredRefresh implements Passes {
  private final Passes refresh;
  private final CountedHooks hooks;
  private final ServerConfiguration configuration;
  private final Clock clock;
  private final Consumer<PassReport> reports;

  /**
   * @param hooks those that {@code refresh} tells
   * @param reports gets the numbers
   */
  MeteredRefresh(
      Passes refresh,
      CountedHooks hooks,
      ServerConfiguration configuration,
      Clock clock,
      Consumer<PassReport> reports) {
    this.refresh = refresh;
    this.hooks = hooks;
    this.configuration = configuration;
    this.clock = clock;
    this.reports = reports;
  }

  /** The same for an event of this time, which has just come. */
  Passes causedBy(Instant event) {
    return new Caused(Duration.between(event, clock.instant()));
  }

  /** Passes that an event causes; the first tells how late it came. */
  private final class Caused implements Passes {
    private Optional<Duration> eventAge;

    Caused(Duration eventAge) {
      this.eventAge = Optional.of(eventAge);
    }

    @Override
    public Outcome pass(Trigger trigger) {
      Optional<Duration> age = eventAge;
      eventAge = Optional.empty();
      return MeteredRefresh.this.pass(trigger, age);
    }
  }

  @Override
  public Outcome pass(Trigger trigger) {
    return pass(trigger, Optional.empty());
  }

  private Outcome pass(Trigger trigger, Optional<Duration> eventAge) {
    Instant begin = clock.instant();
    Pass pass = Pass.begin();
    try {
      Outcome outcome = refresh.pass(trigger);
      outcome.plan().ifPresent(plan -> report(plan, outcome.conflicts(), begin, eventAge));
      return outcome;
    } finally {
      pass.end();
    }
  }

  private void report(Plan plan, int conflicts, Instant begin, Optional<Duration> eventAge) {
    Instant now = clock.instant();
    Map<RefreshMetric, Long> metrics =
        PassMetrics.of(
            plan,
            hooks.unheard(plan.list()),
            configuration.ramp().max(),
            configuration.drain(),
            now);
    CountedHooks.Calls calls = hooks.take();
    metrics.put(VERSION_CONFLICTS, (long) conflicts);
    metrics.put(HOOKS_COMPLETED, calls.completed());
    metrics.put(HOOKS_FAILED, calls.failed());
    metrics.put(PASS_DURATION, Duration.between(begin, now).toMillis());
    eventAge.ifPresent(age -> metrics.put(EVENT_AGE, Math.max(0, age.toSeconds())));
    reports.accept(new PassReport(Pass.currentId(), plan, metrics, now));
  }
}

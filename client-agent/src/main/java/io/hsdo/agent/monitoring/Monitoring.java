package io.hsdo.agent.monitoring;

import io.hsdo.agent.poll.Agent;
import io.hsdo.agent.poll.AgentStatus;
import io.hsdo.agent.poll.Keeper;
import io.hsdo.agent.poll.PassNews;
import io.hsdo.prometheus.Exposition;
import io.hsdo.status.Overview;
import io.hsdo.status.OverviewMetrics;
import io.hsdo.status.StatusSite;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Instant;

/**
 * Watches an agent from outside: is told of each pass and poll, and answers at any time what is
 * known.
 */
public final class Monitoring implements Agent.Watcher {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final RefreshAge refreshAge;
  private final Carried carried;
  private final Overview.Subject subject;
  private final Clock clock;
  private final Clock wall;
  private final PollMetrics polls;
  private final PassMetrics passes;

  // Set by the loop, read by any thread.
  private volatile AgentStatus latest;
  private volatile Instant aliveAt;

  /**
   * @param clock the agent's
   * @param wall the clock that tables are written by
   */
  public Monitoring(Overview.Subject subject, RefreshAge refreshAge, Clock clock, Clock wall) {
    this.subject = subject;
    this.refreshAge = refreshAge;
    this.carried = new Carried(subject.backends());
    this.clock = clock;
    this.wall = wall;
    latest = AgentStatus.starting(clock.instant());
    aliveAt = latest.poll().endedAt();
    polls = new PollMetrics(registry, wall);
    passes = new PassMetrics(registry);
    OverviewMetrics.register(registry, this::overview);
  }

  @Override
  public void passed(PassNews news) {
    passes.count(news);
  }

  @Override
  public void polled(AgentStatus status) {
    refreshAge.accept(status);
    carried.accept(status);
    polls.accept(status);
    latest = status;
    aliveAt = status.poll().endedAt();
  }

  /** The loop is in the middle of a poll, and gets on with it. */
  public void loopGetsOn() {
    aliveAt = clock.instant();
  }

  /** The same keeper, timed. */
  public Keeper metered(Keeper keeper) {
    return new MeteredKeeper(keeper, passes, System::nanoTime);
  }

  /** What is shown of it. */
  public StatusSite site() {
    return new StatusSite(new Exposition(registry), this::overview);
  }

  public Overview overview() {
    AgentStatus status = latest;
    var now = clock.instant();
    return new Overview(
        subject,
        now,
        wall.instant(),
        aliveAt,
        status.poll(),
        status.list().shown(refreshAge.at(now)),
        carried.by(status));
  }
}

package io.hsdo.agent.placement;

import io.hsdo.agent.background.Background;
import io.hsdo.agent.background.Backoff;
import io.hsdo.agent.background.WatchedHealth;
import io.hsdo.reconcile.Placement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where members are placed, once this host's zone is known. It is asked for on another thread, with
 * pauses, until it is told; then never again.
 */
public final class OwnPlacement {
  /** What it means that there is none. */
  public static final String UNKNOWN = "HAProxy stays as it is until this host's zone is known";

  private static final Logger LOG = LoggerFactory.getLogger(OwnPlacement.class);

  private final Supplier<Placement> question;
  private final Clock clock;
  private final Background<Placement> asking;
  private final Backoff backoff = new Backoff(new Random());
  private final WatchedHealth health;
  private Duration patience;
  private Optional<Placement> placement = Optional.empty();

  private OwnPlacement(
      Supplier<Placement> question, Executor thread, Clock clock, Duration patienceAtStart) {
    this.question = question;
    this.patience = patienceAtStart;
    this.clock = clock;
    this.asking = new Background<>(thread, clock);
    this.health = new WatchedHealth(LOG, "asking for this host's availability zone", clock);
  }

  /**
   * Members are placed by the zone that {@code zone} tells.
   *
   * @param patienceAtStart what the first poll waits for it, so that it does not leave HAProxy out;
   *     a command has no later one
   */
  public static OwnPlacement byZone(
      PlacementSetting.ByOwnZone setting,
      Supplier<String> zone,
      Executor thread,
      Clock clock,
      Duration patienceAtStart) {
    return new OwnPlacement(() -> setting.in(zone.get()), thread, clock, patienceAtStart);
  }

  public static OwnPlacement told(Placement placement) {
    var told = new OwnPlacement(() -> placement, Runnable::run, Clock.systemUTC(), Duration.ZERO);
    told.placement = Optional.of(placement);
    return told;
  }

  /** Empty while the zone is unknown. */
  public Optional<Placement> now() throws InterruptedException {
    if (placement.isPresent()) {
      return placement;
    }
    if (backoff.isOver(clock.instant())) {
      asking.start(question);
    }
    asking.take(patience).ifPresent(result -> result.tell(this::learned, this::failed));
    patience = Duration.ZERO;
    return placement;
  }

  private void learned(Placement answer) {
    health.works();
    LOG.info("members are placed by {}", answer.locality());
    placement = Optional.of(answer);
  }

  private void failed(RuntimeException problem) {
    backoff.failed(clock.instant());
    health.failed(problem, UNKNOWN);
  }
}

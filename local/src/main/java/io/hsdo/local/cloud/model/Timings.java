package io.hsdo.local.cloud.model;

import java.time.Duration;

/**
 * How long things take in this cloud.
 *
 * @param boot from EC2 {@code pending} to {@code running}
 * @param transit in each state that is only passed through: {@code Pending:Proceed}, {@code
 *     EnteringStandby}, {@code Detaching}, and {@code Pending} on the way out of standby
 * @param listening from {@code InService} until the instance's server listens
 * @param healthCheck from {@code Unhealthy} until the group replaces the instance
 * @param deregistering from the end of the hooks of a terminating instance until EC2 shuts it down
 * @param shutdown from {@code shutting-down} to {@code terminated}, and from {@code stopping} to
 *     {@code stopped}
 * @param forgetting from {@code terminated} until EC2 no longer lists the instance
 * @param spotNotice from an interruption warning to the interruption
 */
public record Timings(
    Duration boot,
    Duration transit,
    Duration listening,
    Duration healthCheck,
    Duration deregistering,
    Duration shutdown,
    Duration forgetting,
    Duration spotNotice) {
  private static final Duration NO_TIME = Duration.ZERO;

  /** Passing through states takes no time; what AWS documents keeps its length. */
  public static Timings instant() {
    return new Timings(
        NO_TIME,
        NO_TIME,
        NO_TIME,
        NO_TIME,
        NO_TIME,
        NO_TIME,
        Duration.ofHours(1),
        Duration.ofMinutes(2));
  }

  /** Short enough to watch, long enough that each state is seen. */
  public static Timings watchable() {
    return instant()
        .withBoot(Duration.ofSeconds(3))
        .withTransit(Duration.ofSeconds(1))
        .withHealthCheck(Duration.ofSeconds(10))
        .withDeregistering(Duration.ofSeconds(5))
        .withShutdown(Duration.ofSeconds(3));
  }

  public Timings withBoot(Duration boot) {
    return new Timings(
        boot, transit, listening, healthCheck, deregistering, shutdown, forgetting, spotNotice);
  }

  public Timings withTransit(Duration transit) {
    return new Timings(
        boot, transit, listening, healthCheck, deregistering, shutdown, forgetting, spotNotice);
  }

  public Timings withListening(Duration listening) {
    return new Timings(
        boot, transit, listening, healthCheck, deregistering, shutdown, forgetting, spotNotice);
  }

  public Timings withHealthCheck(Duration healthCheck) {
    return new Timings(
        boot, transit, listening, healthCheck, deregistering, shutdown, forgetting, spotNotice);
  }

  public Timings withDeregistering(Duration deregistering) {
    return new Timings(
        boot, transit, listening, healthCheck, deregistering, shutdown, forgetting, spotNotice);
  }

  public Timings withShutdown(Duration shutdown) {
    return new Timings(
        boot, transit, listening, healthCheck, deregistering, shutdown, forgetting, spotNotice);
  }

  public Timings withForgetting(Duration forgetting) {
    return new Timings(
        boot, transit, listening, healthCheck, deregistering, shutdown, forgetting, spotNotice);
  }

  public Timings withSpotNotice(Duration spotNotice) {
    return new Timings(
        boot, transit, listening, healthCheck, deregistering, shutdown, forgetting, spotNotice);
  }
}

package io.hsdo.local.service;

import io.hsdo.local.cloud.model.Timings;
import io.hsdo.plan.Ramp;
import java.time.Duration;

/**
 * How a local service is set up.
 *
 * @param slots N
 * @param interval between two passes of the refresh, and two polls of the agent
 * @param schedule between two scheduled invocations of the function
 * @param checkInterval between two health checks of HAProxy
 * @param timings how fast its instances come and go; one that boots for longer than another takes
 *     to leave becomes the successor in its slot
 * @param haproxies how many there are, at least 1
 * @param retries whether HAProxy tries a failed connection again, as it should where nobody counts
 */
public record ServiceSettings(
    int slots,
    Duration interval,
    Duration schedule,
    Ramp ramp,
    Duration checkInterval,
    Timings timings,
    int haproxies,
    boolean retries) {

  /** With one HAProxy. */
  public ServiceSettings(
      int slots,
      Duration interval,
      Duration schedule,
      Ramp ramp,
      Duration checkInterval,
      Timings timings) {
    this(slots, interval, schedule, ramp, checkInterval, timings, 1, true);
  }

  /** Fast enough that a story is over in a minute. */
  public static ServiceSettings fast() {
    return new ServiceSettings(
        10,
        Duration.ofMillis(200),
        Duration.ofSeconds(2),
        new Ramp(1, 10, 3, Duration.ofSeconds(1)),
        Duration.ofMillis(200),
        Timings.instant()
            .withBoot(Duration.ofSeconds(4))
            .withListening(Duration.ofMillis(300))
            .withDeregistering(Duration.ofSeconds(2))
            .withShutdown(Duration.ofMillis(500)));
  }

  /** Slow enough to follow on a screen. */
  public static ServiceSettings watchable() {
    return new ServiceSettings(
        10,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        new Ramp(1, 10, 1, Duration.ofSeconds(2)),
        Duration.ofSeconds(1),
        Timings.watchable().withBoot(Duration.ofSeconds(12)).withListening(Duration.ofSeconds(1)));
  }
}

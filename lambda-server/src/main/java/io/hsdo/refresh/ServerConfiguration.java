package io.hsdo.refresh;

import io.hsdo.config.AwsSettings;
import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import io.hsdo.plan.PlanSettings;
import io.hsdo.plan.Ramp;
import io.hsdo.slot.Slot;
import io.hsdo.table.Rows;
import java.time.Duration;
import java.util.Optional;

/**
 * What the refresh is told by its parameters.
 *
 * @param interval between two passes of the standalone server
 * @param size N; empty leaves it to the table
 * @param drain how long a member that our hook holds goes on without new traffic
 * @param takeOver whether a table of the Python program may be taken over
 */
public record ServerConfiguration(
    AwsSettings aws,
    FleetSettings fleet,
    Duration interval,
    Optional<Integer> size,
    Ramp ramp,
    Duration drain,
    int maxRemovalPercent,
    boolean takeOver) {

  private static final int DEFAULT_MIN_WEIGHT = 1;
  private static final int DEFAULT_MAX_WEIGHT = 10;
  private static final int DEFAULT_INCREASE = 1;
  private static final Duration DEFAULT_RAMP_INTERVAL = Duration.ofSeconds(30);
  private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(30);
  private static final int DEFAULT_REMOVAL_PERCENT = 20;

  /** Auto Scaling takes no longer timeout of a hook. */
  private static final Duration LONGEST_HOOK = Duration.ofHours(2);

  private static final Duration LONGEST_DRAIN = LONGEST_HOOK.minus(PlanSettings.HOOK_BEYOND_DRAIN);

  public static ServerConfiguration of(Parameters parameters) {
    return new ServerConfiguration(
        AwsSettings.of(parameters),
        FleetSettings.of(parameters),
        parameters.interval(),
        parameters.number(Parameter.HAPROXY_BACKEND_SERVERS_LIST_SIZE, 1, Rows.MAX_SLOTS),
        ramp(parameters),
        parameters
            .seconds(Parameter.SERVER_DRAIN_SECONDS, Duration.ZERO, LONGEST_DRAIN)
            .orElse(DEFAULT_DRAIN),
        parameters
            .number(Parameter.SERVER_MAX_UNEXPLAINED_REMOVAL_PERCENT, 0, 100)
            .orElse(DEFAULT_REMOVAL_PERCENT),
        parameters.flag(Parameter.SERVER_TAKE_OVER));
  }

  /**
   * What is set for Auto Scaling Groups.
   *
   * @throws ConfigurationException if another mode is
   */
  public FleetSettings.Aws autoScaling() {
    if (fleet instanceof FleetSettings.Aws aws) {
      return aws;
    }
    throw new ConfigurationException(
        Parameter.SERVER_MODE + " is not 'aws': expected Auto Scaling Groups");
  }

  /** How weights grow, whatever else is set. */
  public static Ramp ramp(Parameters parameters) {
    int min =
        parameters
            .number(Parameter.SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT, 0, Slot.MAX_WEIGHT)
            .orElse(DEFAULT_MIN_WEIGHT);
    int max =
        parameters
            .number(Parameter.SERVER_HAPROXY_BACKEND_SERVER_MAX_WEIGHT, 1, Slot.MAX_WEIGHT)
            .orElse(DEFAULT_MAX_WEIGHT);
    if (min > max) {
      throw new ConfigurationException(
          Parameter.SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT
              + " is '"
              + min
              + "': expected at most "
              + Parameter.SERVER_HAPROXY_BACKEND_SERVER_MAX_WEIGHT
              + ", which is "
              + max);
    }
    return new Ramp(
        min,
        max,
        parameters
            .number(Parameter.SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT, 1, Slot.MAX_WEIGHT)
            .orElse(DEFAULT_INCREASE),
        parameters
            .seconds(
                Parameter.SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT_INTERVAL,
                Duration.ofSeconds(1),
                Duration.ofDays(1))
            .orElse(DEFAULT_RAMP_INTERVAL));
  }
}

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

  /** Auto Scaling takes no longer timeout of a hook. */
  private static final Duration LONGEST_HOOK = Duration.ofHours(2);

  private static final Duration LONGEST_DRAIN = LONGEST_HOOK.minus(PlanSettings.HOOK_BEYOND_DRAIN);

  public static ServerConfiguration of(Parameters parameters) {
    return new ServerConfiguration(
        AwsSettings.of(parameters),
        FleetSettings.of(parameters),
        parameters.interval(),
        size(parameters),
        ramp(parameters),
        parameters.seconds(Parameter.SERVER_DRAIN_SECONDS, Duration.ZERO, LONGEST_DRAIN),
        parameters.number(Parameter.SERVER_MAX_UNEXPLAINED_REMOVAL_PERCENT, 0, 100),
        parameters.flag(Parameter.SERVER_TAKE_OVER));
  }

  private static Optional<Integer> size(Parameters parameters) {
    Parameter size = Parameter.HAPROXY_BACKEND_SERVERS_LIST_SIZE;
    return parameters.isSet(size)
        ? Optional.of(parameters.number(size, 1, Rows.MAX_SLOTS))
        : Optional.empty();
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
        parameters.number(Parameter.SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT, 0, Slot.MAX_WEIGHT);
    int max =
        parameters.number(Parameter.SERVER_HAPROXY_BACKEND_SERVER_MAX_WEIGHT, 1, Slot.MAX_WEIGHT);
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
        parameters.number(
            Parameter.SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT, 1, Slot.MAX_WEIGHT),
        parameters.seconds(
            Parameter.SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT_INTERVAL,
            Duration.ofSeconds(1),
            Duration.ofDays(1)));
  }
}

package io.hsdo.refresh;

import io.hsdo.config.AwsSettings;
import io.hsdo.fleet.AutoScalingFleet;
import io.hsdo.fleet.AutoScalingHooks;
import io.hsdo.fleet.FleetSource;
import io.hsdo.fleet.LifecycleHooks;
import io.hsdo.table.DynamoDbClients;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.SlotListStore;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

/** How a refresh is put together, in Lambda and in the standalone server alike. */
public final class Wiring {
  private Wiring() {}

  public static Refresh refresh(ServerConfiguration configuration, Clock clock) {
    var autoScaling = AwsClients.autoScaling(configuration.aws());
    return refresh(configuration, clock, autoScaling, hooks(configuration, autoScaling));
  }

  /**
   * The same, with a line of metrics for each pass.
   *
   * @param printer gets the lines
   */
  static MeteredRefresh metered(
      ServerConfiguration configuration, Clock clock, Consumer<String> printer) {
    var autoScaling = AwsClients.autoScaling(configuration.aws());
    var hooks = new CountedHooks(hooks(configuration, autoScaling));
    return new MeteredRefresh(
        refresh(configuration, clock, autoScaling, hooks), hooks, configuration, clock, printer);
  }

  /** With clients of its own, so that what they hold does not outlive it. */
  static Priming priming(ServerConfiguration configuration, Clock clock) {
    return new Priming(
        store(configuration.aws()), fleet(configuration, clock), configuration, clock);
  }

  private static LifecycleHooks hooks(
      ServerConfiguration configuration, AutoScalingClient autoScaling) {
    return new AutoScalingHooks(autoScaling, configuration.terminateHook());
  }

  private static Refresh refresh(
      ServerConfiguration configuration,
      Clock clock,
      AutoScalingClient autoScaling,
      LifecycleHooks hooks) {
    return new Refresh(
        store(configuration.aws()),
        fleet(configuration, autoScaling, clock),
        hooks,
        configuration,
        clock);
  }

  /** What a dry run asks. */
  public static FleetSource fleet(ServerConfiguration configuration, Clock clock) {
    return fleet(configuration, AwsClients.autoScaling(configuration.aws()), clock);
  }

  private static FleetSource fleet(
      ServerConfiguration configuration, AutoScalingClient autoScaling, Clock clock) {
    return new AutoScalingFleet(
        configuration.groups(), autoScaling, AwsClients.ec2(configuration.aws()), clock);
  }

  public static SlotListStore store(AwsSettings aws) {
    return new DynamoDbSlotListStore(
        DynamoDbClients.create(Optional.of(aws.requiredRegion())), aws.table());
  }
}

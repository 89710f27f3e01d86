package io.hsdo.refresh;

import io.hsdo.config.AwsSettings;
import io.hsdo.fleet.AutoScalingFleet;
import io.hsdo.fleet.AutoScalingHooks;
import io.hsdo.fleet.FleetSource;
import io.hsdo.table.DynamoDbClients;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.SlotListStore;
import java.time.Clock;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

/** How a refresh is put together, in Lambda and in the standalone server alike. */
public final class Wiring {
  private Wiring() {}

  public static Refresh refresh(ServerConfiguration configuration, Clock clock) {
    var autoScaling = AwsClients.autoScaling(configuration.aws());
    return new Refresh(
        store(configuration.aws()),
        fleet(configuration, autoScaling, clock),
        new AutoScalingHooks(autoScaling, configuration.terminateHook()),
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

package io.hsdo.refresh;

import io.hsdo.config.AwsSettings;
import io.hsdo.fleet.AutoScalingFleet;
import io.hsdo.fleet.AutoScalingHooks;
import io.hsdo.table.DynamoDbClients;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.SlotListStore;
import java.time.Clock;
import java.util.Optional;

/** How a refresh is put together, in Lambda and in the standalone server alike. */
final class Wiring {
  private Wiring() {}

  static Refresh refresh(ServerConfiguration configuration, Clock clock) {
    var autoScaling = AwsClients.autoScaling(configuration.aws());
    return new Refresh(
        store(configuration.aws()),
        new AutoScalingFleet(
            configuration.groups(), autoScaling, AwsClients.ec2(configuration.aws()), clock),
        new AutoScalingHooks(autoScaling, configuration.terminateHook()),
        configuration,
        clock);
  }

  static SlotListStore store(AwsSettings aws) {
    return new DynamoDbSlotListStore(
        DynamoDbClients.create(Optional.of(aws.requiredRegion())), aws.table());
  }
}

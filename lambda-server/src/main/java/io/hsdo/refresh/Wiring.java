package io.hsdo.refresh;

import io.hsdo.config.AwsSettings;
import io.hsdo.config.SdkSettings;
import io.hsdo.fleet.FleetSource;
import io.hsdo.fleet.LifecycleHooks;
import io.hsdo.refresh.FleetSettings.Fleet;
import io.hsdo.table.DynamoDbClients;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.SlotListStore;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** How a refresh is put together, in Lambda and in the standalone server alike. */
public final class Wiring {
  private Wiring() {}

  public static Refresh refresh(ServerConfiguration configuration, Clock clock) {
    Fleet fleet = fleet(configuration, clock);
    return refresh(configuration, clock, fleet.source(), fleet.hooks());
  }

  /**
   * The same, metered.
   *
   * @param reports gets the numbers of each pass
   */
  public static MeteredRefresh metered(
      ServerConfiguration configuration, Clock clock, Consumer<PassReport> reports) {
    Fleet fleet = fleet(configuration, clock);
    var hooks = new CountedHooks(fleet.hooks());
    return new MeteredRefresh(
        refresh(configuration, clock, fleet.source(), hooks), hooks, configuration, clock, reports);
  }

  /** With clients of its own, so that what they hold does not outlive it. */
  static Priming priming(ServerConfiguration configuration, Clock clock) {
    return new Priming(
        store(configuration.aws()), source(configuration, clock), configuration, clock);
  }

  private static Refresh refresh(
      ServerConfiguration configuration, Clock clock, FleetSource source, LifecycleHooks hooks) {
    return new Refresh(store(configuration.aws()), source, hooks, configuration, clock);
  }

  /** What a dry run asks. */
  public static FleetSource source(ServerConfiguration configuration, Clock clock) {
    return fleet(configuration, clock).source();
  }

  private static Fleet fleet(ServerConfiguration configuration, Clock clock) {
    return configuration.fleet().connect(configuration.aws(), clock);
  }

  public static SlotListStore store(AwsSettings aws) {
    var region = Optional.of(aws.requiredRegion());
    return new DynamoDbSlotListStore(
        SdkSettings.client(System.getenv(), () -> DynamoDbClients.create(region)), aws.table());
  }
}

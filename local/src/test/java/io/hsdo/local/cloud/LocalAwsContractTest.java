package io.hsdo.local.cloud;

import io.hsdo.local.cloud.model.Timings;
import io.hsdo.time.ManualClock;

/** The contract, kept by the endpoint of {@link LocalCloud}. */
final class LocalAwsContractTest extends AwsContract {
  private final LocalCloud cloud =
      LocalCloud.builder().clock(new ManualClock()).timings(Timings.instant()).start();
  private final AwsClients clients = new AwsClients(cloud.endpoint());

  @Override
  AwsClients clients() {
    return clients;
  }

  @Override
  void close() {
    clients.close();
    cloud.close();
  }
}

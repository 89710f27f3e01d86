package io.hsdo.local.fleet;

import io.hsdo.fleet.AutoScalingFleet;
import io.hsdo.fleet.FleetSource;
import io.hsdo.fleet.GroupSelection;
import io.hsdo.local.cloud.AwsClients;
import io.hsdo.local.cloud.Instance;
import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.cloud.endpoint.Fault;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

class AutoScalingFleetContractTest extends FleetSourceContract {
  @Override
  protected World newWorld() {
    return new AutoScalingWorld();
  }

  private static final class AutoScalingWorld implements World {
    private final ManualClock clock = new ManualClock();
    private final LocalCloud cloud =
        LocalCloud.builder()
            .clock(clock)
            .seed(1)
            .timings(Timings.instant().withHealthCheck(Duration.ofMinutes(10)))
            .start();
    private final AwsClients aws = new AwsClients(cloud.endpoint());
    private final Set<String> known = new HashSet<>();

    @Override
    public FleetSource source(String... groups) {
      return new AutoScalingFleet(
          GroupSelection.named(groups), aws.autoScaling(), aws.ec2(), clock);
    }

    @Override
    public String start(String group) {
      clock.advance(Duration.ofSeconds(1));
      if (cloud.group(group).isEmpty()) {
        cloud.createGroup(group, 1, "eu-west-1a");
      } else {
        cloud.scale(group, cloud.instances(group).size() + 1);
      }
      cloud.advance();
      return cloud.instances(group).stream()
          .map(Instance::id)
          .filter(known::add)
          .findFirst()
          .orElseThrow();
    }

    @Override
    public void callUnhealthy(String id) {
      aws.autoScaling()
          .setInstanceHealth(health -> health.instanceId(id).healthStatus("Unhealthy"));
    }

    @Override
    public void lose(String id) {
      aws.autoScaling()
          .detachInstances(
              detach ->
                  detach
                      .autoScalingGroupName("web")
                      .instanceIds(id)
                      .shouldDecrementDesiredCapacity(true));
      cloud.advance();
    }

    @Override
    public void breakDown() {
      cloud.faults().onAll().always(Fault.serverError());
    }

    @Override
    public void close() {
      aws.close();
      cloud.close();
    }
  }
}

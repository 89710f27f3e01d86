package io.hsdo.local.cloud;

import io.hsdo.local.cloud.model.Timings;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** A local cloud whose clock the test moves, and the stock clients that talk to it. */
public final class LocalAws implements AutoCloseable {
  public static final String GROUP = "web";

  private final ManualClock clock = new ManualClock();
  private final LocalCloud cloud =
      LocalCloud.builder()
          .clock(clock)
          .seed(1)
          .timings(
              Timings.instant()
                  .withBoot(Duration.ofSeconds(30))
                  .withHealthCheck(Duration.ofSeconds(20))
                  .withDeregistering(Duration.ofSeconds(5))
                  .withShutdown(Duration.ofSeconds(10)))
          .start();
  private final AwsClients clients = new AwsClients(cloud.endpoint());

  /** One group, named {@link #GROUP}, with all of its instances in service. */
  public static LocalAws withGroup(int size) {
    var aws = new LocalAws();
    aws.cloud.createGroup(GROUP, size, "eu-west-1a", "eu-west-1b");
    aws.pass(30);
    return aws;
  }

  public LocalCloud cloud() {
    return cloud;
  }

  public AutoScalingClient autoScaling() {
    return clients.autoScaling();
  }

  public Ec2Client ec2() {
    return clients.ec2();
  }

  public void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  /** The ids of the group's instances, in order. */
  public List<String> ids() {
    return cloud.instances(GROUP).stream().map(Instance::id).toList();
  }

  public AutoScalingGroup group() {
    return autoScaling()
        .describeAutoScalingGroups(describe -> describe.autoScalingGroupNames(GROUP))
        .autoScalingGroups()
        .get(0);
  }

  public AutoScalingInstanceDetails inGroup(String instanceId) {
    return autoScaling()
        .describeAutoScalingInstances(describe -> describe.instanceIds(instanceId))
        .autoScalingInstances()
        .get(0);
  }

  public software.amazon.awssdk.services.ec2.model.Instance inEc2(String instanceId) {
    return ec2()
        .describeInstances(describe -> describe.instanceIds(instanceId))
        .reservations()
        .get(0)
        .instances()
        .get(0);
  }

  @Override
  public void close() {
    clients.close();
    cloud.close();
  }
}

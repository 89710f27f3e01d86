package io.hsdo.fleet;

import io.hsdo.aws.CallFailures;
import io.hsdo.aws.Pages;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/**
 * Questions to EC2, every page of their answers; each is filtered, so that strangers cost nothing.
 */
final class Ec2Instances {
  /** States from which an instance does not come back to serve. */
  private static final Set<InstanceStateName> STOPPING =
      Set.of(
          InstanceStateName.SHUTTING_DOWN,
          InstanceStateName.TERMINATED,
          InstanceStateName.STOPPING,
          InstanceStateName.STOPPED);

  /** The most values that a call of DescribeInstances takes, those of all its filters together. */
  private static final int VALUES_A_CALL = 200;

  private final Ec2Client client;

  Ec2Instances(Ec2Client client) {
    this.client = client;
  }

  /**
   * Those of these instances that EC2 knows, by id. A filter, because an unknown id is no error.
   *
   * @throws FleetException if EC2 does not answer each call, or not in time
   */
  Map<String, Instance> known(Collection<String> ids, Deadline deadline) {
    Map<String, Instance> known = new HashMap<>();
    for (List<String> some : Chunks.of(ids, VALUES_A_CALL)) {
      deadline.requireTime("questions");
      known.putAll(describe("instances " + some, filter("instance-id", some)));
    }
    return known;
  }

  static boolean isStopping(Instance instance) {
    return instance.state() != null && STOPPING.contains(instance.state().name());
  }

  static boolean isRunning(Instance instance) {
    return instance.state() != null && instance.state().name() == InstanceStateName.RUNNING;
  }

  /** Its private IPv4 address; the IPv6 address of one that has no other. */
  static Optional<String> address(Instance instance) {
    return Stream.of(instance.privateIpAddress(), instance.ipv6Address())
        .filter(told -> told != null && !told.isEmpty())
        .findFirst();
  }

  /** The instances of these groups that are on their way down, by id. */
  Map<String, Instance> stopping(Collection<String> groups, Deadline deadline) {
    Map<String, Instance> stopping = new HashMap<>();
    List<String> states = STOPPING.stream().map(InstanceStateName::toString).sorted().toList();
    for (List<String> some : Chunks.of(groups, VALUES_A_CALL - states.size())) {
      deadline.requireTime("questions");
      stopping.putAll(
          describe(
              "stopping instances of groups " + some,
              filter("tag:aws:autoscaling:groupName", some),
              filter("instance-state-name", states)));
    }
    return stopping;
  }

  private static Filter filter(String name, Collection<String> values) {
    return Filter.builder().name(name).values(values).build();
  }

  private Map<String, Instance> describe(String what, Filter... filters) {
    try {
      Map<String, Instance> instances = new HashMap<>();
      Pages.of(
              token ->
                  client.describeInstances(request -> request.filters(filters).nextToken(token)),
              DescribeInstancesResponse::nextToken)
          .flatMap(page -> page.reservations().stream())
          .flatMap(reservation -> reservation.instances().stream())
          .forEach(instance -> instances.put(instance.instanceId(), instance));
      return instances;
    } catch (SdkException e) {
      throw new FleetException("EC2 does not describe " + what + ": " + CallFailures.reason(e), e);
    }
  }
}

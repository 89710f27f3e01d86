package io.hsdo.fleet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.Filter;

/** Questions to Auto Scaling, every page of their answers. */
final class AutoScalingGroups {
  /** The most that DescribeAutoScalingGroups takes and gives at once. */
  private static final int GROUPS_A_CALL = 100;

  /** The most that DescribeAutoScalingInstances takes at once. */
  private static final int INSTANCES_A_CALL = 50;

  /** What is longer, DescribeAutoScalingInstances refuses together with all that it is asked of. */
  private static final int LONGEST_INSTANCE_ID = 19;

  private final AutoScalingClient client;

  AutoScalingGroups(AutoScalingClient client) {
    this.client = client;
  }

  /** The groups of these names that exist. */
  List<AutoScalingGroup> named(Collection<String> names) {
    List<AutoScalingGroup> groups = new ArrayList<>();
    for (List<String> some : Chunks.of(names, GROUPS_A_CALL)) {
      groups.addAll(
          groups(
              DescribeAutoScalingGroupsRequest.builder().autoScalingGroupNames(some).build(),
              "groups " + some));
    }
    return groups;
  }

  /** The groups that carry all of these tags; none if there are no tags. */
  List<AutoScalingGroup> tagged(Map<String, String> tags) {
    if (tags.isEmpty()) {
      return List.of();
    }
    List<Filter> filters =
        tags.entrySet().stream()
            .map(tag -> Filter.builder().name("tag:" + tag.getKey()).values(tag.getValue()).build())
            .toList();
    return groups(
        DescribeAutoScalingGroupsRequest.builder().filters(filters).build(),
        "groups with tags " + tags);
  }

  private List<AutoScalingGroup> groups(DescribeAutoScalingGroupsRequest request, String what) {
    try {
      return client
          .describeAutoScalingGroupsPaginator(request.toBuilder().maxRecords(GROUPS_A_CALL).build())
          .autoScalingGroups()
          .stream()
          .toList();
    } catch (SdkException e) {
      throw new FleetException("Auto Scaling does not describe " + what + ": " + e.getMessage(), e);
    }
  }

  /** Those of these members that any group lists, by id; a list may hold another fleet's. */
  Map<String, AutoScalingInstanceDetails> listed(Collection<String> ids) {
    Map<String, AutoScalingInstanceDetails> listed = new HashMap<>();
    List<String> instances = ids.stream().filter(AutoScalingGroups::isInstanceId).toList();
    for (List<String> some : Chunks.of(instances, INSTANCES_A_CALL)) {
      try {
        client
            .describeAutoScalingInstancesPaginator(request -> request.instanceIds(some))
            .autoScalingInstances()
            .forEach(instance -> listed.put(instance.instanceId(), instance));
      } catch (SdkException e) {
        throw new FleetException(
            "Auto Scaling does not describe instances " + some + ": " + e.getMessage(), e);
      }
    }
    return listed;
  }

  private static boolean isInstanceId(String id) {
    return id.startsWith("i-") && id.length() <= LONGEST_INSTANCE_ID;
  }
}

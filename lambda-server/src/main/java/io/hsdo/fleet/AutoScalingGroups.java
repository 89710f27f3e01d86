package io.hsdo.fleet;

import io.hsdo.aws.CallFailures;
import io.hsdo.aws.Pages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingInstancesResponse;
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
      groups.addAll(groups("groups " + some, request -> request.autoScalingGroupNames(some)));
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
    return groups("groups with tags " + tags, request -> request.filters(filters));
  }

  private List<AutoScalingGroup> groups(
      String what, Consumer<DescribeAutoScalingGroupsRequest.Builder> which) {
    try {
      return Pages.of(
              token ->
                  client.describeAutoScalingGroups(
                      request ->
                          request.applyMutation(which).maxRecords(GROUPS_A_CALL).nextToken(token)),
              DescribeAutoScalingGroupsResponse::nextToken)
          .flatMap(page -> page.autoScalingGroups().stream())
          .map(group -> named(what, group))
          .toList();
    } catch (SdkException e) {
      throw new FleetException(
          "Auto Scaling does not describe " + what + ": " + CallFailures.reason(e), e);
    }
  }

  /** A group as it is; what has no name, or lists somebody who has none, is no answer. */
  private static AutoScalingGroup named(String what, AutoScalingGroup group) {
    boolean isNamed =
        group.autoScalingGroupName() != null
            && group.instances().stream().allMatch(instance -> instance.instanceId() != null);
    if (!isNamed) {
      throw new FleetException(
          "Auto Scaling describes "
              + what
              + " with a group or an instance that has no name: "
              + group);
    }
    return group;
  }

  /** Those of these members that any group lists, by id; a list may hold another fleet's. */
  Map<String, AutoScalingInstanceDetails> listed(Collection<String> ids) {
    Map<String, AutoScalingInstanceDetails> listed = new HashMap<>();
    List<String> instances = ids.stream().filter(AutoScalingGroups::isInstanceId).toList();
    for (List<String> some : Chunks.of(instances, INSTANCES_A_CALL)) {
      try {
        Pages.of(
                token ->
                    client.describeAutoScalingInstances(
                        request -> request.instanceIds(some).nextToken(token)),
                DescribeAutoScalingInstancesResponse::nextToken)
            .flatMap(page -> page.autoScalingInstances().stream())
            .filter(instance -> instance.instanceId() != null)
            .forEach(instance -> listed.put(instance.instanceId(), instance));
      } catch (SdkException e) {
        throw new FleetException(
            "Auto Scaling does not describe instances " + some + ": " + CallFailures.reason(e), e);
      }
    }
    return listed;
  }

  private static boolean isInstanceId(String id) {
    return id.startsWith("i-") && id.length() <= LONGEST_INSTANCE_ID;
  }
}

package io.hsdo.infra;

import io.hsdo.fleet.GroupSelection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/** What the refresh may do, wherever it runs: each call that it makes, and no other. */
final class RefreshPolicy extends Construct {
  RefreshPolicy(
      Construct scope, String id, SlotListTable table, GroupSelection groups, IRole role) {
    super(scope, id);
    List<PolicyStatement> statements = new ArrayList<>();
    statements.add(
        PolicyStatement.Builder.create()
            .sid("SlotList")
            .actions(
                List.of(
                    "dynamodb:GetItem",
                    "dynamodb:Scan",
                    "dynamodb:UpdateItem",
                    "dynamodb:DeleteItem"))
            .resources(List.of(table.arn()))
            .build());
    statements.add(
        PolicyStatement.Builder.create()
            .sid("Fleet")
            .actions(
                List.of(
                    "autoscaling:DescribeAutoScalingGroups",
                    "autoscaling:DescribeAutoScalingInstances",
                    "ec2:DescribeInstances"))
            .resources(List.of("*"))
            .build());
    if (!groups.names().isEmpty()) {
      statements.add(
          hooks("HooksOfNamedGroups")
              .resources(groups.names().stream().sorted().map(this::group).toList())
              .build());
    }
    if (!groups.tags().isEmpty()) {
      statements.add(
          hooks("HooksOfTaggedGroups")
              .resources(List.of(group("*")))
              .conditions(Map.of("StringEquals", tagConditions(groups.tags())))
              .build());
    }
    Policy policy =
        Policy.Builder.create(this, "Policy").roles(List.of(role)).statements(statements).build();
    Suppressions.wildcards(
        policy,
        "Describe calls know no resources; the ARN of a group has an id that CloudFormation cannot"
            + " look up beside its name, and groups found by tag are told by a condition");
  }

  private static PolicyStatement.Builder hooks(String sid) {
    return PolicyStatement.Builder.create()
        .sid(sid)
        .actions(
            List.of(
                "autoscaling:CompleteLifecycleAction",
                "autoscaling:RecordLifecycleActionHeartbeat"));
  }

  private static Map<String, String> tagConditions(Map<String, String> tags) {
    Map<String, String> conditions = new LinkedHashMap<>();
    tags.keySet().stream()
        .sorted()
        .forEach(key -> conditions.put("aws:ResourceTag/" + key, tags.getOrDefault(key, "")));
    return conditions;
  }

  private String group(String name) {
    return Stack.of(this)
        .formatArn(
            ArnComponents.builder()
                .service("autoscaling")
                .resource("autoScalingGroup")
                .resourceName("*:autoScalingGroupName/" + name)
                .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                .build());
  }
}

package io.hsdo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

@RequiresTools("node")
class PoliciesTest {
  private static final Map<String, Object> TABLE_ARN =
      Map.of("Fn::GetAtt", List.of("SlotListTable0AC8F9EB", "Arn"));

  @Test
  void agentsReadThisTableAndNothingElse() {
    Template template = Synthesised.shop("parameters: {SERVER_ASG_NAMES: shop}");

    assertThat(statements(Synthesised.only(template, "AWS::IAM::ManagedPolicy")))
        .containsExactly(
            Map.of(
                "Sid",
                "SlotList",
                "Effect",
                "Allow",
                "Action",
                List.of("dynamodb:GetItem", "dynamodb:Scan"),
                "Resource",
                TABLE_ARN));
  }

  @Test
  void rolesOfHaproxyHostsGetTheAgentsPolicy() {
    Template template =
        Synthesised.shop("parameters: {SERVER_ASG_NAMES: shop}\nhaproxyRoles: [lb-a, lb-b]");

    assertThat(Synthesised.only(template, "AWS::IAM::ManagedPolicy"))
        .containsEntry("Roles", List.of("lb-a", "lb-b"));
  }

  @Test
  void theAgentsPolicyIsTold() {
    Synthesised.shop("parameters: {SERVER_ASG_NAMES: shop}")
        .hasOutput(
            "AgentPolicyArn",
            Map.of("Value", Map.of("Ref", Match.stringLikeRegexp("^AgentPolicy"))));
  }

  @Test
  void theRefreshMayDoWhatItDoesToItsTableAndToHooksOfItsGroups() {
    Template template = Synthesised.shop("parameters: {SERVER_ASG_NAMES: [shop, blog]}");

    assertThat(refreshStatements(template))
        .containsExactly(
            Map.of(
                "Sid",
                "SlotList",
                "Effect",
                "Allow",
                "Action",
                List.of(
                    "dynamodb:GetItem",
                    "dynamodb:Scan",
                    "dynamodb:UpdateItem",
                    "dynamodb:DeleteItem"),
                "Resource",
                TABLE_ARN),
            Map.of(
                "Sid", "Fleet",
                "Effect", "Allow",
                "Action",
                    List.of(
                        "autoscaling:DescribeAutoScalingGroups",
                        "autoscaling:DescribeAutoScalingInstances",
                        "ec2:DescribeInstances"),
                "Resource", "*"),
            Map.of(
                "Sid",
                "HooksOfNamedGroups",
                "Effect",
                "Allow",
                "Action",
                List.of(
                    "autoscaling:CompleteLifecycleAction",
                    "autoscaling:RecordLifecycleActionHeartbeat"),
                "Resource",
                List.of(group("blog"), group("shop"))));
  }

  @Test
  void hooksOfGroupsFoundByTagAreToldByTheirTags() {
    Template template = Synthesised.shop("parameters: {SERVER_ASG_TAGS: 'service=shop,env=live'}");

    assertThat(refreshStatements(template))
        .contains(
            Map.of(
                "Sid", "HooksOfTaggedGroups",
                "Effect", "Allow",
                "Action",
                    List.of(
                        "autoscaling:CompleteLifecycleAction",
                        "autoscaling:RecordLifecycleActionHeartbeat"),
                "Resource", group("*"),
                "Condition",
                    Map.of(
                        "StringEquals",
                        Map.of(
                            "aws:ResourceTag/service", "shop",
                            "aws:ResourceTag/env", "live"))))
        .noneMatch(statement -> "HooksOfNamedGroups".equals(statement.get("Sid")));
  }

  @Test
  void nothingElseIsAllowedOnEverythingButDescribing() {
    Template template = Synthesised.shop("parameters: {SERVER_ASG_NAMES: shop}");

    List<@Nullable Object> actions = new ArrayList<>();
    for (Map<String, Object> policy : Synthesised.properties(template, "AWS::IAM::Policy")) {
      for (Map<String, Object> statement : statements(policy)) {
        if ("*".equals(statement.get("Resource"))) {
          actions.add(statement.get("Action"));
        }
      }
    }

    assertThat(actions)
        .isNotEmpty()
        .allSatisfy(
            action -> assertThat(action.toString()).matches("\\[([a-z0-9]+:Describe\\w+(, )?)+]"));
    template.allResourcesProperties("AWS::IAM::Role", Map.of("ManagedPolicyArns", Match.absent()));
  }

  private static List<Map<String, Object>> refreshStatements(Template template) {
    return Synthesised.properties(template, "AWS::IAM::Policy").stream()
        .filter(policy -> String.valueOf(policy.get("PolicyName")).startsWith("RefreshPolicy"))
        .flatMap(policy -> statements(policy).stream())
        .toList();
  }

  private static List<Map<String, Object>> statements(Map<String, Object> policy) {
    return Synthesised.objects(Synthesised.object(policy.get("PolicyDocument")).get("Statement"));
  }

  private static Map<String, Object> group(String name) {
    return Map.of(
        "Fn::Join",
        List.of(
            "",
            List.of(
                "arn:",
                Map.of("Ref", "AWS::Partition"),
                ":autoscaling:",
                Map.of("Ref", "AWS::Region"),
                ":",
                Map.of("Ref", "AWS::AccountId"),
                ":autoScalingGroup:*:autoScalingGroupName/" + name)));
  }
}

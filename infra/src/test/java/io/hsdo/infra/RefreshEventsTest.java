package io.hsdo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.refresh.MemberEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

@RequiresTools("node")
class RefreshEventsTest {
  private static final String RULE = "AWS::Events::Rule";
  private static final String NAMED = "parameters: {SERVER_ASG_NAMES: [shop, blog]}";

  @Test
  void aPassIsDueEveryMinute() {
    Synthesised.shop(NAMED)
        .hasResourceProperties(
            RULE, Map.of("ScheduleExpression", "rate(1 minute)", "State", "ENABLED"));
  }

  @Test
  void whatHappensInNamedGroupsIsHeardAndNothingOfOthers() {
    Synthesised.shop(NAMED)
        .hasResourceProperties(
            RULE,
            ofGroups(
                List.of(
                    "EC2 Instance Launch Successful",
                    "EC2 Instance-terminate Lifecycle Action",
                    "EC2 Instance Terminate Successful"),
                Map.of("AutoScalingGroupName", List.of("blog", "shop"))));
  }

  /** EventBridge takes no pattern of more than 2,048 characters. */
  @Test
  void tooManyNamesForAPatternAreLeftOutOfIt() {
    Synthesised.shop(Synthesised.parametersOf(60))
        .hasResourceProperties(RULE, ofGroups(RefreshEvents.OF_GROUPS, Match.absent()));
  }

  @Test
  void whatIsFoundByTagMayHaveAnyName() {
    Synthesised.shop("parameters: {SERVER_ASG_NAMES: shop, SERVER_ASG_TAGS: service=shop}")
        .hasResourceProperties(RULE, ofGroups(Match.anyValue(), Match.absent()));
  }

  @Test
  void everyEventOfEc2ThatTheServerKnowsIsHeard() {
    List<Object> heard = new ArrayList<>();
    for (Map<String, Object> rule : Synthesised.properties(Synthesised.shop(NAMED), RULE)) {
      if (rule.get("EventPattern") instanceof Map<?, ?> pattern
          && List.of("aws.ec2").equals(pattern.get("source"))
          && pattern.get("detail-type") instanceof List<?> types) {
        heard.addAll(types);
      }
    }

    assertThat(heard)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(MemberEvent.values()).map(MemberEvent::detailType).toList());
  }

  @Test
  void ofStateChangesOnlyThoseThatEndServingAreHeard() {
    Synthesised.shop(NAMED)
        .hasResourceProperties(
            RULE,
            Map.of(
                "EventPattern",
                Match.objectLike(
                    Map.of(
                        "detail-type",
                        List.of("EC2 Instance State-change Notification"),
                        "detail",
                        Map.of(
                            "state",
                            List.of("shutting-down", "stopping", "stopped", "terminated"))))));
  }

  @Test
  void theScheduleKeepsNothingThatCannotBeDelivered() {
    Template template = Synthesised.shop(NAMED);

    template.resourcePropertiesCountIs(
        RULE,
        Map.of(
            "ScheduleExpression",
            Match.anyValue(),
            "Targets",
            List.of(
                Match.objectLike(
                    Map.of(
                        "Arn", Map.of("Ref", Match.stringLikeRegexp("^RefreshMinute")),
                        "DeadLetterConfig", Match.absent(),
                        "RetryPolicy", Map.of("MaximumEventAgeInSeconds", 60))))),
        1);
    mayInvoke(template, "RefreshMinute", 1);
  }

  @Test
  void anEventThatCannotBeDeliveredIsADeadLetter() {
    Template template = Synthesised.shop(NAMED);

    template.resourcePropertiesCountIs(
        RULE,
        Map.of(
            "EventPattern",
            Match.anyValue(),
            "Targets",
            List.of(
                Match.objectLike(
                    Map.of(
                        "Arn", Map.of("Ref", Match.stringLikeRegexp("^RefreshLive")),
                        "DeadLetterConfig",
                            Map.of(
                                "Arn",
                                Map.of(
                                    "Fn::GetAtt",
                                    List.of(Match.stringLikeRegexp("^RefreshDeadLetters"), "Arn"))),
                        "RetryPolicy", Map.of("MaximumEventAgeInSeconds", 180))))),
        3);
    mayInvoke(template, "RefreshLive", 3);
    template.resourceCountIs(RULE, 4);
  }

  private static void mayInvoke(Template template, String alias, int rules) {
    template.resourcePropertiesCountIs(
        "AWS::Lambda::Permission",
        Map.of(
            "FunctionName",
            Map.of("Ref", Match.stringLikeRegexp("^" + alias)),
            "Principal",
            "events.amazonaws.com"),
        rules);
  }

  private static Map<String, Object> ofGroups(Object detailTypes, Object detail) {
    return Map.of(
        "EventPattern",
        Map.of("source", List.of("aws.autoscaling"), "detail-type", detailTypes, "detail", detail));
  }
}

package io.hsdo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

@RequiresTools("node")
class TerminateHooksTest {
  private static final String HOOK = "AWS::AutoScaling::LifecycleHook";

  @Test
  void aHookLastsForTheDrainAndThreeMinutesAndLetsAwsGoOn() {
    Template template =
        Synthesised.shop(
            """
            parameters: {SERVER_ASG_NAMES: [shop, blog], SERVER_DRAIN_SECONDS: 60.5}
            terminateHooks: [shop]
            """);

    assertThat(Synthesised.only(template, HOOK))
        .isEqualTo(
            Map.of(
                "AutoScalingGroupName", "shop",
                "LifecycleHookName", "hsdo-drain",
                "LifecycleTransition", "autoscaling:EC2_INSTANCE_TERMINATING",
                "HeartbeatTimeout", 241,
                "DefaultResult", "CONTINUE"));
  }

  @Test
  void allMeansEveryNamedGroup() {
    Template template =
        Synthesised.shop(
            """
            parameters: {SERVER_ASG_NAMES: [shop, blog], SERVER_TERMINATE_HOOK_NAME: ours}
            terminateHooks: all
            """);

    assertThat(Synthesised.properties(template, HOOK))
        .extracting(hook -> hook.get("AutoScalingGroupName") + " " + hook.get("LifecycleHookName"))
        .containsExactlyInAnyOrder("shop ours", "blog ours");
  }

  @Test
  void noGroupIsTouchedUnlessItIsAskedFor() {
    Synthesised.shop("parameters: {SERVER_ASG_NAMES: shop}").resourceCountIs(HOOK, 0);
  }

  @Test
  void aHookComesAfterWhoeverCompletesIt() {
    Synthesised.shop("parameters: {SERVER_ASG_NAMES: shop}\nterminateHooks: all")
        .hasResource(
            HOOK,
            Map.of(
                "DependsOn",
                Match.arrayWith(List.of(Match.stringLikeRegexp("^EventsEveryMinute")))));
  }
}

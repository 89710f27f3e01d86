package io.hsdo.infra;

import io.hsdo.plan.PlanSettings;
import io.hsdo.refresh.ServerConfiguration;
import java.util.Set;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.autoscaling.AutoScalingGroup;
import software.amazon.awscdk.services.autoscaling.DefaultResult;
import software.amazon.awscdk.services.autoscaling.LifecycleHook;
import software.amazon.awscdk.services.autoscaling.LifecycleTransition;
import software.constructs.Construct;

/**
 * Our hook on groups that somebody else made: their members drain before AWS ends them. If nobody
 * completes it, AWS goes on by itself.
 */
final class TerminateHooks extends Construct {
  /** What the refresh may take to complete a hook after the drain, an outage of it included. */
  static final long SECONDS_TO_FINISH = PlanSettings.HOOK_BEYOND_DRAIN.toSeconds();

  TerminateHooks(Construct scope, String id, Set<String> groups, ServerConfiguration server) {
    super(scope, id);
    long drainSeconds = (server.drain().toMillis() + 999) / 1000;
    for (String group : groups) {
      LifecycleHook.Builder.create(this, "Hook-" + group)
          .autoScalingGroup(AutoScalingGroup.fromAutoScalingGroupName(this, group, group))
          .lifecycleHookName(server.autoScaling().terminateHook())
          .lifecycleTransition(LifecycleTransition.INSTANCE_TERMINATING)
          .heartbeatTimeout(Duration.seconds(drainSeconds + SECONDS_TO_FINISH))
          .defaultResult(DefaultResult.CONTINUE)
          .build();
    }
  }
}

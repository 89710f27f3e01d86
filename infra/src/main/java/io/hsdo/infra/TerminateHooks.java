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
  TerminateHooks(Construct scope, String id, Set<String> groups, ServerConfiguration server) {
    super(scope, id);
    for (String group : groups) {
      LifecycleHook.Builder.create(this, "Hook-" + group)
          .autoScalingGroup(AutoScalingGroup.fromAutoScalingGroupName(this, group, group))
          .lifecycleHookName(server.autoScaling().terminateHook())
          .lifecycleTransition(LifecycleTransition.INSTANCE_TERMINATING)
          .heartbeatTimeout(timeout(server.drain()))
          .defaultResult(DefaultResult.CONTINUE)
          .build();
    }
  }

  /** How long a hook lasts: the drain, and what the refresh may take to complete it afterwards. */
  static Duration timeout(java.time.Duration drain) {
    // AWS takes whole seconds.
    return Duration.seconds(drain.plus(PlanSettings.HOOK_BEYOND_DRAIN).plusMillis(999).toSeconds());
  }
}

package io.hsdo.fleet;

import io.hsdo.plan.LifecycleAction;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

/** Our lifecycle hook, by its name, on any group; the hooks of others are never touched. */
public final class AutoScalingHooks implements LifecycleHooks {
  private final AutoScalingClient client;
  private final String hook;

  public AutoScalingHooks(AutoScalingClient client, String hook) {
    this.client = client;
    this.hook = hook;
  }

  @Override
  public boolean tell(LifecycleAction action) {
    try {
      switch (action.kind()) {
        case HEARTBEAT ->
            client.recordLifecycleActionHeartbeat(
                request ->
                    request
                        .lifecycleHookName(hook)
                        .autoScalingGroupName(action.group())
                        .instanceId(action.memberId()));
        case COMPLETE ->
            client.completeLifecycleAction(
                request ->
                    request
                        .lifecycleHookName(hook)
                        .autoScalingGroupName(action.group())
                        .instanceId(action.memberId())
                        .lifecycleActionResult("CONTINUE"));
      }
      return true;
    } catch (AwsServiceException e) {
      if (isGone(e)) {
        return false;
      }
      throw failed(action, e);
    } catch (SdkException e) {
      throw failed(action, e);
    }
  }

  /**
   * Whether nothing waits any more: no such action goes on, or the group was deleted, and its hooks
   * with it. Auto Scaling answers ValidationError, with a text, where another API would have a
   * code.
   */
  private static boolean isGone(AwsServiceException e) {
    if (e.awsErrorDetails() == null || !"ValidationError".equals(e.awsErrorDetails().errorCode())) {
      return false;
    }
    String text = String.valueOf(e.awsErrorDetails().errorMessage());
    return text.contains("No active Lifecycle Action found")
        || text.contains("AutoScalingGroup name not found");
  }

  private FleetException failed(LifecycleAction action, SdkException e) {
    return new FleetException(
        "hook "
            + hook
            + " of group "
            + action.group()
            + " does not take "
            + action.kind()
            + " for "
            + action.memberId()
            + ": "
            + e.getMessage(),
        e);
  }
}

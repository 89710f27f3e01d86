package io.hsdo.fleet;

import io.hsdo.plan.FleetMember;
import io.hsdo.plan.MemberState;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.autoscaling.model.Instance;

/**
 * The lifecycle states of Amazon EC2 Auto Scaling, as the Auto Scaling user guide lists them, in
 * the terms of the plan.
 */
final class LifecycleStates {
  static final MemberState SERVING = new MemberState.Serving();
  static final MemberState STOPPED = new MemberState.Stopped();
  static final MemberState ABSENT = new MemberState.Absent();
  static final MemberState UNKNOWN = new MemberState.Unknown();

  private LifecycleStates() {}

  /** An instance as its group lists it. */
  static FleetMember member(String group, Instance instance) {
    return FleetMember.of(
        instance.instanceId(),
        group,
        zone(instance.availabilityZone()),
        of(instance.lifecycleStateAsString(), instance.healthStatus()));
  }

  /** An instance as Auto Scaling describes it by its id. */
  static FleetMember member(AutoScalingInstanceDetails details) {
    return FleetMember.of(
        details.instanceId(),
        details.autoScalingGroupName(),
        zone(details.availabilityZone()),
        of(details.lifecycleState(), details.healthStatus()));
  }

  private static Optional<String> zone(@Nullable String told) {
    return Optional.ofNullable(told).filter(Member::isName);
  }

  /** A member that EC2 calls stopping although it is listed. */
  static MemberState stopped(FleetMember listed) {
    return new MemberState.Stopped(listed.state().hookWaits());
  }

  /** Whether neither this class nor the plan's state table has a word for it. */
  static boolean isNameless(String lifecycleState) {
    return !lifecycleState.startsWith("Pending") && of(lifecycleState, "Healthy").equals(UNKNOWN);
  }

  /**
   * What they come to; an instance whose state is not told is unknown, one whose health is not told
   * is well.
   */
  static MemberState of(@Nullable String lifecycleState, @Nullable String healthStatus) {
    if (lifecycleState == null) {
      return UNKNOWN;
    }
    boolean hookWaits = lifecycleState.endsWith(":Wait");
    if (lifecycleState.startsWith("Warmed:")) {
      return new MemberState.Draining(DrainReason.WARMED, hookWaits);
    }
    if (lifecycleState.startsWith("ReplacingRootVolume")) {
      return new MemberState.Draining(DrainReason.ROOT_VOLUME, hookWaits);
    }
    if (lifecycleState.equals("Terminating:Retained")) {
      return new MemberState.Draining(DrainReason.RETAINED, false);
    }
    if (lifecycleState.startsWith("Terminating")) {
      return new MemberState.Draining(DrainReason.TERMINATING, hookWaits);
    }
    return switch (lifecycleState) {
      case "InService" ->
          "Unhealthy".equalsIgnoreCase(healthStatus)
              ? new MemberState.Draining(DrainReason.UNHEALTHY, false)
              : SERVING;
      case "RootVolumeReplaced" -> new MemberState.Draining(DrainReason.ROOT_VOLUME, false);
      case "Detaching" -> new MemberState.Draining(DrainReason.DETACHING, false);
      case "EnteringStandby", "Standby" -> new MemberState.Draining(DrainReason.STANDBY, false);
      default -> UNKNOWN;
    };
  }
}

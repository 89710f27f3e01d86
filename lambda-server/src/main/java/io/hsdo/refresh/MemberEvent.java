package io.hsdo.refresh;

import io.hsdo.plan.Trigger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** The events of EC2 that the refresh is for, by what EventBridge calls their detail type. */
public enum MemberEvent {
  STATE_CHANGE("EC2 Instance State-change Notification"),
  SPOT_INTERRUPTION("EC2 Spot Instance Interruption Warning"),
  REBALANCE_RECOMMENDATION("EC2 Instance Rebalance Recommendation");

  private final String detailType;

  MemberEvent(String detailType) {
    this.detailType = detailType;
  }

  static Optional<MemberEvent> of(String detailType) {
    return Arrays.stream(values()).filter(event -> event.detailType.equals(detailType)).findFirst();
  }

  public String detailType() {
    return detailType;
  }

  /** What it means for the refresh when it is about this member. */
  Trigger trigger(String memberId, Instant at) {
    return this == SPOT_INTERRUPTION
        ? new Trigger.SpotWarning(memberId, at)
        : new Trigger.MemberChanged(memberId);
  }
}

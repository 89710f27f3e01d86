package io.hsdo.refresh;

import io.hsdo.plan.Trigger.Signal;
import java.util.Arrays;
import java.util.Optional;

/** The events of EC2 that the refresh is for, by what EventBridge calls their detail type. */
public enum MemberEvent {
  STATE_CHANGE("EC2 Instance State-change Notification", Signal.STATE_CHANGE),
  SPOT_INTERRUPTION("EC2 Spot Instance Interruption Warning", Signal.SPOT_INTERRUPTION),
  REBALANCE_RECOMMENDATION(
      "EC2 Instance Rebalance Recommendation", Signal.REBALANCE_RECOMMENDATION);

  private final String detailType;
  private final Signal signal;

  MemberEvent(String detailType, Signal signal) {
    this.detailType = detailType;
    this.signal = signal;
  }

  static Optional<MemberEvent> of(String detailType) {
    return Arrays.stream(values()).filter(event -> event.detailType.equals(detailType)).findFirst();
  }

  public String detailType() {
    return detailType;
  }

  Signal signal() {
    return signal;
  }
}

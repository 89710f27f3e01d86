package io.hsdo.local.cloud.model;

import java.time.Duration;
import java.util.Optional;

/** What makes instances of a group wait on their way in or out. */
public record LifecycleHook(
    String name,
    LifecycleTransition transition,
    Duration heartbeatTimeout,
    ActionResult defaultResult,
    Optional<String> notificationMetadata) {
  public static final Duration DEFAULT_TIMEOUT = Duration.ofHours(1);

  private static final Duration LONGEST_WAIT = Duration.ofDays(2);
  private static final int LONGEST_WAIT_IN_HEARTBEATS = 100;

  public LifecycleHook {
    if (heartbeatTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw AwsException.validation(
          "HeartbeatTimeout must be greater than 0 and less than or equal to 172800 seconds");
    }
  }

  /** How long an instance can be made to wait by heartbeats. */
  public Duration globalTimeout() {
    Duration byHeartbeats = heartbeatTimeout.multipliedBy(LONGEST_WAIT_IN_HEARTBEATS);
    return byHeartbeats.compareTo(LONGEST_WAIT) < 0 ? byHeartbeats : LONGEST_WAIT;
  }
}

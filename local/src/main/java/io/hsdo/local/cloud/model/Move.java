package io.hsdo.local.cloud.model;

import static io.hsdo.local.cloud.model.LifecycleState.PENDING;
import static io.hsdo.local.cloud.model.LifecycleState.PENDING_PROCEED;
import static io.hsdo.local.cloud.model.LifecycleState.PENDING_WAIT;
import static io.hsdo.local.cloud.model.LifecycleState.TERMINATING;
import static io.hsdo.local.cloud.model.LifecycleState.TERMINATING_PROCEED;
import static io.hsdo.local.cloud.model.LifecycleState.TERMINATING_WAIT;
import static io.hsdo.local.cloud.model.LifecycleState.WARMED_PENDING;
import static io.hsdo.local.cloud.model.LifecycleState.WARMED_PENDING_PROCEED;
import static io.hsdo.local.cloud.model.LifecycleState.WARMED_PENDING_WAIT;
import static io.hsdo.local.cloud.model.LifecycleState.WARMED_TERMINATING;
import static io.hsdo.local.cloud.model.LifecycleState.WARMED_TERMINATING_PROCEED;
import static io.hsdo.local.cloud.model.LifecycleState.WARMED_TERMINATING_WAIT;

/**
 * A way from one place to another that lifecycle hooks can hold up: an instance enters it, waits
 * for the hooks if there are any, and proceeds.
 */
public enum Move {
  LAUNCH(Place.EC2, Place.GROUP, PENDING, PENDING_WAIT, PENDING_PROCEED),
  WARM_UP(Place.EC2, Place.WARM_POOL, WARMED_PENDING, WARMED_PENDING_WAIT, WARMED_PENDING_PROCEED),
  JOIN(Place.WARM_POOL, Place.GROUP, PENDING, PENDING_WAIT, PENDING_PROCEED),
  TERMINATE(Place.GROUP, Place.EC2, TERMINATING, TERMINATING_WAIT, TERMINATING_PROCEED),
  COOL_DOWN(
      Place.GROUP, Place.WARM_POOL, WARMED_PENDING, WARMED_PENDING_WAIT, WARMED_PENDING_PROCEED),
  DISCARD(
      Place.WARM_POOL,
      Place.EC2,
      WARMED_TERMINATING,
      WARMED_TERMINATING_WAIT,
      WARMED_TERMINATING_PROCEED);

  private final Place origin;
  private final Place destination;
  private final LifecycleState entering;
  private final LifecycleState waiting;
  private final LifecycleState proceeding;

  Move(
      Place origin,
      Place destination,
      LifecycleState entering,
      LifecycleState waiting,
      LifecycleState proceeding) {
    this.origin = origin;
    this.destination = destination;
    this.entering = entering;
    this.waiting = waiting;
    this.proceeding = proceeding;
  }

  public Place origin() {
    return origin;
  }

  public Place destination() {
    return destination;
  }

  LifecycleState entering() {
    return entering;
  }

  LifecycleState waiting() {
    return waiting;
  }

  LifecycleState proceeding() {
    return proceeding;
  }

  /** The hooks that hold it up. Those for terminating also hold who returns to the warm pool. */
  LifecycleTransition transition() {
    return switch (this) {
      case LAUNCH, WARM_UP, JOIN -> LifecycleTransition.LAUNCHING;
      case TERMINATE, COOL_DOWN, DISCARD -> LifecycleTransition.TERMINATING;
    };
  }

  /** Where an instance can come from and go to, as events name it. */
  public enum Place {
    EC2("EC2"),
    GROUP("AutoScalingGroup"),
    WARM_POOL("WarmPool");

    private final String text;

    Place(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }
}

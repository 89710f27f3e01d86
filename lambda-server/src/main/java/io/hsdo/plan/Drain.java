package io.hsdo.plan;

import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The drain that a slot is in: when it is over, what ends it, and what it becomes. */
record Drain(Slot.Draining slot, World world) {
  /**
   * How long a spot warning outlives its time when group and EC2 go on calling the member healthy.
   */
  static final Duration SPOT_BELIEVED = Duration.ofMinutes(10);

  /** AWS has said that the member leaves: that it is no longer listed explains itself. */
  private static final Set<DrainReason> LEAVING =
      EnumSet.of(
          DrainReason.TERMINATING,
          DrainReason.RETAINED,
          DrainReason.DETACHING,
          DrainReason.EC2_STATE);

  /** That AWS says anything else of the member later is a lagging answer. */
  private static final Set<DrainReason> NEVER_UNDONE_BY_AWS =
      EnumSet.of(DrainReason.TERMINATING, DrainReason.RETAINED, DrainReason.EC2_STATE);

  /** One that begins now. */
  static Drain begun(int number, Member member, DrainReason reason, World world) {
    Optional<Instant> since = Optional.of(world.now());
    return new Drain(
        new Slot.Draining(number, member, reason, since, Optional.empty(), Optional.empty()),
        world);
  }

  /** That of a slot, if it is in one. */
  static Optional<Drain> of(Slot slot, World world) {
    return slot instanceof Slot.Draining draining
        ? Optional.of(new Drain(draining, world))
        : Optional.empty();
  }

  DrainReason reason() {
    return slot.reason();
  }

  /** Whether it has lasted long enough. */
  boolean isOver() {
    return hasLasted(world.settings().drain());
  }

  /** Whether it began at least {@code time} ago, or the row does not tell when. */
  private boolean hasLasted(Duration time) {
    return slot.since().filter(since -> world.now().isBefore(since.plus(time))).isEmpty();
  }

  /** Whether the fleet's word that the member serves does not end it. */
  boolean outlastsService() {
    if (reason() == DrainReason.SPOT_INTERRUPTION) {
      return !hasLasted(SPOT_BELIEVED);
    }
    return reason() == DrainReason.OPERATOR || NEVER_UNDONE_BY_AWS.contains(reason());
  }

  /** Whether it tells why the member is no longer listed. */
  boolean explainsAbsence() {
    return LEAVING.contains(reason());
  }

  /**
   * Whether a member that nobody lists leaves without another look at the removal budget: an
   * advised drain, which the budget or an operator let through, and one for a spot warning.
   */
  boolean isRemovalByItself() {
    return !reason().isTold() || reason() == DrainReason.SPOT_INTERRUPTION;
  }

  /** Whether its hook is to be kept waiting. */
  boolean isHookPending() {
    return slot.hookDue().filter(world.now()::isBefore).isPresent();
  }

  /** Whether its hook may wait still, if nobody has completed it. */
  boolean mayHookWait() {
    return slot.hookDue()
        .map(due -> due.plus(world.settings().drain()).plus(PlanSettings.HOOK_BEYOND_DRAIN))
        .filter(world.now()::isBefore)
        .isPresent();
  }

  /** The same while a hook waits for it. */
  Drain withHook() {
    Instant due = slot.hookDue().orElse(world.now().plus(world.settings().drain()));
    return with(reason(), slot.since(), Optional.of(due));
  }

  /** The same once AWS has gone on: another hook may hold the member later. */
  Drain withoutHook() {
    return with(reason(), slot.since(), Optional.empty());
  }

  /** What it is after the fleet has told a reason. */
  Drain told(DrainReason told) {
    boolean stronger =
        NEVER_UNDONE_BY_AWS.contains(reason())
            || (reason() == DrainReason.SPOT_INTERRUPTION && !LEAVING.contains(told))
            || (reason() == DrainReason.GROUP_REMOVED && told == DrainReason.ROOT_VOLUME);
    DrainReason next = stronger ? reason() : told;
    boolean warnedNow =
        next == DrainReason.SPOT_INTERRUPTION && reason() != DrainReason.SPOT_INTERRUPTION;
    return with(next, warnedNow ? Optional.of(world.now()) : slot.since(), slot.hookDue());
  }

  /** Of a member that is listed: it is missing no more. */
  private Drain with(DrainReason reason, Optional<Instant> since, Optional<Instant> hookDue) {
    return new Drain(
        new Slot.Draining(slot.number(), slot.member(), reason, since, hookDue, Optional.empty()),
        world);
  }
}

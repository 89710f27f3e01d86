package io.hsdo.plan;

import io.hsdo.plan.LifecycleAction.Kind;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the fleet's word means for a member that has a slot: the state table of the refresh, a
 * method a row.
 */
final class SeatedMember implements MemberState.Seat {
  /** The answers of Auto Scaling and of EC2 lag behind each other by less than this. */
  static final Duration UNEXPLAINED_AFTER = Duration.ofMinutes(3);

  /**
   * How long a spot warning outlives its time when group and EC2 go on calling the member healthy.
   */
  static final Duration SPOT_BELIEVED = Duration.ofMinutes(10);

  /** AWS has said that the member leaves: that it is no longer listed explains itself. */
  private static final Set<DrainReason> LEAVING =
      EnumSet.of(
          DrainReason.TERMINATING,
          DrainReason.DETACHING,
          DrainReason.SPOT_INTERRUPTION,
          DrainReason.EC2_STATE);

  /** That the member is listed as in service again is a lagging answer, or not for us to act on. */
  private static final Set<DrainReason> NEVER_UNDONE =
      EnumSet.of(DrainReason.TERMINATING, DrainReason.EC2_STATE, DrainReason.OPERATOR);

  private final Planner planner;
  private final Slot slot;
  private final Member member;

  SeatedMember(Planner planner, Slot slot, Member member) {
    this.planner = planner;
    this.slot = slot;
    this.member = planner.refreshed(member);
  }

  @Override
  public void serve() {
    if (!planner.fleet().configured().contains(member.group())) {
      groupRemoved();
    } else if (planner.isSurplus(slot.number())) {
      drainThenRelease(DrainReason.LIST_SHRUNK, "the list gets shorter");
    } else if (slot instanceof Slot.Draining draining) {
      if (isUndone(draining)) {
        planner.draft().set(serving(ramp().min(), now()), "serves again");
      }
    } else if (slot instanceof Slot.Serving serving) {
      keep(serving);
    }
  }

  private void keep(Slot.Serving serving) {
    Instant since =
        serving.servingSince().orElseGet(() -> ramp().sinceFor(serving.weight(), now()));
    int weight = Math.max(ramp().weight(since, now()), Math.min(serving.weight(), ramp().max()));
    planner
        .draft()
        .set(serving(weight, since), weight == serving.weight() ? "its details changed" : "ramp");
  }

  private boolean isUndone(Slot.Draining draining) {
    if (draining.reason() == DrainReason.SPOT_INTERRUPTION) {
      return !now().isBefore(draining.since().plus(SPOT_BELIEVED));
    }
    return !NEVER_UNDONE.contains(draining.reason());
  }

  @Override
  public void drain(DrainReason reason, boolean hookWaits) {
    if (!reason.isTold()) {
      advised(reason);
      return;
    }
    Instant since = draining().map(Slot.Draining::since).orElse(now());
    Optional<Instant> hookDue = draining().flatMap(Slot.Draining::hookDue);
    if (hookWaits) {
      Instant due = hookDue.orElse(now().plus(planner.settings().drain()));
      hookDue = Optional.of(due);
      planner.act(member, due.isAfter(now()) ? Kind.HEARTBEAT : Kind.COMPLETE);
    }
    if (reason == DrainReason.WARMED && hasDrainedSince(since)) {
      planner.draft().release(slot.number(), "in the warm pool");
    } else {
      planner
          .draft()
          .set(
              new Slot.Draining(slot.number(), member, reason, since, hookDue, Optional.empty()),
              "drains: " + reason.text());
    }
  }

  private void advised(DrainReason reason) {
    if (slot instanceof Slot.Serving) {
      planner.doubt(
          new Slot.Draining(
              slot.number(), member, reason, now(), Optional.empty(), Optional.empty()),
          member,
          "drains: " + reason.text());
    }
  }

  @Override
  public void stopped() {
    leave("EC2 says that it has stopped");
  }

  private void leave(String reason) {
    if (draining().flatMap(Slot.Draining::hookDue).isPresent()) {
      planner.act(member, Kind.COMPLETE);
    }
    planner.draft().release(slot.number(), reason);
  }

  @Override
  public void absent() {
    if (!planner.fleet().configured().contains(member.group())) {
      groupRemoved();
    } else if (!planner.fleet().found().contains(member.group())) {
      planner.hold(slot, member, "its group " + member.group() + " is not found");
    } else if (draining().filter(slot -> LEAVING.contains(slot.reason())).isPresent()) {
      leave("its termination is complete");
    } else {
      unexplained();
    }
  }

  private void unexplained() {
    Optional<Instant> known =
        slot instanceof Slot.Serving serving
            ? serving.missingSince()
            : draining().flatMap(Slot.Draining::missingSince);
    Instant since = known.filter(instant -> !instant.isAfter(now())).orElse(now());
    if (now().isBefore(since.plus(UNEXPLAINED_AFTER))) {
      planner.draft().set(missingSince(since), "no longer listed");
    } else {
      planner.doubt(new Slot.Empty(slot.number()), member, "released: not listed since " + since);
    }
  }

  private void groupRemoved() {
    if (!planner.isFleetComplete(member.group())) {
      planner.hold(
          slot,
          member,
          "its group " + member.group() + " is not configured, but too few others serve");
      return;
    }
    drainThenRelease(DrainReason.GROUP_REMOVED, "its group is no longer configured");
  }

  private void drainThenRelease(DrainReason reason, String why) {
    if (draining().filter(draining -> hasDrainedSince(draining.since())).isPresent()) {
      planner.draft().release(slot.number(), why);
    } else {
      drain(reason, false);
    }
  }

  @Override
  public void unknown() {
    // It stays as it is.
  }

  private boolean hasDrainedSince(Instant since) {
    return slot instanceof Slot.Draining && !now().isBefore(since.plus(planner.settings().drain()));
  }

  private Slot missingSince(Instant since) {
    return slot instanceof Slot.Serving serving
        ? new Slot.Serving(
            slot.number(), member, serving.weight(), serving.servingSince(), Optional.of(since))
        : draining()
            .<Slot>map(
                draining ->
                    new Slot.Draining(
                        slot.number(),
                        member,
                        draining.reason(),
                        draining.since(),
                        draining.hookDue(),
                        Optional.of(since)))
            .orElse(slot);
  }

  private Slot.Serving serving(int weight, Instant since) {
    return new Slot.Serving(slot.number(), member, weight, Optional.of(since), Optional.empty());
  }

  private Optional<Slot.Draining> draining() {
    return slot instanceof Slot.Draining draining ? Optional.of(draining) : Optional.empty();
  }

  private Ramp ramp() {
    return planner.settings().ramp();
  }

  private Instant now() {
    return planner.now();
  }
}

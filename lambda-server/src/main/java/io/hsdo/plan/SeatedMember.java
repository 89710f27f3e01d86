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

  private static final String LIST_GETS_SHORTER = "the list gets shorter";

  /** They last until somebody ends them: a slot that is to be given up does not wait for that. */
  private static final Set<DrainReason> LASTING =
      EnumSet.of(DrainReason.STANDBY, DrainReason.UNHEALTHY);

  /** They say that AWS counts on the member no more, though it goes on naming it. */
  private static final Set<DrainReason> SET_ASIDE =
      EnumSet.of(DrainReason.WARMED, DrainReason.RETAINED);

  private final Draft draft;
  private final Doubts doubts;
  private final World world;
  private final boolean isSurplus;
  private final Slot slot;
  private final Member member;
  private final Optional<Drain> drain;

  /**
   * A member that is to be decided about.
   *
   * @param draft what is decided about it
   * @param doubts what is not believed yet
   * @param isSurplus whether the slot has to be given up now, because the list gets shorter
   */
  SeatedMember(
      Draft draft, Doubts doubts, World world, boolean isSurplus, Slot slot, Member member) {
    this.draft = draft;
    this.doubts = doubts;
    this.world = world;
    this.isSurplus = isSurplus;
    this.slot = slot;
    this.member = world.refreshed(member);
    this.drain = Drain.of(slot, world);
  }

  /** Takes over the details that the fleet tells; what becomes of the member is decided later. */
  void refresh() {
    set(missing(slot.missingSince()), "its details changed");
  }

  @Override
  public void serve() {
    if (!world.isConfigured(member.group())) {
      groupRemoved();
    } else if (drain.filter(known -> !known.isUndoneByService()).isPresent()) {
      listedAgain();
    } else if (isSurplus) {
      drainThenRelease(DrainReason.LIST_SHRUNK, LIST_GETS_SHORTER);
    } else if (slot instanceof Slot.Serving serving) {
      keep(serving);
    } else {
      set(world.newcomer(slot.number(), member), "serves again");
    }
  }

  private void keep(Slot.Serving serving) {
    Instant since = serving.servingSince().orElseGet(() -> since(serving.weight()));
    int weight = Math.max(ramp().weight(since, now()), Math.min(serving.weight(), ramp().max()));
    set(
        new Slot.Serving(slot.number(), member, weight, Optional.of(since), Optional.empty()),
        weight == serving.weight() ? "its details changed" : "ramp");
  }

  /** For a row of the Python program, which does not tell: whoever is in it is no newcomer. */
  private Instant since(int weight) {
    Instant ramping = ramp().sinceFor(weight, now());
    Instant established = now().minus(World.ESTABLISHED_AFTER);
    return ramping.isBefore(established) ? ramping : established;
  }

  @Override
  public void drain(DrainReason told, boolean hookWaits) {
    if (LASTING.contains(told) && isGroupRemoved()) {
      drainThenRelease(DrainReason.GROUP_REMOVED, groupIsRemoved());
    } else if (LASTING.contains(told) && isGivenUp()) {
      release(LIST_GETS_SHORTER);
    } else if (told.isTold()) {
      told(told, hookWaits);
    } else {
      advised(told);
    }
  }

  /** Not one that was ordered to drain: seated anew, its member would serve. */
  private boolean isGivenUp() {
    return isSurplus && drain.filter(Drain::isOver).filter(Drain::isUndoneByService).isPresent();
  }

  private void told(DrainReason told, boolean hookWaits) {
    Drain next = drainFor(told);
    if (hookWaits) {
      next = next.withHook();
      tellHook(next.isHookPending() ? Kind.HEARTBEAT : Kind.COMPLETE);
    } else if (next.reason() == DrainReason.ROOT_VOLUME) {
      next = next.withoutHook();
    }
    if (SET_ASIDE.contains(told) && hasDrained() && !next.isHookPending()) {
      release("set aside: " + told.text());
    } else {
      set(next.slot(), "drains: " + next.reason().text());
    }
  }

  private Drain drainFor(DrainReason told) {
    return drain.map(known -> known.told(told)).orElseGet(() -> begun(told));
  }

  private Drain begun(DrainReason reason) {
    return Drain.begun(slot.number(), member, reason, world);
  }

  private void advised(DrainReason reason) {
    listedAgain();
    if (slot instanceof Slot.Serving) {
      doubts.add(begun(reason).slot(), member, "drains: " + reason.text());
    } else if (drain.filter(known -> known.reason() == DrainReason.STANDBY).isPresent()) {
      // Back in service it keeps its slot, which one in standby gives to newcomers.
      set(drainFor(reason).slot(), "drains: " + reason.text());
    }
  }

  @Override
  public void stopped(boolean hookWaits) {
    leave("EC2 says that it has stopped", hookWaits);
  }

  /** Releases it, after its hook has been completed: also one that was not seen to wait. */
  private void leave(String reason, boolean hookWaits) {
    if (hookWaits || drain.filter(Drain::mayHookWait).isPresent()) {
      tellHook(Kind.COMPLETE);
    }
    if (!isPredecessor()) {
      release(reason);
    }
  }

  /**
   * Whether this is a row of the Python program, which keeps the id that its address had before: a
   * newcomer has that address, and takes the slot over (see {@link Seating}).
   */
  private boolean isPredecessor() {
    return World.isThePythonPrograms(slot) && world.isNewcomers(member.address());
  }

  @Override
  public void absent() {
    if (!world.isConfigured(member.group())) {
      groupRemoved();
    } else if (!world.fleet().found().contains(member.group())) {
      doubts.add(
          new Slot.Empty(slot.number()),
          member,
          "released: not listed",
          "its group " + member.group() + " is not found");
    } else if (drain.filter(Drain::explainsAbsence).isPresent()) {
      terminationComplete();
    } else {
      unexplained();
    }
  }

  /** A hook that is not due may wait behind an answer that misses the member. */
  private void terminationComplete() {
    if (drain.filter(Drain::isHookPending).isEmpty()) {
      leave("its termination is complete", false);
    }
  }

  private void unexplained() {
    Instant since = slot.missingSince().orElse(now());
    String reason = Slot.notListed(since);
    if (now().isBefore(since.plus(UNEXPLAINED_AFTER))) {
      set(missing(Optional.of(since)), "no longer listed");
    } else if (drain.filter(Drain::isRemovalByItself).isPresent()) {
      release(reason);
    } else {
      doubts.add(new Slot.Empty(slot.number()), member, "released: " + reason);
    }
  }

  private void groupRemoved() {
    String why = groupIsRemoved();
    if (isGroupRemoved()) {
      drainThenRelease(DrainReason.GROUP_REMOVED, why);
    } else {
      Drain next = drainFor(DrainReason.GROUP_REMOVED);
      // What AWS has ordered stays its order, and once it is done only the slot is left to give up.
      boolean isOver = hasDrained() && next.reason() != DrainReason.GROUP_REMOVED;
      doubts.add(
          isOver ? new Slot.Empty(slot.number()) : next.slot(),
          member,
          (isOver ? "released: " : "drains: ") + why,
          "the groups that are do not stand in for it");
    }
  }

  private boolean isGroupRemoved() {
    boolean begun = drain.filter(known -> known.reason() == DrainReason.GROUP_REMOVED).isPresent();
    return !world.isConfigured(member.group()) && (begun || world.isFleetComplete());
  }

  private String groupIsRemoved() {
    return "its group " + member.group() + " is no longer configured";
  }

  private void drainThenRelease(DrainReason reason, String why) {
    if (hasDrained()) {
      release(why);
    } else {
      drain(reason, false);
    }
  }

  @Override
  public void unknown() {
    // It stays as it is.
  }

  /** Whoever vanishes later has vanished anew. */
  private void listedAgain() {
    set(
        missing(Optional.empty()),
        slot.missingSince().isPresent() ? "listed again" : "its details changed");
  }

  private void set(Slot after, String reason) {
    draft.set(after, reason);
  }

  private void release(String reason) {
    draft.release(slot.number(), reason);
  }

  private void tellHook(Kind kind) {
    draft.tellHook(new LifecycleAction(member.id(), member.group(), kind));
  }

  private boolean hasDrained() {
    return drain.filter(Drain::isOver).isPresent();
  }

  private Slot missing(Optional<Instant> since) {
    if (slot instanceof Slot.Serving serving) {
      return new Slot.Serving(
          slot.number(), member, serving.weight(), serving.servingSince(), since);
    }
    return drain.<Slot>map(known -> known.missing(member, since)).orElse(slot);
  }

  private Ramp ramp() {
    return world.settings().ramp();
  }

  private Instant now() {
    return world.now();
  }
}

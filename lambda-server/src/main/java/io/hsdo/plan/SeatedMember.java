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
import java.util.function.Predicate;

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
    this.member = member;
    this.drain = Drain.of(slot, world);
  }

  @Override
  public void serve() {
    if (!isConfigured()) {
      groupRemoved();
    } else if (isIn(Drain::outlastsService)) {
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
    listedAgain();
    Slot.Serving next = world.goesOn(serving, member);
    set(next, next.weight() == serving.weight() ? "its details changed" : "ramp");
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
    return isSurplus && hasDrained() && !isIn(Drain::outlastsService);
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
    } else if (isIn(known -> known.reason() == DrainReason.STANDBY)) {
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
    if (hookWaits || isIn(Drain::mayHookWait)) {
      tellHook(Kind.COMPLETE);
    }
    // The Python program keeps the id that an address had before: its row is its heir's.
    if (!World.isThePythonPrograms(slot) || !world.heirs().has(slot)) {
      release(reason);
    }
  }

  @Override
  public void absent() {
    if (!isConfigured()) {
      groupRemoved();
    } else if (!world.fleet().snapshot().found().contains(member.group())) {
      doubts.add(
          new Slot.Empty(slot.number()),
          member,
          "released: not listed",
          "its group " + member.group() + " is not found");
    } else if (isIn(Drain::explainsAbsence)) {
      terminationComplete();
    } else {
      unexplained();
    }
  }

  /** A hook that is not due may wait behind an answer that misses the member. */
  private void terminationComplete() {
    if (!isIn(Drain::isHookPending)) {
      leave("its termination is complete", false);
    }
  }

  private void unexplained() {
    Instant since = slot.missingSince().orElse(now());
    String reason = Slot.notListed(since);
    if (now().isBefore(since.plus(UNEXPLAINED_AFTER))) {
      set(slot.missing(Optional.of(since)), "no longer listed");
    } else if (isIn(Drain::isRemovalByItself)) {
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
    boolean begun = isIn(known -> known.reason() == DrainReason.GROUP_REMOVED);
    return !isConfigured() && (begun || world.isFleetComplete());
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
    if (slot.missingSince().isPresent()) {
      set(slot.missing(Optional.empty()), "listed again");
    }
  }

  private void set(Slot after, String reason) {
    draft.set(after, reason);
  }

  /**
   * Empties the slot. But a member whose hook could not be completed keeps it, and drains: without
   * a slot its hook would be completed as soon as it can be, however short the drain was.
   */
  private void release(String reason) {
    if (!world.untoldHooks().contains(member.id())) {
      draft.release(slot.number(), reason);
    } else if (slot instanceof Slot.Serving) {
      set(begun(DrainReason.EC2_STATE).slot(), "drains: " + DrainReason.EC2_STATE.text());
    }
  }

  private void tellHook(Kind kind) {
    draft.tellHook(new LifecycleAction(member.id(), member.group(), kind));
  }

  private boolean hasDrained() {
    return isIn(Drain::isOver);
  }

  /** Whether it is in such a drain. */
  private boolean isIn(Predicate<Drain> such) {
    return drain.filter(such).isPresent();
  }

  private boolean isConfigured() {
    return world.fleet().isConfigured(member.group());
  }

  private Instant now() {
    return world.now();
  }
}

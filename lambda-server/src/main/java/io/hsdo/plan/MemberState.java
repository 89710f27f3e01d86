package io.hsdo.plan;

import io.hsdo.slot.DrainReason;

/** What the fleet says of one member at one moment. The plan knows only these. */
public sealed interface MemberState {
  /** What that means for a member that has a slot. */
  void decide(Seat seat);

  /** Whether a lifecycle hook holds it until somebody completes the action. */
  default boolean hookWaits() {
    return false;
  }

  /** Whether the fleet lists it, to serve or to leave. */
  default boolean isListed() {
    return this instanceof Serving || this instanceof Draining;
  }

  /** Listed, in service and running. */
  record Serving() implements MemberState {
    @Override
    public void decide(Seat seat) {
      seat.serve();
    }
  }

  /**
   * Listed, and about to leave or not to be used for now.
   *
   * @param hookWaits whether a lifecycle hook holds it until somebody completes the action
   */
  record Draining(DrainReason reason, boolean hookWaits) implements MemberState {
    @Override
    public void decide(Seat seat) {
      seat.drain(reason, hookWaits);
    }
  }

  /**
   * It runs no more, or is about to stop: the word of EC2.
   *
   * @param hookWaits whether a lifecycle hook holds it nevertheless
   */
  record Stopped(boolean hookWaits) implements MemberState {
    /** No hook is known to hold it. */
    public Stopped() {
      this(false);
    }

    @Override
    public void decide(Seat seat) {
      seat.stopped(hookWaits);
    }
  }

  /** Asked for and not listed; nobody says why. */
  record Absent() implements MemberState {
    @Override
    public void decide(Seat seat) {
      seat.absent();
    }
  }

  /** Not asked for, no answer, or a state that says neither: it stays as it is. */
  record Unknown() implements MemberState {
    @Override
    public void decide(Seat seat) {
      seat.unknown();
    }
  }

  /** What each state can decide about a seated member. */
  interface Seat {
    void serve();

    void drain(DrainReason reason, boolean hookWaits);

    void stopped(boolean hookWaits);

    void absent();

    void unknown();
  }
}

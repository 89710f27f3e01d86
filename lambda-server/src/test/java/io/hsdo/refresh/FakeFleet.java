package io.hsdo.refresh;

import io.hsdo.fleet.FleetException;
import io.hsdo.fleet.FleetSource;
import io.hsdo.plan.FleetMember;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.MemberState;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One group, "web", that is what it was last told to be. Member {@code i-N} has address {@code
 * 10.0.0.N} and was launched N seconds after {@link #START}.
 */
final class FakeFleet implements FleetSource {
  static final String GROUP = "web";

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final Map<String, FleetMember> members = new TreeMap<>();
  private Runnable meanwhile = () -> {};
  private boolean failing;
  private Set<String> found = Set.of(GROUP);
  private Set<String> about = Set.of();
  private int snapshots;

  /** Has members in service and running. */
  void serve(int... numbers) {
    for (int number : numbers) {
      put(number, new MemberState.Serving());
    }
  }

  /** Has one in service that has the address of another. */
  void serveAtTheAddressOf(int other, int number) {
    put(number, other, new MemberState.Serving());
  }

  /** Has one that a lifecycle hook holds on its way out. */
  void terminate(int number) {
    put(number, new MemberState.Draining(DrainReason.TERMINATING, true));
  }

  /** Has one that leaves, and no hook holds it any more. */
  void proceed(int number) {
    put(number, new MemberState.Draining(DrainReason.TERMINATING, false));
  }

  /** Has one that has stopped, although a lifecycle hook holds it. */
  void stopBehindItsHook(int number) {
    put(number, new MemberState.Stopped(true));
  }

  /** Has some that the group calls unhealthy: advice, not an order. */
  void callUnhealthy(int... numbers) {
    for (int number : numbers) {
      put(number, new MemberState.Draining(DrainReason.UNHEALTHY, false));
    }
  }

  /** Has one that is in no group, and nobody says why. */
  void lose(int... numbers) {
    for (int number : numbers) {
      put(number, new MemberState.Absent());
    }
  }

  /** Lists members of whom EC2 does not say whether they run, nor where. */
  void leaveOpen(int... numbers) {
    for (int number : numbers) {
      put(number, new MemberState.Unknown());
    }
  }

  /** Does not find its group. */
  void loseTheGroup() {
    members.clear();
    found = Set.of();
  }

  void stop(int number) {
    put(number, new MemberState.Stopped());
  }

  /** Such a member in a slot, without a ramp. */
  static Slot seated(int slot, int number, Instant since) {
    Member member = new Member("i-" + number, address(number), GROUP, Optional.empty());
    return new Slot.Serving(slot, member, 10, Optional.of(since), Optional.empty());
  }

  private static Address address(int number) {
    return Address.of("10.0.0." + number);
  }

  private void put(int number, MemberState state) {
    put(number, number, state);
  }

  private void put(int number, int addressOf, MemberState state) {
    String id = "i-" + number;
    members.put(
        id,
        new FleetMember(
            id,
            GROUP,
            Optional.of(address(addressOf)),
            Optional.empty(),
            Optional.of(START.plusSeconds(number)),
            state));
  }

  /** Does something while each snapshot is taken: the world does not stand still. */
  void meanwhile(Runnable action) {
    meanwhile = action;
  }

  void fail() {
    failing = true;
  }

  /** How many snapshots were taken. */
  int snapshots() {
    return snapshots;
  }

  /** Whom the last snapshot was asked about besides. */
  Set<String> about() {
    return about;
  }

  @Override
  public FleetSnapshot snapshot(SlotList list, Set<String> alsoAbout) {
    about = alsoAbout;
    if (failing) {
      throw new FleetException(
          "Auto Scaling does not describe groups [web]: Rate exceeded",
          new IllegalStateException("Rate exceeded"));
    }
    snapshots++;
    FleetSnapshot snapshot = new FleetSnapshot(members, Set.of(GROUP), found);
    meanwhile.run();
    return snapshot;
  }
}

package io.hsdo.refresh;

import io.hsdo.fleet.FleetException;
import io.hsdo.fleet.FleetSource;
import io.hsdo.fleet.LifecycleHooks;
import io.hsdo.plan.FleetMember;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.LifecycleAction;
import io.hsdo.plan.MemberState;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.SlotList;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * An Auto Scaling Group "web" with our terminate hook, as far as a refresh sees it: members come
 * into service, pause, and end by way of the hook, which holds them until it is completed or times
 * out {@link #HOOK_TIMEOUT} after its last heartbeat.
 */
final class ModelCloud implements FleetSource, LifecycleHooks {
  static final Duration DRAIN = Duration.ofSeconds(30);

  /** As the infrastructure sets it: the drain and 180 s. */
  static final Duration HOOK_TIMEOUT = DRAIN.plusSeconds(180);

  private static final String GROUP = "web";
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final Clock clock;
  private final Map<String, MemberState> states = new TreeMap<>();
  private final Map<String, Instant> hookEnds = new HashMap<>();

  /** When each member's hook was completed by us, the first time that counted. */
  private final Map<String, Instant> completed = new HashMap<>();

  private final List<String> timedOut = new ArrayList<>();
  private int launched;

  ModelCloud(Clock clock) {
    this.clock = clock;
  }

  String launch() {
    String id = "i-" + ++launched;
    states.put(id, new MemberState.Serving());
    return id;
  }

  /** Sends it away; a hook holds it first. */
  void terminate(String id) {
    states.put(id, new MemberState.Draining(DrainReason.TERMINATING, true));
    hookEnds.put(id, clock.instant().plus(HOOK_TIMEOUT));
  }

  void toStandby(String id) {
    states.put(id, new MemberState.Draining(DrainReason.STANDBY, false));
  }

  void serveAgain(String id) {
    states.put(id, new MemberState.Serving());
  }

  /** EC2 stops it while its hook still waits, as when somebody ends it by hand. */
  void stop(String id) {
    states.put(id, new MemberState.Stopped(hookEnds.containsKey(id)));
  }

  /** Those in this state: {@code Serving}, {@code Draining}, {@code Stopped}. */
  List<String> in(Class<? extends MemberState> state) {
    expire();
    return states.keySet().stream().filter(id -> state.isInstance(states.get(id))).toList();
  }

  Set<String> everybody() {
    return Set.copyOf(states.keySet());
  }

  boolean isInStandby(String id) {
    return states.get(id) instanceof MemberState.Draining drain
        && drain.reason() == DrainReason.STANDBY;
  }

  /** Whether its hook holds it now. */
  boolean holds(String id) {
    expire();
    return hookEnds.containsKey(id);
  }

  boolean isStopped(String id) {
    expire();
    return states.get(id) instanceof MemberState.Stopped;
  }

  Map<String, Instant> completed() {
    return completed;
  }

  List<String> timedOut() {
    expire();
    return timedOut;
  }

  private void expire() {
    for (String id : List.copyOf(hookEnds.keySet())) {
      if (!clock.instant().isBefore(hookEnds.get(id))) {
        timedOut.add(id);
        goOn(id);
      }
    }
  }

  private void goOn(String id) {
    hookEnds.remove(id);
    states.put(id, new MemberState.Stopped());
  }

  @Override
  public FleetSnapshot snapshot(SlotList list, Set<String> about) {
    expire();
    Map<String, FleetMember> members = new HashMap<>();
    states.forEach((id, state) -> members.put(id, member(id, state)));
    list.members()
        .map(Member::id)
        .filter(id -> !states.containsKey(id))
        .forEach(id -> members.put(id, member(id, new MemberState.Absent())));
    return new FleetSnapshot(members, Set.of(GROUP), Set.of(GROUP));
  }

  private static FleetMember member(String id, MemberState state) {
    int number = Integer.parseInt(id.substring(2));
    return new FleetMember(
        id,
        GROUP,
        Optional.of(Address.of("10.0." + number / 250 + "." + (1 + number % 250))),
        Optional.empty(),
        Optional.of(START.plusSeconds(number)),
        state);
  }

  @Override
  public boolean tell(LifecycleAction action) throws FleetException {
    if (!holds(action.memberId())) {
      return false;
    }
    if (action.kind() == LifecycleAction.Kind.HEARTBEAT) {
      hookEnds.put(action.memberId(), clock.instant().plus(HOOK_TIMEOUT));
    } else {
      completed.put(action.memberId(), clock.instant());
      goOn(action.memberId());
    }
    return true;
  }
}

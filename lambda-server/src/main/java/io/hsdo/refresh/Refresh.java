package io.hsdo.refresh;

import io.hsdo.fleet.FleetSource;
import io.hsdo.fleet.LifecycleHooks;
import io.hsdo.logging.Pass;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.Plan;
import io.hsdo.plan.Trigger;
import io.hsdo.refresh.Planning.Planned;
import io.hsdo.slot.ClockSkew;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import io.hsdo.table.SlotListStore;
import io.hsdo.table.StoredList;
import io.hsdo.table.VersionConflictException;
import io.hsdo.time.Pace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the slot list in line with the fleet. A pass:
 *
 * <ol>
 *   <li>reads the header and the list, then takes a fleet snapshot, then plans;
 *   <li>completes the lifecycle actions that are due: a crash from here on repeats that,
 *       harmlessly. Whoever's cannot be completed keeps his slot, and drains;
 *   <li>stores what changed, or the heartbeat where nothing did;
 *   <li>records heartbeats of the hooks that go on.
 * </ol>
 *
 * <p>Another writer in between starts the whole pass anew: no snapshot is planned with twice.
 */
public final class Refresh implements Passes {
  /** Races are won in turn; who loses this often is better off at the next pass. */
  private static final int ATTEMPTS = 8;

  /** Whose hook was not reached should not wait for the next minute; one that refuses may. */
  private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(10);

  private static final Pace BEATS = new Pace(FunctionTimes.BETWEEN_HEARTBEATS);

  private static final Logger LOG = LoggerFactory.getLogger(Refresh.class);

  private final SlotListStore store;
  private final FleetSource fleet;
  private final HookCalls hooks;
  private final ShrinkWatch shrinks = new ShrinkWatch();
  private final Planning planning;
  private final ListOddities oddities = new ListOddities(LOG);
  private final PlanLog planLog;
  private final TakeOver takeOver;
  private Remembered remembered = Remembered.NOTHING;
  private Instant lastBeat = Instant.EPOCH;

  public Refresh(
      SlotListStore store,
      FleetSource fleet,
      LifecycleHooks hooks,
      ServerConfiguration configuration,
      Clock clock) {
    this.store = store;
    this.fleet = fleet;
    this.hooks = new HookCalls(hooks, LOG, clock);
    this.planning = new Planning(configuration, clock);
    this.planLog = new PlanLog(LOG, clock);
    this.takeOver =
        new TakeOver(store, configuration.aws().table(), configuration.takeOver(), Thread::sleep);
  }

  /** The list as it was last seen: a hint that saves a read, never a basis of a plan. */
  private record Remembered(long version, Set<String> members) {
    static final Remembered NOTHING = new Remembered(0, Set.of());

    static Remembered of(Header header, SlotList list) {
      return new Remembered(
          header.version(), list.members().map(Member::id).collect(Collectors.toUnmodifiableSet()));
    }
  }

  /**
   * Runs one pass. A spot interruption is planned from the list alone and stored first, because two
   * minutes are short and AWS may be slow to answer.
   */
  @Override
  public Outcome pass(Trigger trigger) {
    Pass pass = Pass.begin();
    try {
      return run(trigger);
    } finally {
      pass.end();
    }
  }

  private Outcome run(Trigger trigger) {
    if (trigger instanceof Trigger.MemberSignal signal && isStranger(signal.memberId())) {
      return new Outcome(Optional.empty(), 0);
    }
    if (trigger instanceof Trigger.SpotWarning) {
      untilNoConflict(
          conflicts -> attempt(trigger, (list, about) -> FleetSnapshot.UNASKED, conflicts));
    }
    return untilNoConflict(
        conflicts -> {
          Outcome outcome = attempt(trigger, fleet, conflicts);
          outcome.plan().ifPresent(planLog::trouble);
          return outcome;
        });
  }

  /** Costs one read of the header, as long as the list is the one that is remembered. */
  private boolean isStranger(String memberId) {
    Optional<Long> version = versionNow();
    if (version.isEmpty() || !version.equals(Optional.of(remembered.version()))) {
      return false;
    }
    return !remembered.members().contains(memberId);
  }

  private Outcome untilNoConflict(IntFunction<Outcome> attempt) {
    for (int conflicts = 0; ; conflicts++) {
      try {
        return attempt.apply(conflicts);
      } catch (VersionConflictException e) {
        if (conflicts + 1 == ATTEMPTS) {
          throw e;
        }
        LOG.debug("{}; the pass starts anew", e.getMessage());
      }
    }
  }

  private Outcome attempt(Trigger trigger, FleetSource source, int conflicts) {
    StoredList stored = load();
    takeOver.requireOurs(stored);
    Planned planned = planning.plan(stored, source, trigger);
    oddities.tell(planned);
    if (planned.knowsNobody()) {
      return new Outcome(Optional.of(planned.plan()), conflicts);
    }

    Planned carried = completeHooks(planned);
    Plan plan = carried.plan();
    Header header = save(carried.basis(), plan, carried.at());
    hooks.keepWaiting(plan.actions());
    remembered = Remembered.of(header, plan.list());
    return new Outcome(Optional.of(plan), conflicts);
  }

  /** What to carry out: where a hook could not be completed a plan in which its member stays. */
  private Planned completeHooks(Planned planned) {
    Plan plan = planned.plan();
    if (plan.completesHooks()) {
      requireUnchanged(planned.stored());
    }
    HookCalls.Told told = hooks.complete(plan.actions());
    planLog.completions(told.taken());
    return told.untold().isEmpty()
        ? planned
        : planning.keeping(told.untold(), planned).lookingBy(planned.at().plus(BEFORE_NEXT_TRY));
  }

  private Header save(StoredList stored, Plan plan, Instant now) {
    boolean contested = shrinks.isContested(plan, stored.header());
    PlanNotes notes = contested ? ShrinkWatch.withoutOurs(plan, stored.header()) : plan.notes();
    Header header = store.save(stored, plan.list(), notes, now);
    planLog.changes(plan, header.version());
    planLog.deleted(stored.rows().beyond(plan.list().size()), header.version());
    if (contested) {
      planLog.contestedSize(plan);
    }
    beat(header, now);
    return header;
  }

  /**
   * A scan that lacks rows is not taken at its word at once: who stands there would be slotless.
   */
  private StoredList load() {
    StoredList stored = store.load();
    return stored.isWhole() ? stored : store.load();
  }

  /**
   * A completion cannot be taken back: a list that was changed while the fleet was asked may have
   * seated the member, or called it back.
   */
  private void requireUnchanged(StoredList read) {
    if (!versionNow().equals(read.header().map(Header::version))) {
      throw new VersionConflictException("the list was changed while the fleet was asked");
    }
  }

  private Optional<Long> versionNow() {
    return store.header(Consistency.STRONG).map(Header::version);
  }

  /** Not more often than it is due, as another writer's clock may take it back each time. */
  private void beat(Header header, Instant now) {
    boolean due =
        now.isAfter(header.checkedAt().plus(FunctionTimes.BETWEEN_HEARTBEATS))
            || ClockSkew.isAhead(header.checkedAt(), now);
    if (due && BEATS.isDue(lastBeat, now)) {
      store.heartbeat(header.version(), now);
      lastBeat = now;
    }
  }
}

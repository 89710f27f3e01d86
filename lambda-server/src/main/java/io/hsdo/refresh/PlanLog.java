package io.hsdo.refresh;

import static java.util.stream.Collectors.joining;

import io.hsdo.logging.Fields;
import io.hsdo.plan.LifecycleAction;
import io.hsdo.plan.Plan;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.text.Some;
import io.hsdo.time.Pace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** Logs what passes change, and what they cannot do when that changes. */
final class PlanLog {
  /** As long as it goes on, who looks at the log of the last minutes must find it. */
  private static final Pace TELLS_OF_A_RIVAL = new Pace(Duration.ofMinutes(10));

  private final Logger log;
  private final Clock clock;
  private final RivalWatch rivals = new RivalWatch();
  private Instant lastToldOfARival = Instant.EPOCH;
  private Instant lastToldOfASize = Instant.EPOCH;
  private Trouble lastTrouble = Trouble.NONE;

  PlanLog(Logger log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * A line for each slot that a pass has changed, and one if another refresh has changed it back.
   *
   * @param version that the list has with them
   */
  void changes(Plan plan, long version) {
    for (Plan.Change change : plan.changes()) {
      fields(change, version).on(() -> log.info("{}, version {}", change, version));
    }
    List<Member> contested = rivals.contested(plan);
    Instant now = clock.instant();
    if (!contested.isEmpty() && TELLS_OF_A_RIVAL.isDue(lastToldOfARival, now)) {
      log.warn(
          "another refresh of this table is configured for other groups, and each undoes what the"
              + " other decides about {}: configure both for the same groups, or give each a table",
          Some.of(contested.stream().map(PlanLog::ofGroup).toList()));
      lastToldOfARival = now;
    }
  }

  /** A line if a pass has deleted rows, which are of no slot any more or never were. */
  void deleted(List<Integer> rows, long version) {
    if (!rows.isEmpty()) {
      log.info("rows above the list are deleted: {}, version {}", Some.of(rows), version);
    }
  }

  /** A line if another refresh takes back what this one asks for. */
  void contestedSize(Plan plan) {
    Instant now = clock.instant();
    if (TELLS_OF_A_RIVAL.isDue(lastToldOfASize, now)) {
      log.warn(
          "another refresh of this table asks for more than {} slots, and takes back that this one"
              + " does not: configure both for the same HAPROXY_BACKEND_SERVERS_LIST_SIZE, or give"
              + " each a table",
          plan.notes().shrink().orElseThrow().size());
      lastToldOfASize = now;
    }
  }

  private static String ofGroup(Member member) {
    return member.id() + " of group " + member.group();
  }

  private Fields fields(Plan.Change change, long version) {
    Optional<Member> member = change.after().occupant().or(change.before()::occupant);
    return new Fields()
        .with("event", "change")
        .with("slot", change.after().number())
        .with("member", member.map(Member::id))
        .with("group", member.map(Member::group))
        .with("from", change.before().description())
        .with("to", change.after().description())
        .with("weight", change.after().weight())
        .with("reason", change.reason())
        .with("version", version)
        .with("drain_seconds", drained(change).map(Duration::toSeconds));
  }

  /** How long a drain has lasted that ends with this change, where the row tells. */
  private Optional<Duration> drained(Plan.Change change) {
    if (!(change.before() instanceof Slot.Draining before)) {
      return Optional.empty();
    }
    boolean goesOn =
        change.after() instanceof Slot.Draining after
            && after.member().id().equals(before.member().id());
    return before
        .since()
        .filter(since -> !goesOn)
        .map(since -> Duration.between(since, clock.instant()));
  }

  /** A line for each member whose hook was completed. */
  void completions(List<LifecycleAction> completed) {
    completed.forEach(this::completion);
  }

  private void completion(LifecycleAction action) {
    new Fields()
        .with("event", "hook")
        .with("member", action.memberId())
        .with("group", action.group())
        .on(
            () ->
                log.info(
                    "completed the lifecycle hook of {} of group {}",
                    action.memberId(),
                    action.group()));
  }

  /** A line if a pass could not do other things than the pass before. */
  void trouble(Plan plan) {
    Trouble trouble = Trouble.of(plan);
    if (trouble.isStill(lastTrouble)) {
      return;
    }
    if (trouble.isNone()) {
      new Fields()
          .with("event", "healed")
          .on(
              () ->
                  log.info(
                      "the trouble is over: everybody is placed, nothing is held and every group"
                          + " is found"));
    } else {
      fields(trouble).on(() -> log.error("{}", trouble.describe()));
    }
    lastTrouble = trouble;
  }

  private static Fields fields(Trouble trouble) {
    List<String> unplaced = trouble.unplaced().stream().map(Plan.Unplaced::memberId).toList();
    return new Fields()
        .with("event", "trouble")
        .with("held", ids(trouble.held().stream().map(Plan.Held::member)))
        .with("last_serving", ids(trouble.lastServing().stream().map(Plan.LastServing::member)))
        .with("unplaced", together(unplaced))
        .with("missing_groups", together(trouble.missingGroups().stream().sorted().toList()));
  }

  private static Optional<String> ids(Stream<Member> members) {
    return together(members.map(Member::id).toList());
  }

  private static Optional<String> together(Collection<String> names) {
    return Optional.of(names.stream().collect(joining(" "))).filter(text -> !text.isEmpty());
  }
}

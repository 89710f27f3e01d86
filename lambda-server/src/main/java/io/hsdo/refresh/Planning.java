package io.hsdo.refresh;

import io.hsdo.fleet.FleetSource;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.Plan;
import io.hsdo.plan.PlanSettings;
import io.hsdo.plan.Planner;
import io.hsdo.plan.Trigger;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.table.Header;
import io.hsdo.table.StoredList;
import io.hsdo.table.UnknownRow;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The first half of a pass: what should be done about a list that was read. It asks the fleet and
 * changes nothing, so that a dry run is this half alone.
 */
public final class Planning {
  private final ServerConfiguration configuration;
  private final Clock clock;

  public Planning(ServerConfiguration configuration, Clock clock) {
    this.configuration = configuration;
    this.clock = clock;
  }

  /**
   * A plan, what it starts from, and the instant it is for.
   *
   * @param stored what was read; to the plan, a row that is missing or refused there is empty
   */
  public record Planned(
      StoredList stored, FleetSnapshot snapshot, Trigger trigger, Plan plan, Instant at) {
    /** Rows without a slot: what is in them nobody knows. */
    List<UnknownRow> unknownRows() {
      return stored.rows().unknown(stored.header().map(Header::size).orElse(0));
    }

    /**
     * What is saved over. Until the fleet has answered for everybody, somebody may belong where
     * nobody knows the row: agents keep the server that they know there, unless it is written as an
     * empty slot.
     */
    public StoredList basis() {
      return snapshot.isWhole() ? stored : stored.sparing(plan.list());
    }

    Planned lookingBy(Instant latest) {
      return new Planned(stored, snapshot, trigger, plan.lookingBy(latest), at);
    }

    /** A member without a slot may have one in a row that is lost, and has to drain then. */
    private Planned completingOnlyWhoIsSeated() {
      Set<String> seated = stored.list().members().map(Member::id).collect(Collectors.toSet());
      return new Planned(stored, snapshot, trigger, plan.tellingOnlyHooksOf(seated), at);
    }

    /** Whether neither table nor fleet tell of anybody, and might: then nothing is stored. */
    public boolean knowsNobody() {
      return stored.header().isEmpty()
          && !snapshot.isWhole()
          && plan.list().members().findAny().isEmpty();
    }
  }

  /** Takes a fleet snapshot, which must not be older than {@code stored}, and plans. */
  public Planned plan(StoredList stored, FleetSource fleet, Trigger trigger) {
    FleetSnapshot snapshot = fleet.snapshot(stored.list(), trigger.about());
    return planned(stored, snapshot, trigger, clock.instant(), Set.of());
  }

  /** The plan for the same world in which the hooks of these members could not be completed. */
  Planned keeping(Set<String> untoldHooks, Planned planned) {
    return planned(
        planned.stored(), planned.snapshot(), planned.trigger(), planned.at(), untoldHooks);
  }

  private Planned planned(
      StoredList stored,
      FleetSnapshot snapshot,
      Trigger trigger,
      Instant now,
      Set<String> untoldHooks) {
    PlanNotes notes = stored.header().map(Header::notes).orElse(PlanNotes.NONE);
    Plan plan =
        Planner.plan(stored.list(), notes, snapshot, trigger, settings(stored), now, untoldHooks);
    var planned = new Planned(stored, snapshot, trigger, plan, now);
    return stored.knowsEverySlot() ? planned : planned.completingOnlyWhoIsSeated();
  }

  private PlanSettings settings(StoredList stored) {
    return new PlanSettings(
        ListSize.wanted(configuration.size(), stored),
        configuration.ramp(),
        configuration.drain(),
        configuration.maxRemovalPercent());
  }
}

package io.hsdo.metrics;

import static io.hsdo.metrics.RefreshMetric.DRAINING;
import static io.hsdo.metrics.RefreshMetric.FREE_SLOTS;
import static io.hsdo.metrics.RefreshMetric.GROUPS_MISSING;
import static io.hsdo.metrics.RefreshMetric.HELD;
import static io.hsdo.metrics.RefreshMetric.LAST_SERVING;
import static io.hsdo.metrics.RefreshMetric.OLDEST_DRAIN;
import static io.hsdo.metrics.RefreshMetric.RAMPING;
import static io.hsdo.metrics.RefreshMetric.SERVING;
import static io.hsdo.metrics.RefreshMetric.SLOTS;
import static io.hsdo.metrics.RefreshMetric.UNPLACED;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.plan.FleetMember;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.MemberState;
import io.hsdo.plan.Plan;
import io.hsdo.plan.PlanSettings;
import io.hsdo.plan.Planner;
import io.hsdo.plan.Ramp;
import io.hsdo.plan.Trigger;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PassMetricsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final MemberState STANDBY = new MemberState.Draining(DrainReason.STANDBY, false);
  private static final MemberState TERMINATED =
      new MemberState.Draining(DrainReason.TERMINATING, true);

  @Test
  void everySlotIsCountedByWhatIsInIt() {
    Plan plan =
        plan(
            serving(1, 10),
            serving(2, 10),
            serving(3, 4),
            draining(4, Duration.ofSeconds(5), true),
            new Slot.Empty(5),
            new Slot.Empty(6));

    assertThat(metrics(plan))
        .containsEntry(SLOTS, 6L)
        .containsEntry(SERVING, 3L)
        .containsEntry(RAMPING, 1L)
        .containsEntry(DRAINING, 1L)
        .containsEntry(FREE_SLOTS, 2L);
  }

  @Test
  void whatWasNotDoneIsCounted() {
    Plan plan =
        new Plan(
            new SlotList(List.of(serving(1, 10))),
            PlanNotes.NONE,
            List.of(),
            List.of(
                new Plan.Unplaced("i-8", "shop", false), new Plan.Unplaced("i-9", "shop", true)),
            List.of(new Plan.Held(1, member(1), "not listed")),
            List.of(
                new Plan.LastServing(2, member(2), "empty"),
                new Plan.LastServing(3, member(3), "empty")),
            Set.of("shop", "blog", "news"),
            List.of(),
            Optional.empty());

    assertThat(metrics(plan))
        .containsEntry(UNPLACED, 2L)
        .containsEntry(HELD, 1L)
        .containsEntry(LAST_SERVING, 2L)
        .containsEntry(GROUPS_MISSING, 3L);
  }

  @Test
  void theOldestDrainIsThatOfTheHookThatBeganFirst() {
    Plan plan =
        plan(
            draining(1, Duration.ofSeconds(40), true),
            draining(2, Duration.ofSeconds(70), true),
            draining(3, Duration.ofHours(7), false));

    assertThat(metrics(plan)).containsEntry(OLDEST_DRAIN, 70L);
  }

  @Test
  void aMemberInStandbyThatIsThenTerminatedIsAsOldAsItsHook() {
    Plan standby =
        pass(plan(serving(1, 10), serving(2, 10)), STANDBY, NOW.minus(Duration.ofHours(2)));
    Plan terminated = pass(standby, TERMINATED, NOW);
    Plan late = pass(terminated, TERMINATED, NOW.plusSeconds(240));

    assertThat(PassMetrics.of(standby, Set.of(), 10, DRAIN, NOW)).containsEntry(OLDEST_DRAIN, 0L);
    assertThat(PassMetrics.of(terminated, Set.of(), 10, DRAIN, NOW))
        .containsEntry(OLDEST_DRAIN, 0L);
    assertThat(PassMetrics.of(late, Set.of(), 10, DRAIN, NOW.plusSeconds(240)))
        .containsEntry(OLDEST_DRAIN, 240L);
  }

  /** What AWS then takes to replace it is not what a hook waits for. */
  @Test
  void aMemberWhoseRootVolumeIsReplacedIsNoOldDrain() {
    Plan held =
        pass(
            plan(serving(1, 10), serving(2, 10)),
            new MemberState.Draining(DrainReason.ROOT_VOLUME, true),
            NOW);
    Instant later = NOW.plusSeconds(600);
    Plan replacing = pass(held, new MemberState.Draining(DrainReason.ROOT_VOLUME, false), later);
    Plan terminated = pass(replacing, TERMINATED, later);

    assertThat(PassMetrics.of(replacing, Set.of(), 10, DRAIN, later))
        .containsEntry(OLDEST_DRAIN, 0L);
    assertThat(PassMetrics.of(terminated, Set.of(), 10, DRAIN, later))
        .containsEntry(OLDEST_DRAIN, 0L);
  }

  private static Plan pass(Plan before, MemberState state, Instant now) {
    var settings = new PlanSettings(2, new Ramp(1, 10, 1, Duration.ofSeconds(30)), DRAIN, 20);
    var fleet =
        new FleetSnapshot(
            Map.of(
                "i-1",
                newcomer("i-1").withState(state),
                "i-2",
                newcomer("i-2").withState(new MemberState.Serving())),
            Set.of("shop"),
            Set.of("shop"));
    return Planner.plan(
        before.list(), before.notes(), fleet, new Trigger.Scheduled(), settings, now);
  }

  private static Map<RefreshMetric, Long> metrics(Plan plan) {
    return PassMetrics.of(plan, Set.of(), 10, DRAIN, NOW);
  }

  private static Plan plan(Slot... slots) {
    return new Plan(
        new SlotList(List.of(slots)),
        PlanNotes.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Set.of(),
        List.of(),
        Optional.empty());
  }

  private static Slot serving(int slot, int weight) {
    return new Slot.Serving(slot, member(slot), weight, Optional.of(NOW), Optional.empty());
  }

  private static Slot draining(int slot, Duration age, boolean hooked) {
    return new Slot.Draining(
        slot,
        member(slot),
        hooked ? DrainReason.TERMINATING : DrainReason.STANDBY,
        Optional.of(NOW.minus(age)),
        hooked ? Optional.of(NOW.minus(age).plus(DRAIN)) : Optional.empty(),
        Optional.empty());
  }

  private static Member member(int number) {
    return new Member("i-" + number, Address.of("10.0.0." + number), "shop", Optional.empty());
  }

  private static FleetMember newcomer(String id) {
    return FleetMember.of(id, "shop", Optional.empty(), new MemberState.Serving());
  }
}

package io.hsdo.plan;

import static io.hsdo.plan.Drawing.NOW;
import static io.hsdo.plan.Drawing.draw;
import static io.hsdo.plan.Drawing.fleet;
import static io.hsdo.plan.Drawing.plan;
import static io.hsdo.plan.Drawing.slots;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.plan.LifecycleAction.Kind;
import io.hsdo.slot.ClockSkew;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Shrink;
import io.hsdo.slot.SlotList;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Nothing waits longer because a clock was ahead once")
class ClockAheadTest {
  private static final Instant AHEAD = NOW.plus(Duration.ofHours(1));

  @Test
  void newcomerRampsFromNowOn() {
    var fleet = fleet("i-1 serving");
    var ahead = plan(SlotList.empty(1), fleet, AHEAD);

    var next = plan(ahead, fleet, NOW);

    assertThat(next.changes())
        .extracting(Plan.Change::toString)
        .containsExactly(
            "slot 1: i-1 10.0.0.2 weight 1 -> i-1 10.0.0.2 weight 1"
                + " (its times lay too far ahead)");
    assertThat(plan(next, fleet, NOW).changes()).isEmpty();
    assertThat(next.nextLook()).contains(NOW.plusSeconds(30));
    assertThat(draw(plan(next, fleet, NOW.plusSeconds(30)).list())).isEqualTo("i-1 serving 2");
  }

  @Test
  void weightThatWasReachedStays() {
    var fleet = fleet("i-1 serving");
    var ahead = plan(plan(SlotList.empty(1), fleet, AHEAD), fleet, AHEAD.plusSeconds(90));

    var next = plan(ahead, fleet, NOW);

    assertThat(draw(next.list())).isEqualTo("i-1 serving 4");
    assertThat(draw(plan(next, fleet, NOW.plusSeconds(120)).list())).isEqualTo("i-1 serving 5");
  }

  @Test
  void newcomerReplacesOthersOnceItHadTimeToBeFoundGood() {
    var ahead = plan(slots("i-1 serving 10\n-"), fleet("i-1 serving\ni-2 serving"), AHEAD);
    var fleet = fleet("i-1 terminating\ni-2 serving");

    var early = plan(ahead, fleet, NOW);
    var late = plan(early, fleet, NOW.plusSeconds(10));

    assertThat(draw(early.list())).isEqualTo("i-1 serving 10\ni-2 serving 1");
    assertThat(draw(late.list())).isEqualTo("i-1 draining terminating\ni-2 serving 1");
  }

  @Test
  void hookIsHeldForOneDrainFromNowOn() {
    var fleet = fleet("i-1 terminating:wait\ni-2 serving");
    var ahead = plan(slots("i-1 serving 10\ni-2 serving 10"), fleet, AHEAD);

    var next = plan(ahead, fleet, NOW);
    var due = plan(next, fleet, NOW.plusSeconds(30));

    assertThat(next.actions()).extracting(LifecycleAction::kind).containsExactly(Kind.HEARTBEAT);
    assertThat(next.nextLook()).contains(NOW.plusSeconds(30));
    assertThat(due.actions()).extracting(LifecycleAction::kind).containsExactly(Kind.COMPLETE);
  }

  @Test
  void drainThatReleasesItselfTakesOneDrainFromNowOn() {
    var fleet = fleet("i-1@old serving\ni-2 serving", Set.of("web"), Set.of("web", "old"));
    var ahead = plan(slots("i-1@old serving 10\ni-2 serving 10"), fleet, AHEAD);

    var next = plan(ahead, fleet, NOW);

    assertThat(draw(next.list())).isEqualTo("i-1 draining group-removed\ni-2 serving 10");
    assertThat(draw(plan(next, fleet, NOW.plusSeconds(30)).list())).isEqualTo("-\ni-2 serving 10");
  }

  @Test
  void memberThatIsNoLongerListedIsReleasedThreeMinutesFromNow() {
    var fleet = fleet("i-1 absent\ni-2 serving");
    var ahead = plan(slots("i-1 serving 10\ni-2 serving 10"), fleet, AHEAD);

    var next = plan(ahead, fleet, NOW);

    assertThat(plan(next, fleet, NOW.plusSeconds(179)).changes()).isEmpty();
    assertThat(draw(plan(next, fleet, NOW.plusSeconds(180)).list())).isEqualTo("-\ni-2 serving 10");
  }

  @Test
  void smallerSizeIsTakenThreeMinutesFromNow() {
    var list = slots("i-1 serving 10\n-");
    var notes = new PlanNotes(PlanNotes.NONE.removals(), Optional.of(new Shrink(1, AHEAD)));

    var next = sized(list, notes, NOW);

    assertThat(next.notes().shrink()).contains(new Shrink(1, NOW));
    assertThat(sized(list, next.notes(), NOW.plusSeconds(180)).list().size()).isEqualTo(1);
  }

  @Test
  void removalCountsForAnHourFromNow() {
    var list = slots("i-1 serving 10\ni-2 serving 10\ni-3 serving 10");
    var fleet = fleet("i-1 unhealthy\ni-2 serving\ni-3 serving");
    var ahead = plan(list, fleet, AHEAD);

    var next = plan(ahead, fleet, NOW);

    assertThat(next.notes().removals().removed(NOW.plus(Duration.ofMinutes(59)))).isEqualTo(1);
    assertThat(next.notes().removals().removed(NOW.plus(Duration.ofMinutes(65)))).isZero();
  }

  @Test
  void writersWhoseClocksAreNearlyTheSameWriteNothingByTurns() {
    var fleet = fleet("i-1 serving\ni-2 terminating:wait\ni-3 absent\ni-4 serving");
    var first =
        plan(
            slots("-\ni-2 serving 10\ni-3 serving 10\ni-4 serving 10"),
            fleet,
            NOW.plus(ClockSkew.TOLERATED));

    assertThat(first.changes()).hasSize(3);
    assertThat(plan(first, fleet, NOW).changes()).isEmpty();
    assertThat(plan(first, fleet, NOW).notes()).isEqualTo(first.notes());
    assertThat(plan(first, fleet, NOW.plus(ClockSkew.TOLERATED)).changes()).isEmpty();
  }

  @Test
  void writersWhoseClocksDifferALotAgreeAfterOneCorrection() {
    var fleet = fleet("i-1 serving\ni-2 terminating:wait\ni-3 absent\ni-4 serving");
    var corrected =
        plan(
            plan(
                slots("-\ni-2 serving 10\ni-3 serving 10\ni-4 serving 10"),
                fleet,
                NOW.plusSeconds(25)),
            fleet,
            NOW);

    IntStream.range(1, 5)
        .forEach(
            second ->
                assertThat(List.of(NOW.plusSeconds(second), NOW.plusSeconds(24 + second)))
                    .allSatisfy(
                        now -> assertThat(plan(corrected, fleet, now).changes()).isEmpty()));
  }

  private static Plan sized(SlotList list, PlanNotes notes, Instant now) {
    var settings = new PlanSettings(1, Drawing.RAMP, Duration.ofSeconds(30), 20);
    return Planner.plan(list, notes, fleet("i-1 serving"), new Trigger.Scheduled(), settings, now);
  }
}

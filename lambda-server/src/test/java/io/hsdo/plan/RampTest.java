package io.hsdo.plan;

import static io.hsdo.plan.Drawing.NOW;
import static io.hsdo.plan.Drawing.fleet;
import static io.hsdo.plan.Drawing.plan;
import static io.hsdo.plan.Drawing.slots;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.RemovalHistory;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName(
    "A weight is a function of age: min(MAX, MIN + INCREASE * floor(max(0, age) / INTERVAL))")
class RampTest {
  private static final Duration STEP = Duration.ofSeconds(30);

  @ParameterizedTest(name = "from {0} to {1} by {2}, after {3} s: {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # min | max | increase | age  | weight
          1     | 10  | 1        | 0    | 1
          1     | 10  | 1        | 29   | 1
          1     | 10  | 1        | 30   | 2
          1     | 10  | 1        | 269  | 9
          1     | 10  | 1        | 270  | 10
          1     | 10  | 1        | 9999 | 10
          1     | 10  | 1        | -60  | 1
          5     | 10  | 1        | 0    | 5
          5     | 10  | 1        | 30   | 6
          5     | 10  | 1        | 9999 | 10
          5     | 10  | 3        | 30   | 8
          5     | 10  | 3        | 60   | 10
          10    | 10  | 1        | 0    | 10
          0     | 256 | 256      | 30   | 256
          """)
  void weightGrowsWithAge(int min, int max, int increase, long age, int weight) {
    assertThat(new Ramp(min, max, increase, STEP).weight(NOW.minusSeconds(age), NOW))
        .isEqualTo(weight);
  }

  @Test
  @DisplayName(
      "Steps are on a common grid (multiples of the interval since the epoch), so that all ramping"
          + " slots step in one write")
  void slotsSeatedAtDifferentTimesStepAtTheSameInstants() {
    var first = plan(SlotList.empty(2), fleet("i-1 serving"), at("12:00:10"));
    var both = plan(first.list(), fleet("i-1 serving\ni-2 serving"), at("12:00:20"));

    var weights =
        List.of("12:00:30", "12:00:59", "12:01:00", "12:01:29", "12:01:30", "13:00:00").stream()
            .map(time -> plan(both.list(), fleet("i-1 serving\ni-2 serving"), at(time)).list())
            .toList();

    assertThat(weights.stream().map(list -> list.slot(1).weight()))
        .containsExactly(1, 1, 2, 2, 3, 10);
    assertThat(weights.stream().map(list -> list.slot(2).weight()))
        .containsExactly(1, 1, 2, 2, 3, 10);
  }

  @Test
  @DisplayName("... not of how often somebody looked")
  void weightIsTheSameHoweverOftenItWasLookedAt() {
    var seated = plan(SlotList.empty(1), fleet("i-1 serving"), at("12:00:10"));
    var often = seated;
    for (int second = 11; second < 60; second++) {
      often = plan(often.list(), fleet("i-1 serving"), at("12:00:" + second));
    }

    assertThat(plan(often.list(), fleet("i-1 serving"), at("12:02:07")).list())
        .isEqualTo(plan(seated.list(), fleet("i-1 serving"), at("12:02:07")).list());
  }

  @ParameterizedTest(name = "weight {0}, ramp from {1} by {2}: {3}, then {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # weight | min | increase | now | 30 s later
          1        | 1   | 1        | 1   | 2
          4        | 1   | 1        | 4   | 5
          10       | 1   | 1        | 10  | 10
          4        | 1   | 2        | 5   | 7
          1        | 5   | 1        | 5   | 6
          7        | 5   | 1        | 7   | 8
          99       | 1   | 1        | 10  | 10
          """)
  @DisplayName("A row without ServingSince (Python's) goes on from its weight")
  void pythonsRowGoesOnFromItsWeight(int weight, int min, int increase, int now, int later) {
    var row =
        new SlotList(
            List.of(
                new Slot.Serving(
                    1, Drawing.member("i-1"), weight, Optional.empty(), Optional.empty())));
    Ramp ramp = new Ramp(min, 10, increase, STEP);

    var taken = ramped(row, ramp, NOW);
    var next = ramped(taken.list(), ramp, NOW.plus(STEP));

    assertThat(taken.list().slot(1).weight()).isEqualTo(now);
    assertThat(next.list().slot(1).weight()).isEqualTo(later);
  }

  @Test
  void leastWeightAboveOneIsWhereNewcomersBegin() {
    var weights =
        IntStream.rangeClosed(0, 3)
            .mapToObj(
                step -> {
                  var seated = ramped(SlotList.empty(1), new Ramp(5, 7, 1, STEP), NOW);
                  return ramped(
                      seated.list(), new Ramp(5, 7, 1, STEP), NOW.plus(STEP.multipliedBy(step)));
                })
            .map(plan -> plan.list().slot(1).weight());

    assertThat(weights).containsExactly(5, 6, 7, 7);
  }

  @Test
  void clockThatStepsBackTakesNoWeightAway() {
    var list = slots("i-1 serving 7");

    var next = plan(list, fleet("i-1 serving"), NOW.minusSeconds(3600));

    assertThat(next.list().slot(1).weight()).isEqualTo(7);
  }

  // When the next change is due

  @Test
  void nextLookIsTheNextStepOfTheRamp() {
    var seated = plan(SlotList.empty(1), fleet("i-1 serving"), at("12:00:10"));

    assertThat(seated.nextLook()).contains(at("12:01:00"));
  }

  @Test
  void nextLookIsWhenAHookIsDueIfThatIsEarlier() {
    var fleet = fleet("i-1 terminating:wait\ni-2 serving\ni-3 serving");

    var next = plan(slots("i-1 serving 10\ni-2 serving 10\ni-3 serving 2"), fleet, at("12:00:05"));

    assertThat(next.nextLook()).contains(at("12:00:30"));
    assertThat(plan(next.list(), fleet, at("12:00:30")).nextLook()).contains(at("12:00:35"));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          i-1 serving 10                | i-1 serving
          i-1 draining standby          | i-1 standby
          i-1 draining terminating      | i-1 terminating
          i-1 draining warmed           | i-1 warmed
          i-1 serving 3                 | i-1 unhealthy
          i-1 serving 3                 | i-1 absent
          i-1 serving 3                 | i-1 unknown
          -                             | i-1 unknown
          """)
  @DisplayName("Standby, held and hookless drains are nothing to wait for")
  void nothingIsDue(String slot, String member) {
    var list = slots(slot + "\ni-2 serving 10\ni-3 draining unhealthy");
    var spent = new PlanNotes(RemovalHistory.NONE.after(NOW, 1, 3), Optional.empty());

    var next =
        Planner.plan(
            list,
            spent,
            fleet(member + "\ni-2 serving\ni-3 unhealthy"),
            new Trigger.Scheduled(),
            Drawing.settings(list),
            NOW);

    assertThat(next.nextLook()).isEmpty();
  }

  private static Plan ramped(SlotList list, Ramp ramp, Instant now) {
    return Planner.plan(
        list,
        PlanNotes.NONE,
        fleet("i-1 serving"),
        new Trigger.Scheduled(),
        new PlanSettings(list.size(), ramp, STEP, 20),
        now);
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + "Z");
  }
}

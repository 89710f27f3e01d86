package io.hsdo.plan;

import static io.hsdo.plan.Drawing.NOW;
import static io.hsdo.plan.Drawing.draw;
import static io.hsdo.plan.Drawing.fleet;
import static io.hsdo.plan.Drawing.plan;
import static io.hsdo.plan.Drawing.slots;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName(
    "While no slot would serve, members that are listed and running stay enabled whatever the"
        + " reason")
class LastResortTest {
  private static final Duration STEP = Duration.ofSeconds(30);

  @ParameterizedTest
  @MethodSource("io.hsdo.plan.Drawing#drains")
  void whoServedGoesOn(String state) {
    var list = slots("i-1 serving 10\ni-2 serving 10");

    var next = plan(list, fleet("i-1 " + state + "\ni-2 " + state));

    assertThat(next.list().slots()).anyMatch(slot -> slot.weight() == 10);
    assertThat(next.list().members()).hasSize(2);
    assertThat(next.actions()).isEmpty();
  }

  @Test
  void wholeFleetThatLeavesAtOnceGoesOnUntouched() {
    var list = slots("i-1 serving 10\ni-2 serving 10");

    var next = plan(list, fleet("i-1 terminating:wait\ni-2 terminating:wait"));

    assertThat(next.changes()).isEmpty();
    assertThat(next.actions()).isEmpty();
  }

  @Test
  void planSaysWhoGoesOnOnlyBecauseNobodyElseWould() {
    var next = plan(slots("i-1 serving 10\n-"), fleet("i-1 terminating\ni-2 terminating"));

    assertThat(next.lastServing())
        .singleElement()
        .satisfies(
            last -> {
              assertThat(last.member().id()).isEqualTo("i-1");
              assertThat(last.slot()).isEqualTo(1);
              assertThat(last.condition()).isEqualTo("draining, terminating");
            });
    assertThat(plan(slots("i-1 serving 10"), fleet("i-1 serving")).lastServing()).isEmpty();
  }

  @Test
  void whoServedGoesOnUntilANewcomerHadTimeToBeFoundGood() {
    var fleet = fleet("i-1 terminating\ni-2 serving");
    var list = slots("i-1 serving 10\n-");

    var seated = plan(list, fleet);
    var early = plan(seated.list(), fleet, NOW.plusSeconds(9));
    var late = plan(early.list(), fleet, NOW.plusSeconds(10));

    assertThat(draw(seated.list())).isEqualTo("i-1 serving 10\ni-2 serving 1");
    assertThat(early.changes()).isEmpty();
    assertThat(draw(late.list())).isEqualTo("i-1 draining terminating\ni-2 serving 1");
  }

  @Test
  void newcomerAtAnAddressThatWasHandedOnDoesNotStandInForTheLastWhoServed() {
    Map<String, FleetMember> members =
        new HashMap<>(fleet("i-1 absent\ni-2 unhealthy\ni-3 terminating\ni-4 serving").members());
    members.computeIfPresent(
        "i-4",
        (id, member) -> member.describedAs(Drawing.member("i-1").address(), member.launchTime()));
    var fleet = new FleetSnapshot(members, Set.of("web"), Set.of("web"));

    var next = plan(slots("i-1 serving 10\ni-2 serving 10\ni-3 serving 10"), fleet);

    assertThat(draw(next.list()))
        .isEqualTo("i-4 serving 1\ni-2 serving 10\ni-3 draining terminating");
    assertThat(next.held()).extracting(held -> held.member().id()).containsExactly("i-2");
    assertThat(plan(next.list(), fleet).changes()).isEmpty();
  }

  @Test
  void fullListOfMembersInStandbyChangesHandsHalfByHalf() {
    var fleet = fleet("i-1 standby\ni-2 standby\ni-3 serving\ni-4 serving");

    var first = plan(slots("i-1 serving 10\ni-2 serving 10"), fleet);
    var early = plan(first.list(), fleet, NOW.plusSeconds(9));
    var late = plan(first.list(), fleet, NOW.plusSeconds(10));

    assertThat(draw(first.list())).isEqualTo("i-3 serving 1\ni-2 serving 10");
    assertThat(first.unplaced()).containsExactly(new Plan.Unplaced("i-4", "web", false));
    assertThat(first.lastServing()).extracting(held -> held.member().id()).containsExactly("i-2");
    assertThat(early.changes()).isEmpty();
    assertThat(draw(late.list())).isEqualTo("i-3 serving 1\ni-4 serving 1");
    assertThat(late.unplaced()).isEmpty();
  }

  @Test
  void onlySlotStaysWithItsMemberInStandbyAndTheNewcomerIsTold() {
    var next = plan(slots("i-1 serving 10"), fleet("i-1 standby\ni-2 serving"));

    assertThat(next.changes()).isEmpty();
    assertThat(next.unplaced()).containsExactly(new Plan.Unplaced("i-2", "web", false));
  }

  @Test
  void membersOfThePythonProgramAreNoNewcomers() {
    var fleet = fleet("i-1 terminating\ni-2 serving");
    var taken =
        plan(new SlotList(List.of(pythons(1), pythons(2))), fleet("i-1 serving\ni-2 serving"));

    var atOnce = plan(new SlotList(List.of(pythons(1), pythons(2))), fleet);
    var next = plan(taken.list(), fleet, NOW.plusSeconds(1));

    assertThat(draw(atOnce.list())).isEqualTo("i-1 draining terminating\ni-2 serving 1");
    assertThat(draw(next.list())).isEqualTo("i-1 draining terminating\ni-2 serving 1");
  }

  private static Slot pythons(int number) {
    return new Slot.Serving(
        number, Drawing.member("i-" + number), 1, Optional.empty(), Optional.empty());
  }

  @Test
  void whoAwsDoesNotTellToGoIsCalledBackBeforeTheOthers() {
    var list = slots("i-1 draining terminating\ni-2 draining unhealthy\ni-3 serving 10");

    var next = plan(list, fleet("i-1 terminating\ni-2 unhealthy\ni-3 stopped"));

    assertThat(draw(next.list())).isEqualTo("i-1 draining terminating\ni-2 serving 1\n-");
  }

  @Test
  void allThatAreListedAreCalledBackIfAwsTellsEverybodyToGo() {
    var list = slots("i-1 draining terminating\ni-2 draining standby\ni-3 serving 10");

    var next = plan(list, fleet("i-1 terminating\ni-2 standby\ni-3 stopped"));

    assertThat(draw(next.list())).isEqualTo("i-1 serving 1\ni-2 serving 1\n-");
  }

  @Test
  void memberOfARemovedGroupIsNotReleasedIfTheGroupThatReplacedItHasGone() {
    var list = slots("i-1@old draining group-removed\ni-2 serving 10");
    var fleet = fleet("i-1@old serving\ni-2 stopped", Set.of("web"), Set.of("web", "old"));

    var next = plan(list, fleet, NOW.plusSeconds(30));

    assertThat(draw(next.list())).isEqualTo("i-1 serving 1\n-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serving 10", "draining unhealthy"})
  void whoGoesOnDoesSoAsTheFleetKnowsIt(String before) {
    var fleet = fleet("i-1 unhealthy");

    var next = plan(slots("i-1@old " + before), fleet);

    assertThat(next.list().members()).extracting(Member::group).containsExactly("web");
    assertThat(plan(next.list(), fleet).changes()).isEmpty();
  }

  @Test
  void whoGoesOnIsNoLongerMissing() {
    Member member = Drawing.member("i-1");
    var missing =
        new Slot.Serving(1, member, 10, Optional.of(NOW), Optional.of(NOW.minusSeconds(60)));
    var fleet = fleet("i-1 terminating");

    var next = plan(new SlotList(List.of(missing)), fleet);

    assertThat(next.list().slots())
        .containsExactly(new Slot.Serving(1, member, 10, Optional.of(NOW), Optional.empty()));
    assertThat(plan(next.list(), fleet).changes()).isEmpty();
  }

  @Test
  void whoDoesNotRunIsNotCalledBack() {
    var list = slots("i-1 serving 10\ni-2 draining terminating");

    var next = plan(list, fleet("i-1 stopped\ni-2 stopped"));

    assertThat(draw(next.list())).isEqualTo("-\n-");
  }

  @Test
  void whatAnOperatorDisabledStaysDisabled() {
    var list = slots("i-1 serving 10\ni-2 draining operator");

    var next = plan(list, fleet("i-1 stopped\ni-2 serving"));

    assertThat(draw(next.list())).isEqualTo("-\ni-2 draining operator");
  }

  @Test
  void memberInTwoSlotsIsKeptInOne() {
    var list = slots("i-1 serving 10\ni-1 serving 10");

    var next = plan(list, fleet("i-1 terminating"));

    assertThat(draw(next.list())).isEqualTo("i-1 serving 10\n-");
  }

  // A ramp that begins at 0

  @Test
  void newFleetHasWeightAtOnce() {
    var next = fromZero(SlotList.empty(3), fleet("i-1 serving\ni-2 serving"), NOW);

    assertThat(draw(next.list())).isEqualTo("i-1 serving 1\ni-2 serving 1\n-");
  }

  @Test
  void newcomerBesideOthersOfSomeWeightHasNone() {
    var fleet = fleet("i-1 serving\ni-2 serving");

    var next = fromZero(slots("i-1 serving 1\n-"), fleet, NOW);

    assertThat(draw(next.list())).isEqualTo("i-1 serving 1\ni-2 serving 0");
  }

  @Test
  void weightThatWasGivenStaysUntilTheRampIsAboveIt() {
    var fleet = fleet("i-1 serving");
    var seated = fromZero(SlotList.empty(1), fleet, NOW);

    assertThat(fromZero(seated.list(), fleet, NOW.plus(STEP)).changes()).isEmpty();
    assertThat(seated.nextLook()).contains(NOW.plus(STEP.multipliedBy(2)));
    assertThat(draw(fromZero(seated.list(), fleet, NOW.plus(STEP.multipliedBy(2))).list()))
        .isEqualTo("i-1 serving 2");
  }

  @Test
  void whoIsLeftHasWeightWhenTheLastThatHadSomeIsGone() {
    var list = slots("i-1 serving 10\ni-2 serving 0");

    var next = fromZero(list, fleet("i-1 stopped\ni-2 serving"), NOW);

    assertThat(draw(next.list())).isEqualTo("-\ni-2 serving 1");
  }

  @Test
  void whoIsCalledBackHasWeight() {
    var next = fromZero(slots("i-1 draining terminating"), fleet("i-1 terminating"), NOW);

    assertThat(draw(next.list())).isEqualTo("i-1 serving 1");
  }

  @Test
  void whoServedGoesOnUntilANewcomerOfWeightZeroHadTimeToBeFoundGood() {
    var fleet = fleet("i-1 terminating\ni-2 serving");

    var seated = fromZero(slots("i-1 serving 10\n-"), fleet, NOW);
    var early = fromZero(seated.list(), fleet, NOW.plusSeconds(9));
    var late = fromZero(early.list(), fleet, NOW.plusSeconds(10));

    assertThat(draw(seated.list())).isEqualTo("i-1 serving 10\ni-2 serving 0");
    assertThat(early.changes()).isEmpty();
    assertThat(draw(late.list())).isEqualTo("i-1 draining terminating\ni-2 serving 1");
  }

  @Test
  void removalThatTheBudgetAllowsDoesNotWaitForTheWeightOfOthers() {
    var list = slots("i-1 serving 0\ni-2 serving 0\ni-3 serving 10");
    var fleet = fleet("i-1 serving\ni-2 unhealthy\ni-3 stopped");

    var next = fromZero(list, fleet, NOW.plusSeconds(20));

    assertThat(draw(next.list())).isEqualTo("i-1 serving 1\ni-2 draining unhealthy\n-");
    assertThat(fromZero(next.list(), fleet, NOW.plusSeconds(20)).changes()).isEmpty();
  }

  private static Plan fromZero(SlotList list, FleetSnapshot fleet, Instant now) {
    return Planner.plan(
        list,
        PlanNotes.NONE,
        fleet,
        new Trigger.Scheduled(),
        new PlanSettings(list.size(), new Ramp(0, 10, 1, STEP), STEP, 20),
        now);
  }
}

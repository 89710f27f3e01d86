package io.hsdo.plan;

import static io.hsdo.plan.Drawing.NOW;
import static io.hsdo.plan.Drawing.draw;
import static io.hsdo.plan.Drawing.fleet;
import static io.hsdo.plan.Drawing.plan;
import static io.hsdo.plan.Drawing.slots;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.plan.LifecycleAction.Kind;
import io.hsdo.plan.Plan.Unplaced;
import io.hsdo.slot.Address;
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

/** Lists as a whole; what becomes of a single member is drawn in {@link StateTableTest}. */
class PlannerTest {
  @ParameterizedTest
  @MethodSource("io.hsdo.plan.Drawing#drains")
  @ValueSource(strings = {"serving", "unknown", "absent"})
  @DisplayName("While the fleet lists an instance it keeps its slot number")
  void listedMemberKeepsItsSlotThroughEveryStateAndBack(String state) {
    var list = slots("-\ni-2 serving 10\n-\ni-3 serving 10");

    var changed = plan(list, fleet("i-2 " + state + "\ni-3 serving\ni-4 serving"));
    var back =
        plan(
            changed.list(),
            fleet("i-2 serving\ni-3 serving\ni-4 serving\ni-5 serving"),
            NOW.plusSeconds(5));

    assertThat(changed.list().slotOf("i-2").orElseThrow().number()).isEqualTo(2);
    assertThat(back.list().slotOf("i-2").orElseThrow().number()).isEqualTo(2);
    assertThat(back.list().slotOf("i-3").orElseThrow().number()).isEqualTo(4);
  }

  @Test
  @DisplayName("... in order of launch time, then id")
  void newcomersLaunchedTogetherTakeTheirSlotsInOrderOfId() {
    Map<String, FleetMember> together = new HashMap<>();
    fleet("i-30 serving\ni-1 serving\ni-22 serving")
        .members()
        .forEach(
            (id, member) ->
                together.put(
                    id,
                    member.describedAs(
                        member.address().orElseThrow(), Optional.of(Drawing.START))));

    var next = plan(SlotList.empty(3), new FleetSnapshot(together, Set.of("web"), Set.of("web")));

    assertThat(draw(next.list())).isEqualTo("i-1 serving 1\ni-22 serving 1\ni-30 serving 1");
  }

  @Test
  @DisplayName("Newcomers take the lowest empty slots, in order of launch time")
  void newcomersTakeTheLowestEmptySlotsInOrderOfLaunch() {
    var list =
        slots(
            """
            -
            i-9 serving 10
            -
            -""");

    var next = plan(list, fleet("i-9 serving\ni-7 serving\ni-5 serving"));

    assertThat(draw(next.list()))
        .isEqualTo(
            """
            i-5 serving 1
            i-9 serving 10
            i-7 serving 1
            -""");
    assertThat(next.changes()).extracting(Plan.Change::reason).containsExactly("seated", "seated");
  }

  @Test
  @DisplayName("A replacement inherits the slot that fell empty")
  void aReplacementInheritsTheSlotThatFellEmpty() {
    var list = slots("i-1 serving 10\ni-2 draining terminating\ni-3 serving 10");

    var next = plan(list, fleet("i-1 serving\ni-2 stopped\ni-3 serving\ni-4 serving"));

    assertThat(draw(next.list())).isEqualTo("i-1 serving 10\ni-4 serving 1\ni-3 serving 10");
    assertThat(next.changes())
        .extracting(Plan.Change::reason)
        .containsExactly("released: EC2 says that it has stopped; seated");
  }

  @Test
  void theReasonTellsWhoIsListedAgain() {
    var missed = slots("i-1 serving 10").slot(1).missing(Optional.of(NOW.minusSeconds(60)));

    var next = plan(new SlotList(List.of(missed)), fleet("i-1 serving"));

    assertThat(next.changes()).extracting(Plan.Change::reason).containsExactly("listed again");
  }

  @Test
  void fullListReportsTheUnplaced() {
    var next = plan(slots("i-1 serving 10"), fleet("i-1 serving\ni-3 serving\ni-2 serving"));

    assertThat(next.list()).isEqualTo(slots("i-1 serving 10"));
    assertThat(next.unplaced())
        .containsExactly(new Unplaced("i-2", "web", false), new Unplaced("i-3", "web", false));
  }

  @Test
  void theUnplacedTakeTheSlotOfAMemberInStandby() {
    var next =
        plan(
            slots("i-1 serving 10\ni-2 draining standby"),
            fleet("i-1 serving\ni-2 standby\ni-3 serving"));

    assertThat(draw(next.list())).isEqualTo("i-1 serving 10\ni-3 serving 1");
    assertThat(next.unplaced()).isEmpty();
  }

  @Test
  void aTerminatingMemberDrainsAndKeepsItsSlotUntilItIsGone() {
    var list = slots("i-1 serving 10\ni-2 serving 10");

    var drained = plan(list, fleet("i-1 serving\ni-2 terminating"));
    var stillThere = plan(drained.list(), fleet("i-1 serving\ni-2 terminating"));
    var gone = plan(drained.list(), fleet("i-1 serving\ni-2 stopped"));

    assertThat(draw(drained.list())).isEqualTo("i-1 serving 10\ni-2 draining terminating");
    assertThat(drained.actions()).isEmpty();
    assertThat(stillThere.changes()).isEmpty();
    assertThat(draw(gone.list())).isEqualTo("i-1 serving 10\n-");
  }

  @Test
  void aHookIsHeldUntilTheDrainIsOverAndCompletedThen() {
    var fleet = fleet("i-1 serving\ni-2 terminating:wait");

    var drained = plan(slots("i-1 serving 10\ni-2 serving 10"), fleet);
    var early = plan(drained.list(), fleet, NOW.plusSeconds(29));
    var due = plan(drained.list(), fleet, NOW.plusSeconds(30));

    assertThat(((Slot.Draining) drained.list().slot(2)).hookDue()).contains(NOW.plusSeconds(30));
    assertThat(drained.actions())
        .containsExactly(new LifecycleAction("i-2", "web", Kind.HEARTBEAT));
    assertThat(early.actions()).containsExactly(new LifecycleAction("i-2", "web", Kind.HEARTBEAT));
    assertThat(due.actions()).containsExactly(new LifecycleAction("i-2", "web", Kind.COMPLETE));
    assertThat(due.changes()).isEmpty();
    assertThat(early.nextLook()).contains(NOW.plusSeconds(30));
  }

  @Test
  void anAbsentMemberServesForThreeMinutesAndThenLeavesWithinTheBudget() {
    var list = slots("i-1 serving 10\ni-2 serving 10\ni-3 serving 10");
    var fleet = fleet("i-1 serving\ni-2 absent\ni-3 absent");

    var noticed = plan(list, fleet);
    var early = plan(noticed.list(), fleet, NOW.plusSeconds(179));
    var late = plan(noticed.list(), fleet, NOW.plusSeconds(180));

    assertThat(draw(noticed.list())).isEqualTo(draw(list));
    assertThat(early.changes()).isEmpty();
    assertThat(draw(late.list())).isEqualTo("i-1 serving 10\n-\ni-3 serving 10");
    assertThat(late.held()).extracting(held -> held.member().id()).containsExactly("i-3");
  }

  @Test
  void membersOfAConfiguredGroupThatIsNotFoundAreHeldForEver() {
    var list = slots("i-1 serving 10\ni-2 serving 10");
    var fleet = fleet("i-1 absent\ni-2 absent", Set.of("web"), Set.of());

    var next = plan(list, fleet, NOW.plus(Duration.ofDays(3)));

    assertThat(next.changes()).isEmpty();
    assertThat(next.held()).hasSize(2);
  }

  @Test
  void unhealthyMembersDrainOnlyWithinTheBudget() {
    var list = slots("i-1 serving 10\ni-2 serving 10\ni-3 serving 10");

    var next = plan(list, fleet("i-1 unhealthy\ni-2 unhealthy\ni-3 unhealthy"));

    assertThat(draw(next.list()))
        .isEqualTo("i-1 draining unhealthy\ni-2 serving 10\ni-3 serving 10");
    assertThat(next.held()).hasSize(2);
  }

  @Test
  void aMemberThatDrainedOnAdviceAndIsThenGoneCostsTheBudgetOnce() {
    var list =
        slots("i-1 serving 10\ni-2 serving 10\ni-3 serving 10\ni-4 serving 10\ni-5 serving 10");
    var others = "\ni-2 serving\ni-3 serving\ni-4 serving\ni-5 serving";

    var drained = plan(list, fleet("i-1 unhealthy" + others));
    var missing = plan(drained, fleet("i-1 absent" + others), NOW.plusSeconds(600));
    var gone = plan(missing, fleet("i-1 absent" + others), NOW.plusSeconds(780));

    assertThat(gone.list().slot(1)).isEqualTo(new Slot.Empty(1));
    assertThat(gone.held()).isEmpty();
    assertThat(gone.notes().removals().removed(NOW.plusSeconds(780))).isEqualTo(1);
  }

  @Test
  void aReleaseThatCostsNothingLetsNobodyElseGo() {
    var list =
        slots("i-1 serving 10\ni-2 serving 10\ni-3 serving 10\ni-4 serving 10\ni-5 serving 10");
    var twoAbsent = fleet("i-1 absent\ni-2 absent\ni-3 serving\ni-4 serving\ni-5 serving");

    var drained =
        plan(list, fleet("i-1 unhealthy\ni-2 serving\ni-3 serving\ni-4 serving\ni-5 serving"));
    var missing = plan(drained, twoAbsent, NOW.plusSeconds(600));
    var thisHour = plan(missing, twoAbsent, NOW.plusSeconds(780));
    var nextHour = plan(thisHour, twoAbsent, NOW.plus(Duration.ofMinutes(65)));

    assertThat(draw(thisHour.list()))
        .isEqualTo("-\ni-2 serving 10\ni-3 serving 10\ni-4 serving 10\ni-5 serving 10");
    assertThat(thisHour.held()).extracting(held -> held.member().id()).containsExactly("i-2");
    assertThat(draw(nextHour.list()))
        .isEqualTo("-\n-\ni-3 serving 10\ni-4 serving 10\ni-5 serving 10");
  }

  @Test
  void aMemberInTwoSlotsKeepsTheLowerOne() {
    var list = slots("i-1 serving 10\ni-2 serving 10\ni-1 serving 10");

    var next = plan(list, fleet("i-1 serving\ni-2 serving"));

    assertThat(draw(next.list())).isEqualTo("i-1 serving 10\ni-2 serving 10\n-");
  }

  @Test
  void anAddressThatWasHandedOnGoesToTheMemberThatHasItNow() {
    var old = slots("i-1 serving 10\ni-2 serving 10");
    var heir =
        new FleetMember(
            "i-9",
            "web",
            Optional.of(Drawing.member("i-2").address()),
            Optional.empty(),
            Optional.of(NOW),
            new MemberState.Serving());
    var fleet =
        new FleetSnapshot(
            Map.of("i-1", fleet("i-1 serving").members().get("i-1"), "i-9", heir),
            Set.of("web"),
            Set.of("web"));

    var next = plan(old, fleet);

    assertThat(draw(next.list())).isEqualTo("i-1 serving 10\ni-9 serving 1");
  }

  /** The Python program keeps the id that its address had first. */
  @ParameterizedTest
  @ValueSource(strings = {"absent", "unknown", "stopped"})
  void anAddressInARowOfThePythonProgramKeepsSlotAndWeight(String state) {
    Member gone = Drawing.member("i-1");
    var list =
        new SlotList(
            List.of(
                new Slot.Empty(1),
                new Slot.Serving(2, gone, 7, Optional.empty(), Optional.empty())));

    var next = plan(list, moved("i-9", "i-1", fleet("i-1 " + state + "\ni-9 serving")));

    assertThat(draw(next.list())).isEqualTo("-\ni-9 serving 7");
  }

  /** Which of the two is seated first does not matter. */
  @ParameterizedTest
  @ValueSource(strings = {"i-8", "i-9"})
  void aSlotInStandbyThatIsHandedOnIsNoNewcomers(String heir) {
    var list = slots("i-1 draining standby\ni-2 serving 10");
    var fleet = fleet("i-1 absent\ni-2 serving\ni-8 serving\ni-9 serving");

    var next = plan(list, moved(heir, "i-1", fleet));

    assertThat(draw(next.list())).isEqualTo(heir + " serving 1\ni-2 serving 10");
    assertThat(next.unplaced()).extracting(Unplaced::memberId).hasSize(1).doesNotContain(heir);
  }

  /** Whoever is in such a row is no newcomer, of whatever weight. */
  @Test
  void whoTakesOverARowOfThePythonProgramStandsInForOthers() {
    var list =
        new SlotList(
            List.of(
                new Slot.Serving(1, Drawing.member("i-1"), 1, Optional.empty(), Optional.empty()),
                slots("-\ni-2 serving 10").slot(2)));
    var fleet = moved("i-9", "i-1", fleet("i-1 absent\ni-2 unhealthy\ni-9 serving"));

    var next = plan(list, fleet);

    assertThat(draw(next.list())).isEqualTo("i-9 serving 1\ni-2 draining unhealthy");
    assertThat(next.lastServing()).isEmpty();
  }

  @Test
  void whoTakesOverARowOfThePythonProgramHasTheWeightOfItsAgeAtOnce() {
    var list =
        new SlotList(
            List.of(
                new Slot.Serving(1, Drawing.member("i-1"), 1, Optional.empty(), Optional.empty())));
    var fleet = moved("i-9", "i-1", fleet("i-1 absent\ni-9 serving"));
    var quick = new PlanSettings(1, new Ramp(1, 10, 1, Duration.ofSeconds(5)), Duration.ZERO, 20);

    var next = Planner.plan(list, PlanNotes.NONE, fleet, new Trigger.Scheduled(), quick, NOW);

    assertThat(
            Planner.plan(next.list(), next.notes(), fleet, new Trigger.Scheduled(), quick, NOW)
                .changes())
        .isEmpty();
  }

  @Test
  void aMemberThatMovesToTheAddressOfAListedOneLosesItsSlotAtOnce() {
    var list = slots("i-1 serving 10\ni-2 serving 10\ni-3 serving 10");

    var next = plan(list, moved("i-2", "i-1", fleet("i-1 serving\ni-2 serving\ni-3 serving")));

    assertThat(draw(next.list())).isEqualTo("i-1 serving 10\n-\ni-3 serving 10");
    assertThat(next.unplaced()).containsExactly(new Unplaced("i-2", "web", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"absent", "unknown", "stopped"})
  void aMemberThatMovesToTheAddressOfOneThatIsNotListedTakesItOver(String state) {
    var list = slots("i-1 serving 10\ni-2 serving 10\ni-3 serving 10");

    var next =
        plan(list, moved("i-2", "i-1", fleet("i-1 " + state + "\ni-2 serving\ni-3 serving")));

    assertThat(draw(next.list())).isEqualTo("-\ni-2 serving 10\ni-3 serving 10");
    assertThat(next.list().slot(2).occupant().orElseThrow().address())
        .isEqualTo(Drawing.member("i-1").address());
  }

  @Test
  void anAddressInTwoSlotsCostsNobodyTheirSlotWhileNobodySaysWhoseItIs() {
    var list = slots("i-1 serving 10\ni-2 serving 10\ni-3 serving 10");
    Member other = new Member("i-2", Drawing.member("i-1").address(), "web", Optional.empty());
    var twice = new SlotList(List.of(list.slot(1), list.slot(2).of(other), list.slot(3)));
    var warning = new Trigger.SpotWarning("i-1", NOW);

    var unanswered = plan(twice, fleet("i-1 unknown\ni-2 unknown\ni-3 serving"));
    var warned =
        Planner.plan(
            twice, PlanNotes.NONE, FleetSnapshot.UNASKED, warning, Drawing.settings(twice), NOW);
    var answered = plan(twice, fleet("i-1 serving\ni-2 unknown\ni-3 serving"));

    var draining = plan(twice, untold(fleet("i-1 standby\ni-2 terminating\ni-3 serving")));

    assertThat(unanswered.changes()).isEmpty();
    assertThat(draw(draining.list()))
        .isEqualTo("i-1 draining standby\ni-2 draining terminating\ni-3 serving 10");
    assertThat(draw(warned.list()))
        .isEqualTo("i-1 draining spot-interruption\ni-2 serving 10\ni-3 serving 10");
    assertThat(draw(answered.list())).isEqualTo("i-1 serving 10\n-\ni-3 serving 10");
  }

  @Test
  void anAddressInThreeSlotsIsTheirsWhoHasItHoweverFarDown() {
    var list = slots("i-3 serving 10\ni-3 serving 10\ni-3 serving 10");
    Address address = Drawing.member("i-3").address();
    var thrice =
        new SlotList(
            List.of(
                list.slot(1).of(new Member("i-1", address, "web", Optional.empty())),
                list.slot(2).of(new Member("i-2", address, "web", Optional.empty())),
                list.slot(3)));
    var fleet = fleet("i-1 unknown\ni-2 unknown\ni-3 serving");

    assertThat(draw(plan(thrice, fleet).list())).isEqualTo("-\n-\ni-3 serving 10");
  }

  @Test
  void nobodyInheritsAnAddressThatStandsInTwoSlots() {
    var list = slots("i-1 serving 10\ni-1 serving 10\n-");
    Member unknown = new Member("i-2", Drawing.member("i-1").address(), "web", Optional.empty());
    var twice = new SlotList(List.of(list.slot(1), list.slot(2).of(unknown), list.slot(3)));
    var fleet = moved("i-9", "i-1", fleet("i-1 absent\ni-2 unknown\ni-9 serving"));

    var next = plan(twice, fleet);

    assertThat(next.list().slot(2)).isEqualTo(twice.slot(2));
    assertThat(next.unplaced()).containsExactly(new Unplaced("i-9", "web", true));
    assertThat(plan(next.list(), fleet).changes()).isEmpty();
  }

  @Test
  void membersThatChangeAddressesWithEachOtherKeepTheirSlots() {
    var list = slots("i-1 serving 10\ni-2 serving 10");
    var fleet = fleet("i-1 serving\ni-2 serving");

    var next = plan(list, moved("i-1", "i-2", moved("i-2", "i-1", fleet)));

    assertThat(draw(next.list())).isEqualTo(draw(list));
    assertThat(next.list().members().map(Member::address))
        .containsExactly(Drawing.member("i-2").address(), Drawing.member("i-1").address());
  }

  /** The same, but {@code id} has the address that {@code whose} is drawn with. */
  private static FleetSnapshot moved(String id, String whose, FleetSnapshot fleet) {
    Map<String, FleetMember> members = new HashMap<>(fleet.members());
    members.computeIfPresent(
        id,
        (same, member) ->
            member.describedAs(Drawing.member(whose).address(), Optional.of(Drawing.START)));
    return new FleetSnapshot(members, fleet.configured(), fleet.found());
  }

  /** The same, but nobody tells any address. */
  private static FleetSnapshot untold(FleetSnapshot fleet) {
    Map<String, FleetMember> members = new HashMap<>();
    fleet
        .members()
        .forEach(
            (id, member) ->
                members.put(id, FleetMember.of(id, member.group(), member.zone(), member.state())));
    return new FleetSnapshot(members, fleet.configured(), fleet.found());
  }

  @Test
  void aSpotWarningDrainsFromTheListAlone() {
    var warning = new Trigger.SpotWarning("i-2", NOW.minusSeconds(1));

    var list = slots("i-1 serving 10\ni-2 serving 10");

    var next =
        Planner.plan(
            list, PlanNotes.NONE, FleetSnapshot.UNASKED, warning, Drawing.settings(list), NOW);

    assertThat(draw(next.list())).isEqualTo("i-1 serving 10\ni-2 draining spot-interruption");
  }

  /** The ten minutes after a warning are not those since the drain before it began. */
  @Test
  void aSpotWarningOfAMemberThatLongDrainsIsBelievedAsLongAsAnother() {
    var list = slots("i-1 serving 10\ni-2 draining standby");
    Instant warned = NOW.plus(Duration.ofMinutes(20));
    var warning = new Trigger.SpotWarning("i-2", warned);

    var told =
        Planner.plan(
            list, PlanNotes.NONE, FleetSnapshot.UNASKED, warning, Drawing.settings(list), warned);
    var next = plan(told, fleet("i-1 serving\ni-2 serving"), warned.plusSeconds(60));

    assertThat(draw(next.list())).isEqualTo("i-1 serving 10\ni-2 draining spot-interruption");
  }
}

package io.hsdo.plan;

import static io.hsdo.plan.Drawing.NOW;
import static io.hsdo.plan.Drawing.RAMP;
import static io.hsdo.plan.Drawing.draw;
import static io.hsdo.plan.Drawing.fleet;
import static io.hsdo.plan.Drawing.slots;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.RemovalHistory;
import io.hsdo.slot.Shrink;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName(
    "A smaller N is held while more than N members are listed or for 3 minutes, then drains the"
        + " rows above N first")
class ShrinkingTest {
  private static final FleetSnapshot THREE = fleet("i-1 serving\ni-2 serving\ni-3 serving");

  private SlotList list = slots("i-1 serving 10\n-\n-\ni-2 serving 10\ni-3 serving 10");
  private PlanNotes notes = PlanNotes.NONE;
  private Instant now = NOW;
  private int removalPercent = 20;

  @Test
  void nothingHappensForThreeMinutes() {
    pass(3, THREE);
    assertThat(notes.shrink()).contains(new Shrink(3, NOW));

    now = NOW.plusSeconds(179);
    assertThat(pass(3, THREE).changes()).isEmpty();
    now = NOW.plusSeconds(180);
    assertThat(draw(pass(3, THREE).list()))
        .isEqualTo("i-1 serving 10\n-\n-\ni-2 draining list-shrunk\ni-3 serving 10");
  }

  @Test
  void requestThatIsTakenBackInBetweenCountsFromAnew() {
    pass(3, THREE);
    now = NOW.plusSeconds(100);
    pass(5, THREE);
    assertThat(notes.shrink()).isEmpty();

    now = NOW.plusSeconds(180);
    pass(3, THREE);
    assertThat(notes.shrink()).contains(new Shrink(3, now));
  }

  @Test
  void nothingHappensWhileMoreMembersAreListedThanFit() {
    pass(2, THREE);

    now = NOW.plus(Duration.ofDays(1));
    var next = pass(2, THREE);

    assertThat(next.changes()).isEmpty();
    assertThat(next.list().size()).isEqualTo(5);
    assertThat(next.notes().shrink()).contains(new Shrink(2, NOW));
  }

  @Test
  @DisplayName("a member that shares the address of another needs no slot")
  void memberThatWaitsForAnAddressDoesNotKeepTheListLong() {
    Map<String, FleetMember> members = new HashMap<>(THREE.members());
    members.put("i-9", fleet("i-9 serving").members().get("i-9"));
    members.computeIfPresent(
        "i-9",
        (id, member) -> member.describedAs(Drawing.member("i-1").address(), member.launchTime()));
    FleetSnapshot fleet = new FleetSnapshot(members, THREE.configured(), THREE.found());
    pass(3, fleet);
    now = NOW.plusSeconds(180);

    Plan next = pass(3, fleet);
    Plan without = pass(3, THREE);

    assertThat(draw(next.list()))
        .isEqualTo("i-1 serving 10\n-\n-\ni-2 draining list-shrunk\ni-3 serving 10");
    assertThat(next.unplaced()).containsExactly(new Plan.Unplaced("i-9", "web", true));
    assertThat(without.changes()).isEmpty();
  }

  @Test
  void upperRowsDrainSomeAtATimeAndTheListIsCutInTheEnd() {
    String members = "i-%d serving";
    String all = IntStream.rangeClosed(1, 10).mapToObj(members::formatted).collect(joining("\n"));
    list =
        slots(
            "-\n".repeat(10)
                + IntStream.rangeClosed(1, 10)
                    .mapToObj("i-%d serving 10"::formatted)
                    .collect(joining("\n")));
    pass(10, fleet(all));
    now = NOW.plusSeconds(180);

    int passes = 0;
    while (list.size() > 10) {
      pass(10, fleet(all));
      long full = list.slots().stream().filter(slot -> slot.weight() == 10).count();
      assertThat(full).as("members at full weight, of 10").isGreaterThanOrEqualTo(8);
      assertThat(++passes).as("passes of a minute").isLessThan(100);
      now = now.plusSeconds(60);
    }

    assertThat(list.members()).hasSize(10);
    assertThat(notes.shrink()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"terminating", "spot-interruption", "ec2-state", "operator"})
  @DisplayName("a member that was ordered to drain is not seated anew, though its group lists it")
  void orderedDrainGoesOnAboveTheNewSize(String reason) {
    list = slots("i-1 serving 10\n-\ni-2 draining " + reason);
    FleetSnapshot both = fleet("i-1 serving\ni-2 serving");
    pass(2, both);
    now = NOW.plusSeconds(180);

    assertThat(draw(pass(2, both).list())).isEqualTo("i-1 serving 10\n-\ni-2 draining " + reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"standby", "unhealthy"})
  void drainThatMayLastForEverMakesRoomOnceItHasLasted(String state) {
    list = slots("i-1 serving 10\n-\ni-2 draining " + state);
    FleetSnapshot fleet = fleet("i-1 serving\ni-2 " + state);
    pass(2, fleet);
    now = NOW.plusSeconds(180);

    assertThat(draw(pass(2, fleet).list())).isEqualTo("i-1 serving 10\n-");
  }

  @Test
  void unhealthyMemberThatIsHeldIsNotRemovedForIt() {
    notes = new PlanNotes(RemovalHistory.NONE.after(NOW, 1, 2), Optional.empty());
    list = slots("i-1 serving 10\n-\ni-2 serving 10");
    FleetSnapshot fleet = fleet("i-1 serving\ni-2 unhealthy");
    pass(2, fleet);
    now = NOW.plusSeconds(180);

    assertThat(draw(pass(2, fleet).list())).isEqualTo("i-1 serving 10\n-\ni-2 serving 10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"terminating", "spot-interruption", "operator"})
  void orderedDrainOfAnUnhealthyMemberGoesOnToo(String reason) {
    list = slots("i-1 serving 10\n-\ni-2 draining " + reason);
    FleetSnapshot fleet = fleet("i-1 serving\ni-2 unhealthy");
    pass(2, fleet);
    now = NOW.plusSeconds(180);

    assertThat(draw(pass(2, fleet).list())).isEqualTo("i-1 serving 10\n-\ni-2 draining " + reason);
  }

  @Test
  void spotWarningThatProvedWrongMakesRoomInTheEnd() {
    list = slots("i-1 serving 10\n-\ni-2 draining spot-interruption");
    FleetSnapshot both = fleet("i-1 serving\ni-2 serving");
    pass(2, both);
    now = NOW.plus(Drain.SPOT_BELIEVED);

    assertThat(draw(pass(2, both).list())).isEqualTo("i-1 serving 10\ni-2 serving 1");
  }

  @Test
  void lastOneThatServesIsNotDrainedForIt() {
    list = slots("-\ni-1 serving 10");
    pass(1, fleet("i-1 serving"));

    now = NOW.plusSeconds(180);

    assertThat(pass(1, fleet("i-1 serving")).list().serving()).isEqualTo(1);
  }

  @Test
  void lastOneInServiceGoesOnRamping() {
    list = slots("-\ni-1 serving 3");
    pass(1, fleet("i-1 serving"));

    now = NOW.plusSeconds(300);

    assertThat(draw(pass(1, fleet("i-1 serving")).list())).isEqualTo("-\ni-1 serving 10");
    assertThat(pass(1, fleet("i-1 serving")).nextLook()).isEmpty();
  }

  @Test
  void lastOneInServiceStaysAndWhoAwsTellsToGoDrains() {
    list = slots("i-1 serving 10\n-\ni-2 serving 10");
    FleetSnapshot fleet = fleet("i-1 standby\ni-2 serving");
    pass(2, fleet("i-1 serving\ni-2 serving"));
    now = NOW.plusSeconds(180);

    Plan next = pass(2, fleet);

    assertThat(draw(next.list())).isEqualTo("i-1 draining standby\n-\ni-2 serving 10");
    assertThat(next.lastServing()).isEmpty();
  }

  @Test
  void allOfTheUpperRowsAreNotDrainedAtOnceIfNobodyElseIsInService() {
    removalPercent = 100;
    list = slots("-\n-\ni-1 serving 10\ni-2 serving 10");
    FleetSnapshot both = fleet("i-1 serving\ni-2 serving");
    pass(2, both);
    now = NOW.plusSeconds(180);

    assertThat(draw(pass(2, both).list()))
        .isEqualTo("-\n-\ni-1 serving 10\ni-2 draining list-shrunk");
    while (list.size() > 2) {
      now = now.plusSeconds(60);
      assertThat(now).isBefore(NOW.plus(Duration.ofMinutes(20)));
      pass(2, both);
    }
    assertThat(list.members()).hasSize(2);
  }

  @Test
  void emptyUpperRowsAreCutOffAtOnce() {
    list = slots("i-1 serving 10\n-\n-");
    pass(1, fleet("i-1 serving"));

    now = NOW.plusSeconds(180);
    var next = pass(1, fleet("i-1 serving"));

    assertThat(draw(next.list())).isEqualTo("i-1 serving 10");
    assertThat(next.list().slot(1)).isInstanceOf(Slot.Serving.class);
  }

  private Plan pass(int size, FleetSnapshot fleet) {
    var settings = new PlanSettings(size, RAMP, Duration.ofSeconds(30), removalPercent);
    Plan plan = Planner.plan(list, notes, fleet, new Trigger.Scheduled(), settings, now);
    list = plan.list();
    notes = plan.notes();
    return plan;
  }
}

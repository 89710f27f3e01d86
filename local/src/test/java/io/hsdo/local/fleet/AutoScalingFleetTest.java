package io.hsdo.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.fleet.AutoScalingFleet;
import io.hsdo.fleet.FleetException;
import io.hsdo.fleet.GroupSelection;
import io.hsdo.local.cloud.AwsClients;
import io.hsdo.local.cloud.Instance;
import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.cloud.endpoint.Fault;
import io.hsdo.local.cloud.model.ActionResult;
import io.hsdo.local.cloud.model.LifecycleHook;
import io.hsdo.local.cloud.model.LifecycleTransition;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.plan.FleetMember;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.MemberState;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.WarmPoolState;

/** The stock AWS SDK over HTTP, against an AWS on this machine whose clock the test moves. */
class AutoScalingFleetTest {
  private static final String GROUPS = "autoscaling:DescribeAutoScalingGroups";
  private static final String INSTANCES_OF_GROUPS = "autoscaling:DescribeAutoScalingInstances";
  private static final String INSTANCES = "ec2:DescribeInstances";

  private static final MemberState SERVING = new MemberState.Serving();
  private static final MemberState STOPPED = new MemberState.Stopped();
  private static final MemberState ABSENT = new MemberState.Absent();
  private static final MemberState UNKNOWN = new MemberState.Unknown();

  private static final SlotList NOBODY = SlotList.empty(4);

  private final ManualClock clock = new ManualClock();

  /** What takes 5 s is a state that is seen. */
  private final LocalCloud cloud =
      LocalCloud.builder()
          .clock(clock)
          .seed(1)
          .timings(
              Timings.instant()
                  .withBoot(Duration.ofSeconds(30))
                  .withTransit(Duration.ofSeconds(5))
                  .withHealthCheck(Duration.ofMinutes(10))
                  .withDeregistering(Duration.ofSeconds(5))
                  .withShutdown(Duration.ofSeconds(5)))
          .start();

  private final AwsClients aws = new AwsClients(cloud.endpoint());
  private AutoScalingFleet fleet = fleet(GroupSelection.named("web"));

  @AfterEach
  void close() {
    aws.close();
    cloud.close();
  }

  // Which groups

  @Test
  void groupsAreFoundByName() {
    start("web", 2);
    start("api", 1);
    start("other", 1);
    fleet = fleet(GroupSelection.named("web", "api"));

    FleetSnapshot snapshot = snapshot(NOBODY);

    assertThat(snapshot.members().keySet())
        .containsExactlyInAnyOrderElementsOf(idsOf("web", "api"));
    assertThat(snapshot.configured()).containsExactlyInAnyOrder("web", "api");
    assertThat(snapshot.found()).containsExactlyInAnyOrder("web", "api");
    assertThat(snapshot.missing()).isEmpty();
  }

  @Test
  void groupsAreFoundByAllOfTheirTags() {
    start("live", 1);
    start("test", 1);
    start("other", 1);
    cloud.tag("live", "service", "shop");
    cloud.tag("live", "stage", "live");
    cloud.tag("test", "service", "shop");
    cloud.tag("test", "stage", "test");
    cloud.tag("other", "stage", "live");
    fleet = fleet(new GroupSelection(Set.of(), Map.of("service", "shop", "stage", "live")));

    FleetSnapshot snapshot = snapshot(NOBODY);

    assertThat(snapshot.configured()).containsExactly("live");
    assertThat(snapshot.members().keySet()).containsExactlyElementsOf(idsOf("live"));
  }

  @Test
  void groupsByNameAndByTagAddUp() {
    start("web", 1);
    start("api", 1);
    cloud.tag("api", "service", "shop");
    fleet = fleet(new GroupSelection(Set.of("web"), Map.of("service", "shop")));

    FleetSnapshot snapshot = snapshot(NOBODY);

    assertThat(snapshot.configured()).containsExactlyInAnyOrder("web", "api");
    assertThat(snapshot.members().keySet())
        .containsExactlyInAnyOrderElementsOf(idsOf("web", "api"));
  }

  @Test
  void groupThatIsMissingIsNamed() {
    start("web", 1);
    fleet = fleet(GroupSelection.named("web", "wbe"));

    FleetSnapshot snapshot = snapshot(NOBODY);

    assertThat(snapshot.missing()).containsExactly("wbe");
    assertThat(snapshot.members()).hasSize(1);
  }

  @Test
  void groupThatHoldsSlotsIsDescribedAlthoughItIsNotConfigured() {
    start("web", 1);
    start("old", 1);

    FleetSnapshot snapshot = snapshot(seat(idsOf("old"), "old"));

    assertThat(snapshot.configured()).containsExactly("web");
    assertThat(snapshot.found()).containsExactlyInAnyOrder("web", "old");
    assertThat(snapshot.stateOf(idsOf("old").get(0))).isEqualTo(SERVING);
  }

  /** Without names and filters, Auto Scaling and EC2 would describe everybody there is. */
  @Test
  void nobodyIsAskedForWhenNoGroupIsFound() {
    start("other", 1);
    fleet = fleet(new GroupSelection(Set.of(), Map.of("service", "shop")));
    cloud.calls().reset();

    FleetSnapshot snapshot = snapshot(NOBODY);

    assertThat(snapshot.members()).isEmpty();
    assertThat(snapshot.found()).isEmpty();
    assertThat(cloud.calls().all()).containsOnlyKeys(GROUPS);
    assertThat(cloud.calls().of(GROUPS).count()).isEqualTo(1);
    assertThat(cloud.calls().of(GROUPS).lastParameters())
        .containsEntry("Filters.member.1.Name", "tag:service");
  }

  /**
   * A page by tag that is taken for the last one must not look like groups that lost their tags.
   */
  @Test
  void groupThatTheQuestionByTagMissedIsKnownByItsOwnTags() {
    start("web", 1);
    start("api", 1);
    cloud.tag("web", "service", "shop");
    cloud.tag("api", "service", "shop");
    fleet = fleet(new GroupSelection(Set.of(), Map.of("service", "shop")));
    cloud.faults().on(GROUPS).call(1, Fault.pagesOf(1));
    cloud.faults().on(GROUPS).call(1, Fault.losingPages());

    FleetSnapshot snapshot = snapshot(seat(idsOf("web"), "web"));

    assertThat(snapshot.configured()).containsExactlyInAnyOrder("web", "api");
  }

  /** Without its description nobody knows its tags: that it was left out removes nobody. */
  @Test
  void groupThatHoldsSlotsAndIsNotFoundMayStillHaveTheTags() {
    String id = start("web", 1).get(0);
    cloud.tag("web", "service", "shop");
    fleet = fleet(new GroupSelection(Set.of(), Map.of("service", "shop")));
    cloud.faults().on(GROUPS).always(Fault.leavingOut("web"));

    FleetSnapshot snapshot = snapshot(seat(List.of(id), "web"));

    assertThat(snapshot.configured()).containsExactly("web");
    assertThat(snapshot.missing()).containsExactly("web");
  }

  // Pages

  @Test
  void moreGroupsByTagThanAPageHoldsAreAllFound() {
    startMany(103, 2);
    fleet = fleet(new GroupSelection(Set.of(), Map.of("service", "shop")));
    cloud.calls().reset();

    FleetSnapshot snapshot = snapshot(NOBODY);

    assertThat(snapshot.found()).hasSize(103);
    assertThat(snapshot.members().values())
        .hasSize(206)
        .allMatch(member -> member.state().equals(SERVING))
        .allMatch(member -> member.address().isPresent());
    assertThat(cloud.calls().of(GROUPS).count()).isEqualTo(2);
  }

  @Test
  void moreGroupsByNameThanACallTakesAreAllFound() {
    List<String> names = startMany(103, 0);
    fleet = fleet(GroupSelection.named(names.toArray(String[]::new)));
    cloud.calls().reset();

    assertThat(snapshot(NOBODY).found()).containsExactlyInAnyOrderElementsOf(names);
    assertThat(cloud.calls().of(GROUPS).count()).isEqualTo(2);
  }

  @Test
  void answersAreReadToTheirLastPage() {
    start("web", 5);
    start("api", 1);
    start("old", 3);
    fleet = fleet(GroupSelection.named("web", "api"));
    aws.autoScaling()
        .detachInstances(
            detach ->
                detach
                    .autoScalingGroupName("old")
                    .instanceIds(idsOf("old").get(0))
                    .shouldDecrementDesiredCapacity(true));
    SlotList seated = seat(idsOf("old"), "gone");
    cloud.faults().onAll().always(Fault.pagesOf(1));

    FleetSnapshot snapshot = snapshot(seated);

    assertThat(snapshot.members()).hasSize(6 + 3);
    assertThat(snapshot.members().values())
        .filteredOn(member -> member.state().equals(SERVING))
        .hasSize(6 + 2);
  }

  @Test
  void moreUnlistedMembersThanACallTakesAreAllAskedFor() {
    start("web", 1);
    start("other", 60);

    FleetSnapshot snapshot = snapshot(seat(idsOf("other"), "gone"));

    assertThat(idsOf("other")).hasSize(60).allMatch(id -> snapshot.stateOf(id).equals(SERVING));
    assertThat(cloud.calls().of(INSTANCES_OF_GROUPS).count()).isEqualTo(2);
  }

  /** EC2 takes 200 values a call, those of all its filters together. */
  @Test
  void moreGroupsThanAFilterTakesAreLookedAtForWhoStops() {
    startMany(199, 0);
    String id = start("zzz", 1).get(0);
    cloud.tag("zzz", "service", "shop");
    fleet = fleet(new GroupSelection(Set.of(), Map.of("service", "shop")));
    stop(id);

    assertThat(snapshot(NOBODY).stateOf(id)).isEqualTo(STOPPED);
  }

  // Newcomers and seated members

  @Test
  void newcomerHasTheAddressZoneAndLaunchTimeThatEc2Tells() {
    start("web", 1);
    Instance instance = cloud.instances("web").get(0);

    assertThat(snapshot(NOBODY).members().values())
        .containsExactly(
            new FleetMember(
                instance.id(),
                "web",
                Optional.of(Address.of(instance.address())),
                Optional.of("eu-west-1a"),
                Optional.of(instance.launched()),
                SERVING));
  }

  @Test
  void newcomerIsUnknownUntilItIsInService() {
    cloud.createGroup("web", 1, "eu-west-1a");
    String id = idsOf("web").get(0);

    assertThat(snapshot(NOBODY).stateOf(id)).isEqualTo(UNKNOWN);
    pass(30);
    assertThat(snapshot(NOBODY).stateOf(id)).isEqualTo(SERVING);
  }

  @Test
  void newcomerThatEc2DoesNotCallRunningIsUnknown() {
    String id = start("web", 1).get(0);
    snapshot(NOBODY);
    pass(1);
    stop(id);
    cloud.faults().on(GROUPS).always(Fault.lag(Duration.ofSeconds(1)));

    FleetSnapshot snapshot = snapshot(NOBODY);

    assertThat(snapshot.stateOf(id)).isEqualTo(UNKNOWN);
    assertThat(snapshot.members().values()).allMatch(member -> member.address().isEmpty());
  }

  @Test
  void newcomerThatEc2DoesNotKnowYetIsUnknown() {
    String id = start("web", 1).get(0);
    cloud.faults().on(INSTANCES).always(Fault.unknown(id));

    assertThat(snapshot(NOBODY).stateOf(id)).isEqualTo(UNKNOWN);
  }

  @Test
  void ec2IsNotAskedAboutMembersThatAreSeatedAndListed() {
    List<String> ids = start("web", 3);
    snapshot(seat(ids, "web"));
    cloud.calls().reset();
    pass(1);

    FleetSnapshot snapshot = snapshot(seat(ids, "web"));

    assertThat(ids).allMatch(id -> snapshot.stateOf(id).equals(SERVING));
    assertThat(cloud.calls().all()).containsOnlyKeys(GROUPS);
    assertThat(cloud.calls().of(GROUPS).count()).isEqualTo(1);
  }

  /** The address that one of them gets back may stand in a third slot. */
  @Test
  void ec2IsAskedAboutAllWhoAreSeatedWhereAnAddressStandsInTwoSlots() {
    List<String> ids = start("web", 3);
    List<Slot> slots = new ArrayList<>(seat(ids, "web").slots());
    var copied = new Member(ids.get(0), Address.of("10.0.0.3"), "web", Optional.empty());
    slots.set(0, new Slot.Serving(1, copied, 10, Optional.empty(), Optional.empty()));

    FleetSnapshot snapshot = snapshot(new SlotList(slots));

    assertThat(addresses(snapshot))
        .isEqualTo(
            cloud.instances("web").stream()
                .collect(Collectors.toMap(Instance::id, Instance::address)));
  }

  @Test
  void memberThatDrainsAndIsInServiceAgainServesOnlyIfEc2CallsItRunning() {
    String id = start("web", 1).get(0);
    SlotList drained = drain(id, DrainReason.SPOT_INTERRUPTION);

    cloud.faults().on(INSTANCES).always(Fault.throttling());
    assertThat(snapshot(drained).stateOf(id)).isEqualTo(UNKNOWN);
    cloud.faults().clear();
    assertThat(snapshot(drained).stateOf(id)).isEqualTo(SERVING);
  }

  @Test
  void ec2IsNotAskedAboutMembersThatAnOperatorDisabled() {
    String id = start("web", 1).get(0);
    snapshot(drain(id, DrainReason.OPERATOR));
    cloud.calls().reset();

    snapshot(drain(id, DrainReason.OPERATOR));

    assertThat(cloud.calls().of(INSTANCES).count()).isZero();
  }

  // Whom an event names

  /** A group does not list its warm pool, so the event is all that tells of it. */
  @Test
  void warmPoolMemberThatAnEventNamesIsDescribedAlthoughItHasNoSlot() {
    String warm = startWarm();

    assertThat(snapshot(NOBODY).members()).doesNotContainKey(warm);
    assertThat(fleet.snapshot(NOBODY, Set.of(warm)).stateOf(warm))
        .isEqualTo(draining(DrainReason.WARMED));
  }

  @Test
  void strangersThatAnEventNamesAreLeftOut() {
    String ours = start("web", 1).get(0);
    String other = start("other", 1).get(0);

    FleetSnapshot snapshot = fleet.snapshot(NOBODY, Set.of(ours, other, "i-00000000000000000"));

    assertThat(snapshot.members().keySet()).containsExactly(ours);
  }

  // States

  @Test
  void memberThatTerminatesDrains() {
    String id = start("web", 1).get(0);

    cloud.terminate(id);

    assertThat(state(id)).isEqualTo(draining(DrainReason.TERMINATING));
  }

  @Test
  void memberThatAHookHoldsDrainsAndTheHookWaits() {
    String id = start("web", 1).get(0);
    putHook();

    cloud.terminate(id);

    assertThat(state(id)).isEqualTo(new MemberState.Draining(DrainReason.TERMINATING, true));
  }

  @Test
  void memberInStandbyDrainsAndServesOnceItIsBack() {
    String id = start("web", 1).get(0);

    aws.autoScaling()
        .enterStandby(
            enter ->
                enter
                    .autoScalingGroupName("web")
                    .instanceIds(id)
                    .shouldDecrementDesiredCapacity(true));
    assertThat(state(id)).isEqualTo(draining(DrainReason.STANDBY));
    pass(5);
    assertThat(state(id)).isEqualTo(draining(DrainReason.STANDBY));

    aws.autoScaling().exitStandby(exit -> exit.autoScalingGroupName("web").instanceIds(id));
    assertThat(state(id)).isEqualTo(UNKNOWN);
    pass(5);
    assertThat(state(id)).isEqualTo(SERVING);
  }

  @Test
  void memberThatIsUnhealthyIsAdvisedToDrain() {
    String id = start("web", 1).get(0);

    aws.autoScaling().setInstanceHealth(health -> health.instanceId(id).healthStatus("Unhealthy"));

    assertThat(state(id)).isEqualTo(draining(DrainReason.UNHEALTHY));
  }

  @Test
  void memberThatIsDetachedDrainsAndIsAbsentThen() {
    String id = start("web", 1).get(0);

    aws.autoScaling()
        .detachInstances(
            detach ->
                detach
                    .autoScalingGroupName("web")
                    .instanceIds(id)
                    .shouldDecrementDesiredCapacity(true));

    assertThat(state(id)).isEqualTo(draining(DrainReason.DETACHING));
    pass(5);
    assertThat(state(id)).isEqualTo(ABSENT);
  }

  /** A group does not list its warm pool; DescribeAutoScalingInstances does. */
  @Test
  void memberOfTheWarmPoolDrains() {
    String warm = startWarm();

    assertThat(state(warm)).isEqualTo(draining(DrainReason.WARMED));
  }

  @Test
  void memberThatEc2StopsWhileAHookHoldsItIsStoppedAndTheHookWaits() {
    String id = start("web", 1).get(0);
    putHook();
    cloud.terminate(id);

    aws.ec2().terminateInstances(terminate -> terminate.instanceIds(id));

    assertThat(state(id)).isEqualTo(new MemberState.Stopped(true));
  }

  // Members that no group lists

  @Test
  void memberThatEndedIsStoppedAsLongAsEc2Remembers() {
    String id = start("web", 1).get(0);
    cloud.terminate(id);
    pass(10);

    assertThat(cloud.instances("web")).extracting(Instance::id).doesNotContain(id);
    assertThat(state(id)).isEqualTo(STOPPED);

    pass(3600);
    assertThat(state(id)).isEqualTo(ABSENT);
  }

  @Test
  void memberThatNobodyKnowsIsAbsent() {
    start("web", 1);

    assertThat(state("i-00000000000000000")).isEqualTo(ABSENT);
  }

  @Test
  void memberOfAnotherKindOfFleetIsAbsentAndFailsNoQuestion() {
    start("web", 1);
    SlotList seated = seat(List.of("node-1.example.com/web-80"), "web-in-consul");

    assertThat(snapshot(seated).stateOf("node-1.example.com/web-80")).isEqualTo(ABSENT);
  }

  @Test
  void unlistedMemberKeepsItsGroupAndZone() {
    start("web", 1);
    SlotList seated = seat(List.of("i-00000000000000000"), "gone");

    assertThat(snapshot(seated).members())
        .containsEntry(
            "i-00000000000000000",
            FleetMember.of("i-00000000000000000", "gone", Optional.of("eu-west-1a"), ABSENT));
  }

  @Test
  void membersOfAGroupThatIsDeletedAreNotListedAndItsNameIsMissing() {
    String id = start("web", 1).get(0);
    aws.autoScaling()
        .deleteAutoScalingGroup(group -> group.autoScalingGroupName("web").forceDelete(true));
    pass(10);

    FleetSnapshot snapshot = snapshot(seat(List.of(id), "web"));

    assertThat(snapshot.missing()).containsExactly("web");
    assertThat(snapshot.stateOf(id)).isEqualTo(STOPPED);
  }

  // The look at who stops

  @Test
  void ec2IsAskedOnceAMinuteWhoStopsAlthoughTheGroupStillListsIt() {
    List<String> ids = start("web", 2);
    SlotList seated = seat(ids, "web");
    assertThat(snapshot(seated).stateOf(ids.get(0))).isEqualTo(SERVING);
    stop(ids.get(0));
    cloud.calls().reset();

    pass(49);
    assertThat(snapshot(seated).stateOf(ids.get(0))).isEqualTo(draining(DrainReason.UNHEALTHY));
    assertThat(cloud.calls().of(INSTANCES).count()).isZero();

    pass(1);
    FleetSnapshot snapshot = snapshot(seated);
    assertThat(snapshot.stateOf(ids.get(0))).isEqualTo(STOPPED);
    assertThat(snapshot.stateOf(ids.get(1))).isEqualTo(SERVING);
    assertThat(cloud.calls().of(INSTANCES).count()).isEqualTo(1);

    pass(1);
    snapshot(seat(ids.subList(1, 2), "web"));
    assertThat(cloud.calls().of(INSTANCES).count()).isEqualTo(1);
  }

  /** As when the pass that saw it lost its race, or ended before it was stored. */
  @Test
  void whoWasFoundToStopIsAskedAboutAgainAsLongAsItIsSeated() {
    List<String> ids = start("web", 2);
    stop(ids.get(0));
    assertThat(snapshot(seat(ids, "web")).stateOf(ids.get(0))).isEqualTo(STOPPED);

    assertThat(snapshot(seat(ids, "web")).stateOf(ids.get(0))).isEqualTo(STOPPED);

    cloud.calls().reset();
    snapshot(seat(ids.subList(1, 2), "web"));
    snapshot(seat(ids.subList(1, 2), "web"));
    assertThat(cloud.calls().of(INSTANCES).lastParameters())
        .doesNotContainEntry("Filter.1.Name", "tag:aws:autoscaling:groupName");
  }

  @Test
  void memberThatSomethingWasHeardOfIsAskedForAtOnceAndAStrangerIsNot() {
    List<String> ids = start("web", 2);
    SlotList seated = seat(ids, "web");
    snapshot(seated);
    stop(ids.get(0));
    cloud.calls().reset();

    fleet.snapshot(seated, Set.of("i-00000000000000000"));
    assertThat(cloud.calls().of(INSTANCES).count()).isZero();

    FleetSnapshot snapshot = fleet.snapshot(seated, Set.of(ids.get(0)));
    assertThat(snapshot.stateOf(ids.get(0))).isEqualTo(STOPPED);
    assertThat(snapshot.stateOf(ids.get(1))).isEqualTo(SERVING);
    assertThat(cloud.calls().of(INSTANCES).count()).isEqualTo(1);
  }

  @Test
  void whoStopsInAnotherGroupIsNoMember() {
    List<String> web = start("web", 1);
    List<String> other = start("other", 1);
    stop(other.get(0));

    assertThat(snapshot(NOBODY).members().keySet()).containsExactlyElementsOf(web);
  }

  /** An instance of the group that was never seated ends: nothing is to be said of it. */
  @Test
  void whoStopsAndIsNeitherListedNorSeatedIsNoMember() {
    String ended = start("web", 1).get(0);
    cloud.terminate(ended);
    pass(60);

    assertThat(snapshot(NOBODY).members().keySet())
        .containsExactlyElementsOf(idsOf("web"))
        .doesNotContain(ended);
  }

  // When AWS fails

  @Test
  void withoutEc2NobodyIsSeatedOrReleasedAndDrainsGoOn() {
    List<String> ids = start("web", 3);
    String newcomer = ids.get(0);
    String serving = ids.get(1);
    String draining = ids.get(2);
    String unlisted = "i-00000000000000000";
    cloud.terminate(draining);
    cloud.faults().on(INSTANCES).always(Fault.throttling());
    SlotList seated = seat(List.of(serving, draining, unlisted), "web");

    FleetSnapshot snapshot = snapshot(seated);
    assertThat(snapshot.stateOf(newcomer)).isEqualTo(UNKNOWN);
    assertThat(snapshot.stateOf(serving)).isEqualTo(SERVING);
    assertThat(snapshot.stateOf(draining)).isEqualTo(draining(DrainReason.TERMINATING));
    assertThat(snapshot.stateOf(unlisted)).isEqualTo(UNKNOWN);

    cloud.faults().clear();
    snapshot = snapshot(seated);
    assertThat(snapshot.stateOf(newcomer)).isEqualTo(SERVING);
    assertThat(snapshot.stateOf(unlisted)).isEqualTo(ABSENT);
  }

  @Test
  void lookThatFailedIsTakenByTheNextSnapshot() {
    String id = start("web", 1).get(0);
    stop(id);
    cloud.faults().on(INSTANCES).next(1, Fault.serverError());
    SlotList seated = seat(List.of(id), "web");

    assertThat(snapshot(seated).stateOf(id)).isEqualTo(draining(DrainReason.UNHEALTHY));
    assertThat(snapshot(seated).stateOf(id)).isEqualTo(STOPPED);
  }

  @Test
  void groupsThatAreNotDescribedAreNoSnapshot() {
    start("web", 1);
    cloud.faults().on(GROUPS).always(Fault.throttling());

    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(() -> snapshot(NOBODY))
        .withMessageStartingWith("Auto Scaling does not describe groups [web]: ");
  }

  @Test
  void secondPageThatIsNotToldIsNoSnapshot() {
    start("web", 1);
    start("api", 1);
    fleet = fleet(GroupSelection.named("web", "api"));
    cloud.faults().on(GROUPS).always(Fault.pagesOf(1));
    cloud.faults().on(GROUPS).call(2, Fault.throttling());

    assertThatExceptionOfType(FleetException.class).isThrownBy(() -> snapshot(NOBODY));
  }

  @Test
  void unlistedMembersThatAutoScalingDoesNotDescribeAreNoSnapshot() {
    start("web", 1);
    cloud.faults().on(INSTANCES_OF_GROUPS).always(Fault.serverError());

    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(() -> state("i-00000000000000000"))
        .withMessageStartingWith(
            "Auto Scaling does not describe instances [i-00000000000000000]: ");
  }

  // Fixtures

  private AutoScalingFleet fleet(GroupSelection selection) {
    return new AutoScalingFleet(selection, aws.autoScaling(), aws.ec2(), clock);
  }

  private FleetSnapshot snapshot(SlotList list) {
    return fleet.snapshot(list, Set.of());
  }

  /** Creates a group and waits until its instances are in service. */
  private List<String> start(String group, int size) {
    cloud.createGroup(group, size, "eu-west-1a");
    pass(30);
    return idsOf(group);
  }

  /** Creates the group "web" and returns who is in its warm pool. */
  private String startWarm() {
    start("web", 1);
    aws.autoScaling()
        .putWarmPool(
            pool -> pool.autoScalingGroupName("web").minSize(1).poolState(WarmPoolState.RUNNING));
    pass(60);
    return cloud.instances("web").stream()
        .filter(instance -> !instance.isInService())
        .map(Instance::id)
        .findFirst()
        .orElseThrow();
  }

  private void putHook() {
    cloud.putHook(
        "web",
        new LifecycleHook(
            "hsdo-drain",
            LifecycleTransition.TERMINATING,
            Duration.ofMinutes(5),
            ActionResult.CONTINUE,
            Optional.empty()));
  }

  private static SlotList drain(String id, DrainReason reason) {
    Member member = new Member(id, Address.of("10.0.0.1"), "web", Optional.empty());
    return new SlotList(
        List.of(
            new Slot.Draining(
                1, member, reason, Optional.empty(), Optional.empty(), Optional.empty())));
  }

  /** Creates groups with the tag service=shop. */
  private List<String> startMany(int count, int size) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "web-%03d".formatted(i);
      cloud.createGroup(name, size, "eu-west-1a");
      cloud.tag(name, "service", "shop");
      names.add(name);
    }
    pass(30);
    return names;
  }

  private List<String> idsOf(String... groups) {
    return cloud.instances().stream()
        .filter(instance -> instance.group().filter(List.of(groups)::contains).isPresent())
        .map(Instance::id)
        .toList();
  }

  private void stop(String id) {
    aws.ec2().stopInstances(stop -> stop.instanceIds(id));
  }

  private void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  /** What the fleet says of a member of "web" that is seated. */
  private MemberState state(String id) {
    return snapshot(seat(List.of(id), "web")).stateOf(id);
  }

  private static MemberState draining(DrainReason reason) {
    return new MemberState.Draining(reason, false);
  }

  /** Those that EC2 was asked for, by member. */
  private static Map<String, String> addresses(FleetSnapshot snapshot) {
    Map<String, String> addresses = new HashMap<>();
    snapshot
        .members()
        .forEach(
            (id, member) ->
                member.address().ifPresent(address -> addresses.put(id, address.toString())));
    return addresses;
  }

  private static SlotList seat(List<String> ids, String group) {
    List<Slot> slots = new ArrayList<>();
    for (String id : ids) {
      int number = slots.size() + 1;
      Member member =
          new Member(id, Address.of("10.0.0." + number), group, Optional.of("eu-west-1a"));
      slots.add(new Slot.Serving(number, member, 10, Optional.empty(), Optional.empty()));
    }
    return new SlotList(slots);
  }
}

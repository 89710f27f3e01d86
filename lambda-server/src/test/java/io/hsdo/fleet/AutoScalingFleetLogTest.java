package io.hsdo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.logging.RecordedLog;
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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingInstancesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingInstancesResponse;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.InstanceState;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Reservation;

/** What an on-call engineer reads of a fleet in states, and with answers, that are not usual. */
class AutoScalingFleetLogTest {
  private static final String NEWCOMER = "i-1";
  private static final String UNLISTED = "i-2";

  private final RecordedLog log = new RecordedLog(AutoScalingFleet.class.getPackage());
  private final Set<String> unanswered = new HashSet<>();
  private final ManualClock clock = new ManualClock();
  private Duration answer = Duration.ZERO;
  private Duration listing = Duration.ZERO;
  private int questions;
  private @Nullable String lifecycle = "InService";
  private Optional<software.amazon.awssdk.services.ec2.model.Instance> described = Optional.empty();
  private String group = "web";
  private List<AutoScalingInstanceDetails> details = List.of();
  private final AutoScalingFleet fleet =
      new AutoScalingFleet(GroupSelection.named("web"), new Groups(), new Instances(), clock);

  @AfterEach
  void closeTheLog() {
    log.close();
  }

  @Test
  void lifecycleStateThatNobodyNamedIsLoggedOnce() {
    lifecycle = "Quarantined";
    fleet.snapshot(SlotList.empty(1), Set.of());
    assertThat(log.take())
        .containsExactly(
            "WARNING i-1 is in lifecycle state 'Quarantined', which this program does not know:"
                + " whoever is in it keeps its slot as it is, or waits for one");

    fleet.snapshot(SlotList.empty(1), Set.of());
    assertThat(log.take()).isEmpty();
  }

  @Test
  void pendingIsNothingToLog() {
    lifecycle = "Pending:Wait";

    fleet.snapshot(SlotList.empty(1), Set.of());

    assertThat(log.take()).isEmpty();
  }

  @Test
  void groupOfANameThatNoMemberCanHaveIsLeftOutAndLoggedOnce() {
    group = "web \u2013 prod";

    FleetSnapshot snapshot = fleet.snapshot(SlotList.empty(1), Set.of());
    fleet.snapshot(SlotList.empty(1), Set.of());

    assertThat(snapshot.members()).isEmpty();
    assertThat(snapshot.found()).containsExactly(group);
    assertThat(log.take())
        .containsExactly(
            "WARNING group 'web \u2013 prod' has a name of other than 1 to 255 printable ASCII"
                + " characters: its members get no slot, and keep one that they have as it is");
  }

  @Test
  void addressThatIsNoneIsLoggedOnceAndWhoHasItIsUnknown() {
    described = Optional.of(running().privateIpAddress("10.0.0").build());

    for (int snapshot = 0; snapshot < 2; snapshot++) {
      assertThat(newcomer().state()).isEqualTo(LifecycleStates.UNKNOWN);
    }

    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith("WARNING i-1 gets no slot: address '10.0.0' is refused");
  }

  /** Emulators leave out what they have no use for. */
  @Test
  void whatIsNotToldMakesAtMostItsOwnInstanceUnknown() {
    described = Optional.of(running().privateIpAddress("").ipv6Address("fd00::1").build());
    assertThat(newcomer())
        .isEqualTo(
            new FleetMember(
                NEWCOMER,
                "web",
                Optional.of(Address.of("fd00::1")),
                Optional.empty(),
                Optional.empty(),
                LifecycleStates.SERVING));

    described = Optional.of(running().state((InstanceState) null).build());
    assertThat(newcomer().state()).isEqualTo(LifecycleStates.UNKNOWN);

    lifecycle = null;
    assertThat(newcomer().state()).isEqualTo(LifecycleStates.UNKNOWN);
  }

  /** Also one that no emulator tells the group of stays as it is. */
  @Test
  void seatedMemberWhoseGroupIsNotToldIsUnknown() {
    details =
        List.of(
            AutoScalingInstanceDetails.builder().lifecycleState("InService").build(),
            AutoScalingInstanceDetails.builder()
                .instanceId(UNLISTED)
                .lifecycleState("InService")
                .build(),
            AutoScalingInstanceDetails.builder()
                .instanceId("i-9")
                .lifecycleState("InService")
                .build());

    FleetSnapshot snapshot = fleet.snapshot(seatingTheUnlisted(), Set.of("i-9"));

    assertThat(snapshot.stateOf(UNLISTED)).isEqualTo(LifecycleStates.UNKNOWN);
    assertThat(snapshot.members()).containsOnlyKeys(NEWCOMER);
  }

  @Test
  void newcomerThatEc2DoesNotLocateIsLoggedOnceWhenThatLasts() {
    newcomer();
    clock.advance(Duration.ofSeconds(179));
    newcomer();
    assertThat(log.take()).isEmpty();

    clock.advance(Duration.ofSeconds(1));
    newcomer();
    newcomer();
    assertThat(log.take())
        .containsExactly("WARNING i-1 is in service and gets no traffic: EC2 does not know it");

    described = Optional.of(running().privateIpAddress("10.0.0.1").build());
    newcomer();
    described = Optional.of(running().build());
    newcomer();
    clock.advance(Duration.ofMinutes(3));
    newcomer();
    assertThat(log.take())
        .containsExactly(
            "WARNING i-1 is in service and gets no traffic: EC2 tells no address of it");
  }

  @Test
  void newcomerThatDoesNotRunIsLoggedButNotWhileEc2DoesNotAnswer() {
    described = Optional.of(running().state((InstanceState) null).build());
    newcomer();
    unanswered.add(NEWCOMER);
    clock.advance(Duration.ofMinutes(3));
    newcomer();
    assertThat(log.take()).singleElement().asString().contains("asking EC2 about newcomers fails");

    unanswered.clear();
    newcomer();
    clock.advance(Duration.ofMinutes(3));
    newcomer();
    assertThat(log.take())
        .contains("WARNING i-1 is in service and gets no traffic: EC2 does not say that it runs");
  }

  @Test
  void whoDrainsIsAskedForItsAddressOnlyWhereOneStandsInTwoSlots() {
    lifecycle = "Standby";
    described = Optional.of(running().privateIpAddress("10.0.0.9").build());

    assertThat(drainingAt("10.0.0.1").address()).isEmpty();
    assertThat(drainingAt("10.0.0.2").address()).contains(Address.of("10.0.0.9"));

    described = Optional.empty();
    FleetMember undescribed = drainingAt("10.0.0.2");
    assertThat(undescribed.address()).isEmpty();
    assertThat(undescribed.state()).isEqualTo(new MemberState.Draining(DrainReason.STANDBY, false));
  }

  @Test
  void whoServesGoesOnWhereAnAddressStandsInTwoOtherSlotsAndEc2DoesNotAnswer() {
    Member member = new Member(NEWCOMER, Address.of("10.0.0.1"), "web", Optional.empty());
    Member copy = new Member("i-3", Address.of("10.0.0.2"), "web", Optional.empty());
    unanswered.addAll(Set.of(NEWCOMER, UNLISTED));

    FleetSnapshot snapshot =
        fleet.snapshot(
            new SlotList(
                List.of(
                    theUnlisted(),
                    new Slot.Serving(2, member, 3, Optional.empty(), Optional.empty()),
                    new Slot.Serving(3, copy, 3, Optional.empty(), Optional.empty()))),
            Set.of());

    assertThat(snapshot.stateOf(NEWCOMER)).isEqualTo(LifecycleStates.SERVING);
  }

  @Test
  void questionThatIsNotAnsweredIsLoggedOnceWhileAnotherIsAnswered() {
    unanswered.add(NEWCOMER);

    for (int snapshot = 0; snapshot < 3; snapshot++) {
      fleet.snapshot(seatingTheUnlisted(), Set.of());
    }
    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith("WARNING asking EC2 about newcomers fails: EC2 does not describe instances");

    unanswered.add(UNLISTED);
    fleet.snapshot(seatingTheUnlisted(), Set.of());
    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith("WARNING asking EC2 about members no group lists fails: ");

    unanswered.clear();
    fleet.snapshot(seatingTheUnlisted(), Set.of());
    assertThat(log.take())
        .containsExactly(
            "INFO asking EC2 about members no group lists works again after 0 s",
            "INFO asking EC2 about newcomers works again after 0 s");
  }

  @Test
  void nothingMoreIsAskedOfAnEc2ThatTakesItsTimeToGiveNoAnswer() {
    unanswered.addAll(Set.of(NEWCOMER, UNLISTED));
    answer = Duration.ofSeconds(15);

    fleet.snapshot(seatingTheUnlisted(), Set.of());

    assertThat(questions).isEqualTo(1);
    assertThat(log.take())
        .hasSize(3)
        .last()
        .isEqualTo(
            "WARNING asking EC2 who stops fails: the questions before have taken more than 10 s;"
                + " nobody is seated or released on their account until it answers");
  }

  @Test
  void ec2HasItsTimeHoweverLongAutoScalingTook() {
    listing = Duration.ofSeconds(11);

    fleet.snapshot(seatingTheUnlisted(), Set.of());

    assertThat(questions).isEqualTo(3);
    assertThat(log.take()).isEmpty();
  }

  @Test
  void questionThatHasNoSubjectAnyMoreNoLongerFails() {
    unanswered.add(NEWCOMER);
    fleet.snapshot(SlotList.empty(1), Set.of());
    log.take();
    lifecycle = "Terminating";

    fleet.snapshot(SlotList.empty(1), Set.of());

    assertThat(log.take())
        .containsExactly(
            "INFO asking EC2 about newcomers is needed no more; it has failed for 0 s");
  }

  @Test
  void whoStopsIsAskedAnewWhenTheClockWasSetBack() {
    fleet.snapshot(SlotList.empty(1), Set.of());
    int first = questions;
    fleet.snapshot(SlotList.empty(1), Set.of());
    int second = questions - first;

    clock.advance(Duration.ofHours(-1));
    questions = 0;
    fleet.snapshot(SlotList.empty(1), Set.of());

    assertThat(second).isLessThan(first);
    assertThat(questions).isEqualTo(first);
  }

  private FleetMember newcomer() {
    return Objects.requireNonNull(
        fleet.snapshot(SlotList.empty(1), Set.of()).members().get(NEWCOMER));
  }

  private static software.amazon.awssdk.services.ec2.model.Instance.Builder running() {
    return software.amazon.awssdk.services.ec2.model.Instance.builder()
        .instanceId(NEWCOMER)
        .state(InstanceState.builder().name(InstanceStateName.RUNNING).build());
  }

  private static SlotList seatingTheUnlisted() {
    return new SlotList(List.of(theUnlisted()));
  }

  private static Slot theUnlisted() {
    Member member = new Member(UNLISTED, Address.of("10.0.0.2"), "web", Optional.empty());
    return new Slot.Serving(1, member, 10, Optional.empty(), Optional.empty());
  }

  /** Who is in the group, if its row has this address beside the other's. */
  private FleetMember drainingAt(String address) {
    Member member = new Member(NEWCOMER, Address.of(address), "web", Optional.empty());
    Slot slot =
        new Slot.Draining(
            2,
            member,
            DrainReason.STANDBY,
            Optional.of(clock.instant()),
            Optional.empty(),
            Optional.empty());
    FleetSnapshot snapshot = fleet.snapshot(new SlotList(List.of(theUnlisted(), slot)), Set.of());
    return Objects.requireNonNull(snapshot.members().get(NEWCOMER));
  }

  /** One group, with {@link #NEWCOMER} in it. */
  private final class Groups implements AutoScalingClient {
    @Override
    public DescribeAutoScalingGroupsResponse describeAutoScalingGroups(
        DescribeAutoScalingGroupsRequest request) {
      return DescribeAutoScalingGroupsResponse.builder()
          .autoScalingGroups(
              AutoScalingGroup.builder()
                  .autoScalingGroupName(group)
                  .instances(
                      Instance.builder()
                          .instanceId(NEWCOMER)
                          .lifecycleState(lifecycle)
                          .availabilityZone("")
                          .healthStatus("Healthy")
                          .build())
                  .build())
          .build();
    }

    @Override
    public DescribeAutoScalingInstancesResponse describeAutoScalingInstances(
        DescribeAutoScalingInstancesRequest request) {
      clock.advance(listing);
      return DescribeAutoScalingInstancesResponse.builder().autoScalingInstances(details).build();
    }

    @Override
    public String serviceName() {
      return "autoscaling";
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }

  /** Knows at most one, and does not answer about some. */
  private final class Instances implements Ec2Client {
    @Override
    public DescribeInstancesResponse describeInstances(DescribeInstancesRequest request) {
      questions++;
      clock.advance(answer);
      boolean refused =
          request.filters().stream()
              .flatMap(filter -> filter.values().stream())
              .anyMatch(unanswered::contains);
      if (refused) {
        throw Ec2Exception.builder().message("Request limit exceeded.").build();
      }
      return DescribeInstancesResponse.builder()
          .reservations(Reservation.builder().instances(described.stream().toList()).build())
          .build();
    }

    @Override
    public String serviceName() {
      return "ec2";
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }
}

package io.hsdo.local.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.config.Parameters;
import io.hsdo.fleet.AutoScalingFleet;
import io.hsdo.fleet.AutoScalingHooks;
import io.hsdo.fleet.FleetException;
import io.hsdo.fleet.GroupSelection;
import io.hsdo.local.cloud.AwsClients;
import io.hsdo.local.cloud.Instance;
import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.cloud.endpoint.Fault;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.logging.RecordedLog;
import io.hsdo.plan.Trigger;
import io.hsdo.refresh.Refresh;
import io.hsdo.refresh.ServerConfiguration;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ten members of two groups that serve, and an AWS that says otherwise for an hour, in answers as
 * it really gives them. Each pass is made by a refresh that has just started.
 */
@DisplayName("A wrong, empty, partial or throttled answer removes nobody")
class WrongAnswersTest {
  private static final String GROUPS = "autoscaling:DescribeAutoScalingGroups";
  private static final String INSTANCES_OF_GROUPS = "autoscaling:DescribeAutoScalingInstances";
  private static final String INSTANCES = "ec2:DescribeInstances";
  private static final GroupSelection BY_NAME = GroupSelection.named("web", "api");
  private static final GroupSelection BY_TAG =
      new GroupSelection(Set.of(), Map.of("service", "shop"));
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();
  private final LocalCloud cloud =
      LocalCloud.builder()
          .clock(clock)
          .seed(1)
          .timings(Timings.instant().withHealthCheck(Duration.ofHours(3)))
          .start();
  private final AwsClients aws = new AwsClients(cloud.endpoint());
  private final InMemorySlotListStore store = new InMemorySlotListStore();
  private final RecordedLog log = new RecordedLog(Refresh.class);
  private final RecordedLog fleetLog = new RecordedLog(AutoScalingFleet.class.getPackage());

  @AfterEach
  void close() {
    log.close();
    fleetLog.close();
    aws.close();
    cloud.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void nobodyLeavesWhateverAwsSays(
      String name, GroupSelection selection, Consumer<LocalCloud> wrong) {
    fill(selection);
    SlotList before = list();
    wrong.accept(cloud);

    hourOfPasses(selection);

    assertThat(list()).isEqualTo(before);
    cloud.faults().clear();
    pass(selection);
    assertThat(list()).isEqualTo(before);
  }

  static Stream<Arguments> nobodyLeavesWhateverAwsSays() {
    return Stream.of(BY_NAME, BY_TAG)
        .flatMap(
            by ->
                Stream.of(
                    Arguments.of(
                        "groups throttled, " + by,
                        by,
                        says(cloud -> cloud.faults().on(GROUPS).always(Fault.throttling()))),
                    Arguments.of(
                        "groups 500, " + by,
                        by,
                        says(cloud -> cloud.faults().on(GROUPS).always(Fault.serverError()))),
                    Arguments.of(
                        "EC2 throttled, " + by,
                        by,
                        says(cloud -> cloud.faults().on(INSTANCES).always(Fault.throttling()))),
                    Arguments.of(
                        "everything 500, " + by,
                        by,
                        says(cloud -> cloud.faults().onAll().always(Fault.serverError()))),
                    Arguments.of(
                        "wrong account or region, " + by,
                        by,
                        says(cloud -> cloud.faults().onAll().always(Fault.wrongAccount()))),
                    Arguments.of(
                        "no group in the answer, " + by,
                        by,
                        says(cloud -> cloud.faults().on(GROUPS).always(Fault.emptyAnswer()))),
                    Arguments.of(
                        "empty answers everywhere, " + by,
                        by,
                        says(cloud -> cloud.faults().onAll().always(Fault.emptyAnswer()))),
                    Arguments.of(
                        "one group left out, " + by,
                        by,
                        says(cloud -> cloud.faults().on(GROUPS).always(Fault.leavingOut("api")))),
                    Arguments.of(
                        "a page missing, " + by,
                        by,
                        says(
                            cloud -> {
                              cloud.faults().on(GROUPS).always(Fault.pagesOf(1));
                              cloud.faults().on(GROUPS).always(Fault.losingPages());
                            })),
                    Arguments.of(
                        "instances of groups throttled, " + by,
                        by,
                        says(
                            cloud -> {
                              cloud.faults().on(GROUPS).always(Fault.leavingOut("api"));
                              cloud.faults().on(INSTANCES_OF_GROUPS).always(Fault.throttling());
                            }))));
  }

  private static Consumer<LocalCloud> says(Consumer<LocalCloud> wrong) {
    return wrong;
  }

  @Test
  void groupThatIsMisspeltHoldsWhoItHad() {
    fill(BY_NAME);
    SlotList before = list();

    hourOfPasses(GroupSelection.named("wbe", "api"));

    assertThat(list()).isEqualTo(before);
    assertThat(String.join("\n", log.take()))
        .contains("groups not found: [wbe]", "its group web is no longer configured");
  }

  @Test
  void onlyGroupThatLosesItsTagHoldsItsMembers() {
    start("web", 5);
    cloud.tag("web", "service", "shop");
    pass(BY_TAG);
    pass(BY_TAG);
    SlotList before = list();
    cloud.tag("web", "service", "other");

    hourOfPasses(BY_TAG);

    assertThat(list()).isEqualTo(before);
  }

  @Test
  void allGroupsThatLoseTheirTagsButOneSmallOneHoldTheirMembers() {
    start("web", 9);
    start("api", 1);
    cloud.tag("web", "service", "shop");
    cloud.tag("api", "service", "shop");
    pass(BY_TAG);
    pass(BY_TAG);
    SlotList before = list();
    cloud.tag("web", "service", "other");

    hourOfPasses(BY_TAG);

    assertThat(list()).isEqualTo(before);
  }

  @Test
  void groupThatIsReplacedByConfigurationDrainsOnceTheOtherServes() {
    start("old", 5);
    start("web", 5);
    GroupSelection old = GroupSelection.named("old");
    GroupSelection replacement = GroupSelection.named("web");
    pass(old);

    pass(replacement);
    assertThat(serving("old")).isEqualTo(5);
    clock.advance(MINUTE);
    pass(replacement);
    assertThat(serving("old")).isZero();
    assertThat(serving("web")).isEqualTo(5);
    clock.advance(MINUTE);
    pass(replacement);
    assertThat(list().members()).hasSize(5);
  }

  @Test
  void deletedGroupGoesAsItsInstancesStopAndTheOthersStay() {
    fill(BY_NAME);
    aws.autoScaling()
        .deleteAutoScalingGroup(group -> group.autoScalingGroupName("api").forceDelete(true));

    hourOfPasses(BY_NAME);

    assertThat(serving("web")).isEqualTo(5);
    assertThat(serving("api")).isZero();
    assertThat(String.join("\n", log.take())).contains("groups not found: [api]");
  }

  @Test
  void budgetIsAllThatGoesWhenAllAreCalledUnhealthy() {
    fill(BY_NAME);
    for (Instance instance : cloud.instances()) {
      aws.autoScaling()
          .setInstanceHealth(health -> health.instanceId(instance.id()).healthStatus("Unhealthy"));
    }

    hourOfPasses(BY_NAME);

    assertThat(list().serving()).isEqualTo(8);
  }

  @Test
  void budgetIsAllThatGoesWhenAllAreMissingFromGroupsThatAnswer() {
    fill(BY_NAME);
    String[] everybody = cloud.instances().stream().map(Instance::id).toArray(String[]::new);
    cloud.faults().onAll().always(Fault.unknown(everybody));

    hourOfPasses(BY_NAME);

    assertThat(list().serving()).isEqualTo(8);
    assertThat(String.join("\n", log.take()))
        .contains("2 of 2 removals of this hour are spent", "hsdo-server accept i-");
  }

  private void fill(GroupSelection selection) {
    start("web", 5);
    start("api", 5);
    cloud.tag("web", "service", "shop");
    cloud.tag("api", "service", "shop");
    pass(selection);
    clock.advance(MINUTE);
    pass(selection);
    assertThat(list().serving()).isEqualTo(10);
  }

  private void start(String group, int size) {
    cloud.createGroup(group, size, "eu-west-1a");
    cloud.advance();
  }

  /** Not quite an hour, at the end of which the budget would be whole again. */
  private void hourOfPasses(GroupSelection selection) {
    for (int minute = 0; minute < 59; minute++) {
      clock.advance(MINUTE);
      pass(selection);
    }
  }

  private void pass(GroupSelection selection) {
    try {
      new Refresh(
              store,
              new AutoScalingFleet(selection, aws.autoScaling(), aws.ec2(), clock),
              new AutoScalingHooks(aws.autoScaling(), "hsdo-drain"),
              ServerConfiguration.of(
                  Parameters.load(
                      Map.of(
                          "DYNAMODB_TABLE_NAME", "slots",
                          "AWS_REGION", "eu-west-1",
                          "SERVER_ASG_NAMES", "web",
                          "SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT", "10"),
                      Optional.empty())),
              clock)
          .pass(new Trigger.Scheduled());
    } catch (FleetException e) {
      assertThat(e).hasMessageStartingWith("Auto Scaling does not describe ");
    }
  }

  private long serving(String group) {
    return list().slots().stream()
        .filter(Slot.Serving.class::isInstance)
        .flatMap(slot -> slot.occupant().stream())
        .filter(member -> member.group().equals(group))
        .count();
  }

  private SlotList list() {
    List<Slot> slots = List.copyOf(store.rows(Consistency.STRONG).slots().values());
    return new SlotList(slots);
  }
}

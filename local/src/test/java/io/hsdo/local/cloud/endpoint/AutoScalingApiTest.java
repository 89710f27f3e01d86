package io.hsdo.local.cloud.endpoint;

import static io.hsdo.local.cloud.LocalAws.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hsdo.local.cloud.LocalAws;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.WarmPoolState;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** What the contract cannot ask of others: states that take time, hooks, warm pools, errors. */
final class AutoScalingApiTest {
  private final LocalAws aws = LocalAws.withGroup(2);
  private final AutoScalingClient client = aws.autoScaling();
  private final String id = aws.ids().get(0);

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void launchedInstanceIsPendingUntilItHasBooted() {
    client.setDesiredCapacity(set -> set.autoScalingGroupName(GROUP).desiredCapacity(3));

    assertThat(lifecycles()).contains(LifecycleState.PENDING);
    aws.pass(30);
    assertThat(lifecycles()).containsOnly(LifecycleState.IN_SERVICE);
  }

  @Test
  void terminationIsDescribedByBothApis() {
    var activity =
        client
            .terminateInstanceInAutoScalingGroup(
                terminate -> terminate.instanceId(id).shouldDecrementDesiredCapacity(true))
            .activity();

    assertThat(activity.description()).isEqualTo("Terminating EC2 instance: " + id);
    assertThat(activity.statusCodeAsString()).isEqualTo("InProgress");
    assertThat(activity.autoScalingGroupName()).isEqualTo(GROUP);
    assertThat(aws.inGroup(id).lifecycleState()).isEqualTo("Terminating");
    assertThat(aws.inEc2(id).state().name()).isEqualTo(InstanceStateName.RUNNING);
    aws.pass(5);
    assertThat(aws.inGroup(id).lifecycleState()).isEqualTo("Terminating");
    assertThat(aws.inEc2(id).state().name()).isEqualTo(InstanceStateName.SHUTTING_DOWN);
    aws.pass(10);
    assertThat(aws.group().instances()).hasSize(1);
    assertThat(aws.inEc2(id).state().name()).isEqualTo(InstanceStateName.TERMINATED);
    assertThat(aws.inEc2(id).privateIpAddress()).isNull();
  }

  @Test
  void terminateHookHoldsAnInstanceUntilItIsCompleted() {
    putHook("autoscaling:EC2_INSTANCE_TERMINATING");
    terminate();

    assertThat(aws.inGroup(id).lifecycleState()).isEqualTo("Terminating:Wait");
    aws.pass(90);
    client.recordLifecycleActionHeartbeat(
        beat -> beat.autoScalingGroupName(GROUP).lifecycleHookName("drain").instanceId(id));
    aws.pass(90);
    assertThat(aws.inGroup(id).lifecycleState()).isEqualTo("Terminating:Wait");
    complete("CONTINUE");
    assertThat(aws.inGroup(id).lifecycleState()).isEqualTo("Terminating:Proceed");
  }

  @Test
  void launchHookThatIsAbandonedLeadsToATermination() {
    putHook("autoscaling:EC2_INSTANCE_LAUNCHING");
    client.setDesiredCapacity(set -> set.autoScalingGroupName(GROUP).desiredCapacity(3));
    aws.pass(30);
    String waiting =
        aws.group().instances().stream()
            .filter(each -> each.lifecycleState() == LifecycleState.PENDING_WAIT)
            .map(Instance::instanceId)
            .findFirst()
            .orElseThrow();

    client.completeLifecycleAction(
        complete ->
            complete
                .autoScalingGroupName(GROUP)
                .lifecycleHookName("drain")
                .instanceId(waiting)
                .lifecycleActionResult("ABANDON"));

    assertThat(aws.inGroup(waiting).lifecycleState()).isEqualTo("Terminating");
  }

  @Test
  void unhealthyInstanceIsReplaced() {
    client.setInstanceHealth(set -> set.instanceId(id).healthStatus("Unhealthy"));

    assertThat(aws.inGroup(id).healthStatus()).isEqualTo("UNHEALTHY");
    assertThat(aws.group().instances())
        .filteredOn(each -> each.instanceId().equals(id))
        .extracting(Instance::healthStatus)
        .containsExactly("Unhealthy");
    aws.pass(20);
    assertThat(aws.inGroup(id).lifecycleState()).isEqualTo("Terminating");
    assertThat(aws.group().instances()).hasSize(3);
  }

  @Test
  void warmPoolIsDescribedApartFromItsGroup() {
    client.putWarmPool(
        put ->
            put.autoScalingGroupName(GROUP)
                .minSize(1)
                .maxGroupPreparedCapacity(0)
                .poolState(WarmPoolState.STOPPED));
    aws.pass(40);

    var pool = client.describeWarmPool(describe -> describe.autoScalingGroupName(GROUP));
    AutoScalingGroup group = aws.group();

    assertThat(pool.warmPoolConfiguration().poolState()).isEqualTo(WarmPoolState.STOPPED);
    assertThat(pool.instances())
        .extracting(Instance::lifecycleState)
        .containsExactly(LifecycleState.WARMED_STOPPED);
    assertThat(group.instances()).hasSize(2);
    assertThat(group.warmPoolSize()).isEqualTo(1);
    assertThat(aws.inGroup(pool.instances().get(0).instanceId()).lifecycleState())
        .isEqualTo("Warmed:Stopped");
    client.deleteWarmPool(delete -> delete.autoScalingGroupName(GROUP));
    aws.pass(60);
    assertThat(aws.group().warmPoolConfiguration()).isNull();
  }

  @Test
  void hundredGroupsAreOnOnePage() {
    for (int i = 0; i < 119; i++) {
      aws.cloud().createGroup("group-%03d".formatted(i), 0, "eu-west-1a");
    }

    var first = client.describeAutoScalingGroups(describe -> describe.maxRecords(100));
    var second =
        client.describeAutoScalingGroups(
            describe -> describe.maxRecords(100).nextToken(first.nextToken()));

    assertThat(first.autoScalingGroups()).hasSize(100);
    assertThat(second.autoScalingGroups()).hasSize(20);
    assertThat(second.nextToken()).isNull();
    assertThat(client.describeAutoScalingGroups().autoScalingGroups()).hasSize(50);
  }

  @Test
  void fiftyInstancesAreOnOnePage() {
    aws.cloud().scale(GROUP, 60);

    var pages = client.describeAutoScalingInstancesPaginator().stream().toList();

    assertThat(pages)
        .extracting(page -> page.autoScalingInstances().size())
        .containsExactly(50, 10);
    assertThat(pages)
        .flatMap(page -> page.autoScalingInstances())
        .extracting(AutoScalingInstanceDetails::instanceId)
        .containsExactlyElementsOf(aws.ids());
  }

  @Test
  void tokenStaysGoodWhenItsGroupIsDeleted() {
    aws.cloud().createGroup("a", 0, "eu-west-1a");
    aws.cloud().createGroup("b", 0, "eu-west-1a");
    var first = client.describeAutoScalingGroups(describe -> describe.maxRecords(1));
    client.deleteAutoScalingGroup(delete -> delete.autoScalingGroupName("a"));

    var second =
        client.describeAutoScalingGroups(describe -> describe.nextToken(first.nextToken()));

    assertThat(second.autoScalingGroups())
        .extracting(AutoScalingGroup::autoScalingGroupName)
        .containsExactly("b", GROUP);
  }

  @Test
  void refusalsAreWordedAsAwsDoes() {
    assertRefused(
        () -> client.describeAutoScalingGroups(describe -> describe.maxRecords(101)),
        "ValidationError",
        "1 validation error detected: Value '101' at 'maxRecords' failed to satisfy constraint:"
            + " Member must have value less than or equal to 100");
    assertRefused(
        () -> client.describeAutoScalingGroups(describe -> describe.nextToken("made up")),
        "InvalidNextToken",
        "The token 'made up' is invalid.");
    assertRefused(
        () ->
            client.describeAutoScalingInstances(
                describe -> describe.instanceIds(numbered("i-%017x", 51))),
        "ValidationError",
        "The number of instance ids that may be passed in is limited to 50");
    assertRefused(
        () ->
            client.describeAutoScalingInstances(
                describe -> describe.instanceIds("node-1.example.com/web-80")),
        "ValidationError",
        "Value 'node-1.example.com/web-80' at 'instanceIds' failed to satisfy constraint: Member"
            + " must have length less than or equal to 19");
    assertRefused(
        () ->
            client.describeAutoScalingGroups(
                describe -> describe.autoScalingGroupNames(numbered("group-%d", 51))),
        "ValidationError",
        "The number of group names that may be passed in is limited to 50");
    assertRefused(
        () ->
            client.describeAutoScalingGroups(
                describe ->
                    describe.filters(Filter.builder().name("color").values("blue").build())),
        "ValidationError",
        "Filter type color is not correct.");
    assertRefused(
        () -> client.setDesiredCapacity(set -> set.autoScalingGroupName("no").desiredCapacity(1)),
        "ValidationError",
        "AutoScalingGroup name not found - null");
    assertRefused(
        () -> client.setDesiredCapacity(set -> set.autoScalingGroupName(GROUP)),
        "ValidationError",
        "1 validation error detected: Value null at 'desiredCapacity' failed to satisfy"
            + " constraint: Member must not be null");
    assertRefused(
        () -> client.deleteAutoScalingGroup(delete -> delete.autoScalingGroupName("no")),
        "ValidationError",
        "AutoScalingGroup name not found - AutoScalingGroup 'no' not found");
    assertRefused(
        () -> client.deleteAutoScalingGroup(delete -> delete.autoScalingGroupName(GROUP)),
        "ResourceInUse",
        "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance"
            + " request(s) still in the group.");
    assertRefused(
        () ->
            client.createAutoScalingGroup(
                create ->
                    create
                        .autoScalingGroupName(GROUP)
                        .launchTemplate(template -> template.launchTemplateName("local"))
                        .minSize(0)
                        .maxSize(0)
                        .availabilityZones("eu-west-1a")),
        "AlreadyExists",
        "AutoScalingGroup by this name already exists - A group with the name web already exists");
    assertRefused(
        () ->
            client.terminateInstanceInAutoScalingGroup(
                terminate -> terminate.instanceId("i-0").shouldDecrementDesiredCapacity(false)),
        "ValidationError",
        "Instance Id not found - No managed instance found for instance ID: i-0");
    assertRefused(
        () -> client.exitStandby(exit -> exit.autoScalingGroupName(GROUP).instanceIds(id)),
        "ValidationError",
        "The instance " + id + " is not in Standby.");
    assertRefused(
        () -> client.setInstanceHealth(set -> set.instanceId(id).healthStatus("fine")),
        "ValidationError",
        "Health Status must be one of Healthy or Unhealthy, not fine");
  }

  @Test
  void groupAtItsMinimumIsNotMadeSmaller() {
    client.updateAutoScalingGroup(
        update -> update.autoScalingGroupName(GROUP).minSize(2).maxSize(3));

    assertRefused(
        () ->
            client.terminateInstanceInAutoScalingGroup(
                terminate -> terminate.instanceId(id).shouldDecrementDesiredCapacity(true)),
        "ValidationError",
        "Currently, desiredSize equals minSize (2). Terminating instance without replacement will"
            + " violate group's min size constraint. Either set shouldDecrementDesiredCapacity"
            + " flag to false or lower group's min size.");
    assertRefused(
        () ->
            client.enterStandby(
                enter ->
                    enter
                        .autoScalingGroupName(GROUP)
                        .instanceIds(id)
                        .shouldDecrementDesiredCapacity(true)),
        "ValidationError",
        "AutoScalingGroup web has min-size=2, max-size=3, and desired-size=2. To place into"
            + " standby 1 instance will update the AutoScalingGroup sizes to min=2, max=3,"
            + " desired=1. Please provide a valid new size.");
  }

  @Test
  void actionThatIsNotActiveCannotBeCompleted() {
    putHook("autoscaling:EC2_INSTANCE_TERMINATING");

    assertRefused(
        () -> complete("CONTINUE"),
        "ValidationError",
        "No active Lifecycle Action found with instance ID " + id);
    assertRefused(
        () ->
            client.recordLifecycleActionHeartbeat(
                beat ->
                    beat.autoScalingGroupName(GROUP)
                        .lifecycleHookName("drain")
                        .lifecycleActionToken("00000000-0000-0000-0000-000000000000")),
        "ValidationError",
        "No active Lifecycle Action found with token 00000000-0000-0000-0000-000000000000");
    terminate();
    complete("CONTINUE");
    assertRefused(
        () -> complete("CONTINUE"),
        "ValidationError",
        "No active Lifecycle Action found with instance ID " + id);
  }

  private void putHook(String transition) {
    client.putLifecycleHook(
        put ->
            put.autoScalingGroupName(GROUP)
                .lifecycleHookName("drain")
                .lifecycleTransition(transition)
                .heartbeatTimeout(100)
                .defaultResult("CONTINUE"));
  }

  private void terminate() {
    client.terminateInstanceInAutoScalingGroup(
        terminate -> terminate.instanceId(id).shouldDecrementDesiredCapacity(false));
  }

  private void complete(String result) {
    client.completeLifecycleAction(
        complete ->
            complete
                .autoScalingGroupName(GROUP)
                .lifecycleHookName("drain")
                .instanceId(id)
                .lifecycleActionResult(result));
  }

  private List<LifecycleState> lifecycles() {
    return aws.group().instances().stream().map(Instance::lifecycleState).toList();
  }

  private static List<String> numbered(String format, int count) {
    return IntStream.range(0, count).mapToObj(format::formatted).toList();
  }

  private static void assertRefused(ThrowingCallable call, String code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AutoScalingException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
              assertThat(e.requestId()).isNotEmpty();
            });
  }
}

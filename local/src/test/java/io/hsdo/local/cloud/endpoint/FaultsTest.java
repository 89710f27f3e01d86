package io.hsdo.local.cloud.endpoint;

import static io.hsdo.local.cloud.LocalAws.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hsdo.local.cloud.LocalAws;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.ec2.Ec2Client;

final class FaultsTest {
  private static final String GROUPS = "autoscaling:DescribeAutoScalingGroups";
  private static final String INSTANCES = "ec2:DescribeInstances";

  private final LocalAws aws = LocalAws.withGroup(3);
  private final AutoScalingClient autoScaling = aws.autoScaling();
  private final Ec2Client ec2 = aws.ec2();
  private final Faults faults = aws.cloud().faults();
  private final String id = aws.ids().get(0);

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void throttlingIsThatOfTheApi() {
    faults.onAll().always(Fault.throttling());

    assertRefused(autoScaling::describeAutoScalingGroups, 400, "Throttling");
    assertRefused(ec2::describeInstances, 503, "RequestLimitExceeded");
  }

  @Test
  void serverErrorIsThatOfTheApi() {
    faults.onAll().always(Fault.serverError());

    assertRefused(autoScaling::describeAutoScalingGroups, 500, "InternalFailure");
    assertRefused(ec2::describeInstances, 500, "InternalError");
  }

  @Test
  void faultLastsForTheNextCallsOnly() {
    faults.on(GROUPS).next(2, Fault.throttling());

    assertRefused(autoScaling::describeAutoScalingGroups, 400, "Throttling");
    assertRefused(autoScaling::describeAutoScalingGroups, 400, "Throttling");
    assertThat(groups()).containsExactly(GROUP);
  }

  @Test
  void faultStrikesOneCallOnly() {
    faults.on(GROUPS).call(2, Fault.throttling());

    assertThat(groups()).containsExactly(GROUP);
    assertRefused(autoScaling::describeAutoScalingGroups, 400, "Throttling");
    assertThat(groups()).containsExactly(GROUP);
  }

  @Test
  void faultStrikesItsActionOnly() {
    faults.on(GROUPS).always(Fault.throttling());

    assertThat(autoScaling.describeAutoScalingInstances().autoScalingInstances()).hasSize(3);
    assertThat(instances()).hasSize(3);
  }

  @Test
  void clearedFaultNeverStrikesAgain() {
    faults.onAll().always(Fault.throttling());
    assertRefused(autoScaling::describeAutoScalingGroups, 400, "Throttling");

    faults.clear();

    assertThat(groups()).containsExactly(GROUP);
  }

  @Test
  void actionThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> faults.on("ec2:DescribeInstance"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "action 'ec2:DescribeInstance' is refused: expected one such as ec2:DescribeInstances");
  }

  @Test
  void pagesCanBeSmallerThanAnyRequestAsksFor() {
    faults.onAll().always(Fault.pagesOf(1));
    aws.cloud().createGroup("other", 0, "eu-west-1a");

    assertThat(autoScaling.describeAutoScalingGroups().autoScalingGroups()).hasSize(1);
    assertThat(autoScaling.describeAutoScalingGroupsPaginator().autoScalingGroups()).hasSize(2);
    assertThat(ec2.describeInstancesPaginator().reservations()).hasSize(3);
    assertThat(aws.cloud().calls().of(INSTANCES).count()).isEqualTo(3);
  }

  @Test
  void pagesCanGetLost() {
    faults.on(GROUPS).always(Fault.pagesOf(1));
    faults.on(GROUPS).always(Fault.losingPages());
    aws.cloud().createGroup("other", 0, "eu-west-1a");

    DescribeAutoScalingGroupsResponse answer = autoScaling.describeAutoScalingGroups();

    assertThat(answer.autoScalingGroups()).hasSize(1);
    assertThat(answer.nextToken()).isNull();
  }

  @Test
  void answersCanBeEmpty() {
    faults.onAll().always(Fault.emptyAnswer());

    assertThat(groups()).isEmpty();
    assertThat(ec2.describeInstances(describe -> describe.instanceIds(id)).reservations())
        .isEmpty();
  }

  @Test
  void membersCanBeLeftOut() {
    faults.onAll().always(Fault.leavingOut(id));

    assertThat(aws.group().instances())
        .extracting(Instance::instanceId)
        .containsExactlyElementsOf(aws.ids().subList(1, 3));
    assertThat(instances()).hasSize(2).doesNotContain(id);
  }

  @Test
  void groupsCanBeLeftOut() {
    aws.cloud().createGroup("other", 0, "eu-west-1a");
    faults.on(GROUPS).always(Fault.leavingOut(GROUP));

    assertThat(groups()).containsExactly("other");
  }

  @Test
  void groupsCanBeUnknown() {
    faults.onAll().always(Fault.unknown(GROUP));

    assertThat(groups()).isEmpty();
    assertRefused(
        () -> autoScaling.describeLifecycleHooks(describe -> describe.autoScalingGroupName(GROUP)),
        400,
        "ValidationError");
  }

  @Test
  void ec2MayNotKnowAnInstanceYet() {
    faults.on(INSTANCES).always(Fault.unknown(id));

    assertRefused(
        () -> ec2.describeInstances(describe -> describe.instanceIds(id)),
        400,
        "InvalidInstanceID.NotFound");
    assertThat(instances()).hasSize(2);
    assertThat(aws.group().instances()).hasSize(3);
  }

  @Test
  void wrongAccountKnowsNothingAndChangesNothing() {
    faults.onAll().always(Fault.wrongAccount());

    assertThat(groups()).isEmpty();
    assertRefused(
        () -> ec2.terminateInstances(terminate -> terminate.instanceIds(id)),
        400,
        "InvalidInstanceID.NotFound");
    assertRefused(
        () ->
            autoScaling.setDesiredCapacity(
                set -> set.autoScalingGroupName(GROUP).desiredCapacity(0)),
        400,
        "ValidationError");
    faults.clear();
    assertThat(aws.group().desiredCapacity()).isEqualTo(3);
  }

  @Test
  void answersCanLag() {
    faults.on(GROUPS).always(Fault.lag(Duration.ofSeconds(10)));
    aws.cloud().scale(GROUP, 5);

    assertThat(aws.group().desiredCapacity()).isEqualTo(3);
    aws.pass(9);
    assertThat(aws.group().instances()).hasSize(3);
    aws.pass(1);
    assertThat(aws.group().instances()).hasSize(5);
  }

  @Test
  void lagIsBounded() {
    assertThatThrownBy(() -> Fault.lag(Duration.ofMinutes(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a lag of PT3M is refused: expected at most PT2M");
  }

  @Test
  void answerThatHangsComesWhenTheFaultIsCleared() throws Exception {
    faults.on(GROUPS).next(1, Fault.hanging());
    CompletableFuture<List<String>> answer = CompletableFuture.supplyAsync(this::groups);

    assertThat(instances()).hasSize(3);
    assertThat(answer).isNotDone();
    faults.clear();

    assertThat(answer.get(10, TimeUnit.SECONDS)).containsExactly(GROUP);
  }

  /** A call that comes just then may find a connection that nobody answers, until it times out. */
  @Test
  void hangingAnswerDoesNotKeepTheCloudOpen() {
    faults.on(GROUPS).always(Fault.hanging());
    CompletableFuture<List<String>> answer = CompletableFuture.supplyAsync(this::groups);
    aws.cloud().close();

    assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(RuntimeException.class);
  }

  @Test
  void callsAreCountedWithTheirBytes() {
    Calls calls = aws.cloud().calls();
    calls.reset();

    groups();
    groups();
    faults.onAll().next(1, Fault.throttling());
    assertRefused(ec2::describeInstances, 503, "RequestLimitExceeded");

    assertThat(calls.all()).containsOnlyKeys(GROUPS, INSTANCES);
    assertThat(calls.of(GROUPS).count()).isEqualTo(2);
    assertThat(calls.of(GROUPS).requestBytes()).isEqualTo(2L * requestOf(GROUPS).length());
    assertThat(calls.of(GROUPS).answerBytes()).isGreaterThan(1000);
    assertThat(calls.of(INSTANCES).count()).isEqualTo(1);
    assertThat(calls.of("autoscaling:SetDesiredCapacity").count()).isZero();
  }

  @Test
  void lastCallIsKeptWithItsParameters() {
    ec2.describeInstances(describe -> describe.instanceIds(id));

    assertThat(aws.cloud().calls().of(INSTANCES).lastParameters())
        .containsEntry("InstanceId.1", id)
        .containsEntry("Action", "DescribeInstances");
  }

  private static String requestOf(String action) {
    return "Action=%s&Version=2011-01-01".formatted(action.substring(action.indexOf(':') + 1));
  }

  private List<String> groups() {
    return autoScaling.describeAutoScalingGroups().autoScalingGroups().stream()
        .map(AutoScalingGroup::autoScalingGroupName)
        .toList();
  }

  private List<String> instances() {
    return ec2.describeInstances().reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .map(instance -> instance.instanceId())
        .toList();
  }

  private static void assertRefused(ThrowingCallable call, int status, String code) {
    AwsServiceException refusal = catchThrowableOfType(AwsServiceException.class, call);
    assertThat(refusal.statusCode()).isEqualTo(status);
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
  }
}

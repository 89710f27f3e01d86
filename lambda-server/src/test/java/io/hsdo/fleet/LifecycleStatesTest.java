package io.hsdo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.plan.FleetMember;
import io.hsdo.plan.MemberState;
import io.hsdo.slot.DrainReason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.autoscaling.model.Instance;

class LifecycleStatesTest {
  @ParameterizedTest(name = "{0} drains: {1}, a hook waits: {2}")
  @CsvSource({
    "Terminating,                TERMINATING, false",
    "Terminating:Wait,           TERMINATING, true",
    "Terminating:Proceed,        TERMINATING, false",
    "Terminating:Retained,       RETAINED,    false",
    "Detaching,                  DETACHING,   false",
    "EnteringStandby,            STANDBY,     false",
    "Standby,                    STANDBY,     false",
    "ReplacingRootVolume,         ROOT_VOLUME, false",
    "ReplacingRootVolume:Wait,    ROOT_VOLUME, true",
    "ReplacingRootVolume:Proceed, ROOT_VOLUME, false",
    "RootVolumeReplaced,          ROOT_VOLUME, false",
    "Warmed:Pending,             WARMED,      false",
    "Warmed:Pending:Wait,        WARMED,      true",
    "Warmed:Pending:Proceed,     WARMED,      false",
    "Warmed:Terminating,         WARMED,      false",
    "Warmed:Terminating:Wait,    WARMED,      true",
    "Warmed:Terminating:Proceed, WARMED,      false",
    "Warmed:Terminated,          WARMED,      false",
    "Warmed:Running,             WARMED,      false",
    "Warmed:Stopped,             WARMED,      false",
    "Warmed:Hibernated,          WARMED,      false",
  })
  void whoLeavesOrIsSetAsideDrains(String lifecycle, DrainReason reason, boolean hookWaits) {
    assertThat(LifecycleStates.of(lifecycle, "Healthy"))
        .isEqualTo(LifecycleStates.of(lifecycle, "Unhealthy"))
        .isEqualTo(new MemberState.Draining(reason, hookWaits));
  }

  @Test
  void whoIsInServiceServes() {
    assertThat(LifecycleStates.of("InService", "Healthy")).isEqualTo(new MemberState.Serving());
  }

  /** Groups write {@code Unhealthy}, DescribeAutoScalingInstances writes {@code UNHEALTHY}. */
  @ParameterizedTest
  @ValueSource(strings = {"Unhealthy", "UNHEALTHY"})
  void unhealthyIsAdviceToDrain(String health) {
    var state = LifecycleStates.of("InService", health);

    assertThat(state).isEqualTo(new MemberState.Draining(DrainReason.UNHEALTHY, false));
    assertThat(DrainReason.UNHEALTHY.isTold()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Pending",
        "Pending:Wait",
        "Pending:Proceed",
        "Quarantined",
        "Detached",
        "Terminated",
        "SomethingNew",
        "SomethingNew:Wait",
        "inservice",
        "",
      })
  void stateThatSaysNeitherIsUnknown(String lifecycle) {
    assertThat(LifecycleStates.of(lifecycle, "Healthy"))
        .isEqualTo(LifecycleStates.of(lifecycle, "Unhealthy"))
        .isEqualTo(new MemberState.Unknown());
  }

  @Test
  void memberIsWhatItsGroupListsWithoutWhatOnlyEc2Tells() {
    Instance instance =
        Instance.builder()
            .instanceId("i-1")
            .availabilityZone("eu-west-1a")
            .lifecycleState("Terminating:Wait")
            .healthStatus("Healthy")
            .build();

    assertThat(LifecycleStates.member("web", instance))
        .isEqualTo(
            FleetMember.of(
                "i-1",
                "web",
                Optional.of("eu-west-1a"),
                new MemberState.Draining(DrainReason.TERMINATING, true)));
  }

  @Test
  void stateThatTheSdkHasNoNameForIsReadAsItIsWritten() {
    Instance instance =
        Instance.builder()
            .instanceId("i-1")
            .lifecycleState("Terminating:SomethingNew")
            .healthStatus("Healthy")
            .build();

    FleetMember member = LifecycleStates.member("web", instance);

    assertThat(member.state()).isEqualTo(new MemberState.Draining(DrainReason.TERMINATING, false));
    assertThat(member.zone()).isEmpty();
  }

  @Test
  void memberThatWasAskedForByIdBelongsToTheGroupThatListsIt() {
    AutoScalingInstanceDetails details =
        AutoScalingInstanceDetails.builder()
            .instanceId("i-1")
            .autoScalingGroupName("api")
            .availabilityZone("eu-west-1b")
            .lifecycleState("InService")
            .healthStatus("HEALTHY")
            .build();

    assertThat(LifecycleStates.member(details))
        .isEqualTo(
            FleetMember.of("i-1", "api", Optional.of("eu-west-1b"), new MemberState.Serving()));
  }
}

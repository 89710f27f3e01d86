package io.hsdo.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.fleet.AutoScalingHooks;
import io.hsdo.fleet.FleetException;
import io.hsdo.local.cloud.AwsClients;
import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.cloud.endpoint.Fault;
import io.hsdo.local.cloud.model.ActionResult;
import io.hsdo.local.cloud.model.LifecycleHook;
import io.hsdo.local.cloud.model.LifecycleTransition;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.plan.LifecycleAction;
import io.hsdo.plan.LifecycleAction.Kind;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our hook and another one on the same group, told over the stock SDK. */
class AutoScalingHooksTest {
  private final ManualClock clock = new ManualClock();
  private final LocalCloud cloud =
      LocalCloud.builder().clock(clock).seed(1).timings(Timings.instant()).start();
  private final AwsClients aws = new AwsClients(cloud.endpoint());
  private final AutoScalingHooks hooks = new AutoScalingHooks(aws.autoScaling(), "hsdo-drain");

  @AfterEach
  void close() {
    aws.close();
    cloud.close();
  }

  @Test
  void completionLetsTheMemberGo() {
    String id = terminatingUnder("hsdo-drain");

    assertThat(hooks.tell(new LifecycleAction(id, "web", Kind.COMPLETE))).isTrue();

    assertThat(isHeld(id)).isFalse();
  }

  @Test
  void heartbeatOutlastsTheTimeout() {
    String id = terminatingUnder("hsdo-drain");
    clock.advance(Duration.ofSeconds(200));

    assertThat(hooks.tell(new LifecycleAction(id, "web", Kind.HEARTBEAT))).isTrue();

    clock.advance(Duration.ofSeconds(200));
    assertThat(isHeld(id)).isTrue();
    clock.advance(Duration.ofSeconds(10));
    assertThat(isHeld(id)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void nobodyWaitsWhereThereIsNoActiveLifecycleAction(Kind kind) {
    String id = terminatingUnder("hsdo-drain");
    hooks.tell(new LifecycleAction(id, "web", Kind.COMPLETE));

    assertThat(hooks.tell(new LifecycleAction(id, "web", kind))).isFalse();
    assertThat(hooks.tell(new LifecycleAction("i-00000000000000000", "web", kind))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void nobodyWaitsInAGroupThatWasDeleted(Kind kind) {
    assertThat(hooks.tell(new LifecycleAction("i-00000000000000000", "deleted", kind))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void hooksOfOthersAreNeverTouched(Kind kind) {
    String id = terminatingUnder("theirs");
    clock.advance(Duration.ofSeconds(200));

    assertThat(hooks.tell(new LifecycleAction(id, "web", kind))).isFalse();

    assertThat(isHeld(id)).isTrue();
    clock.advance(Duration.ofSeconds(10));
    assertThat(isHeld(id)).isFalse();
  }

  @Test
  void callThatFailsNamesHookGroupAndMember() {
    String id = terminatingUnder("hsdo-drain");
    cloud.faults().on("autoscaling:CompleteLifecycleAction").always(Fault.throttling());

    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(() -> hooks.tell(new LifecycleAction(id, "web", Kind.COMPLETE)))
        .withMessageStartingWith(
            "hook hsdo-drain of group web does not take COMPLETE for " + id + ": ");
    assertThat(isHeld(id)).isTrue();
  }

  private String terminatingUnder(String hook) {
    cloud.createGroup("web", 1, "eu-west-1a");
    cloud.advance();
    String id = cloud.instances("web").get(0).id();
    cloud.putHook(
        "web",
        new LifecycleHook(
            hook,
            LifecycleTransition.TERMINATING,
            Duration.ofSeconds(210),
            ActionResult.CONTINUE,
            Optional.empty()));
    cloud.terminate(id);
    assertThat(isHeld(id)).isTrue();
    return id;
  }

  private boolean isHeld(String id) {
    cloud.advance();
    return cloud.instances("web").stream()
        .filter(instance -> instance.id().equals(id))
        .flatMap(instance -> instance.lifecycle().stream())
        .anyMatch(state -> state.text().equals("Terminating:Wait"));
  }
}

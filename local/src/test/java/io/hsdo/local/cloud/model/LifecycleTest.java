package io.hsdo.local.cloud.model;

import static io.hsdo.local.cloud.model.LifecycleState.DETACHING;
import static io.hsdo.local.cloud.model.LifecycleState.ENTERING_STANDBY;
import static io.hsdo.local.cloud.model.LifecycleState.IN_SERVICE;
import static io.hsdo.local.cloud.model.LifecycleState.PENDING;
import static io.hsdo.local.cloud.model.LifecycleState.STANDBY;
import static io.hsdo.local.cloud.model.LifecycleState.TERMINATING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LifecycleTest {
  @Test
  void newInstanceIsPendingUntilItHasBooted() {
    var scene = new Scene();

    scene.createGroup(1, "eu-west-1a");
    String id = scene.any().id();

    assertThat(scene.lifecycle(id)).hasValue(PENDING);
    assertThat(scene.state(id)).hasValue(Ec2State.PENDING);
    scene.pass(29);
    assertThat(scene.lifecycle(id)).hasValue(PENDING);
    scene.pass(1);
    assertThat(scene.lifecycle(id)).hasValue(IN_SERVICE);
    assertThat(scene.state(id)).hasValue(Ec2State.RUNNING);
  }

  @Test
  void serverListensSomeTimeAfterItsInstanceIsInService() {
    var scene = new Scene();
    scene.createGroup(1, "eu-west-1a");
    String id = scene.any().id();

    scene.pass(32);

    assertThat(scene.lifecycle(id)).hasValue(IN_SERVICE);
    assertThat(scene.listens(id)).isFalse();
    scene.pass(1);
    assertThat(scene.listens(id)).isTrue();
  }

  @Test
  void terminatedInstanceServesWhileItIsTerminatingAndNoLonger() {
    Scene scene = Scene.inService(1);
    String id = scene.any().id();

    scene.tell(scaling -> scaling.terminate(id, false));

    assertThat(scene.lifecycle(id)).hasValue(TERMINATING);
    assertThat(scene.state(id)).hasValue(Ec2State.RUNNING);
    assertThat(scene.listens(id)).isTrue();
    scene.pass(7);
    assertThat(scene.lifecycle(id)).hasValue(TERMINATING);
    assertThat(scene.state(id)).hasValue(Ec2State.SHUTTING_DOWN);
    assertThat(scene.listens(id)).isFalse();
    scene.pass(11);
    assertThat(scene.lifecycle(id)).isEmpty();
    assertThat(scene.state(id)).hasValue(Ec2State.TERMINATED);
    scene.pass(3600);
    assertThat(scene.state(id)).isEmpty();
  }

  @Test
  void terminatedInstanceIsReplacedAtOnce() {
    Scene scene = Scene.inService(2);

    scene.tell(scaling -> scaling.terminate(scene.any().id(), false));

    assertThat(scene.states()).containsExactlyInAnyOrder(IN_SERVICE, TERMINATING, PENDING);
    assertThat(scene.desired()).isEqualTo(2);
  }

  @Test
  void terminatedInstanceIsNotReplacedWhenTheGroupShrinksWithIt() {
    Scene scene = Scene.inService(2);

    scene.tell(scaling -> scaling.terminate(scene.any().id(), true));

    assertThat(scene.states()).containsExactlyInAnyOrder(IN_SERVICE, TERMINATING);
    assertThat(scene.desired()).isEqualTo(1);
  }

  @Test
  void instanceInStandbyRunsOnAndDoesNotCount() {
    Scene scene = Scene.inService(2);
    String id = scene.any().id();

    scene.tell(scaling -> scaling.enterStandby(Scene.GROUP, List.of(id), true));

    assertThat(scene.lifecycle(id)).hasValue(ENTERING_STANDBY);
    scene.pass(2);
    assertThat(scene.lifecycle(id)).hasValue(STANDBY);
    assertThat(scene.listens(id)).isTrue();
    assertThat(scene.desired()).isEqualTo(1);
    assertThat(scene.instances()).hasSize(2);
  }

  @Test
  void instanceReturnsFromStandby() {
    Scene scene = Scene.inService(2);
    String id = scene.any().id();
    scene.tell(scaling -> scaling.enterStandby(Scene.GROUP, List.of(id), true));
    scene.pass(2);

    scene.tell(scaling -> scaling.exitStandby(Scene.GROUP, List.of(id)));

    assertThat(scene.lifecycle(id)).hasValue(PENDING);
    scene.pass(2);
    assertThat(scene.lifecycle(id)).hasValue(IN_SERVICE);
    assertThat(scene.instances()).hasSize(2);
  }

  @Test
  void instanceInStandbyIsReplacedUnlessTheGroupShrinksWithIt() {
    Scene scene = Scene.inService(2);

    scene.tell(scaling -> scaling.enterStandby(Scene.GROUP, List.of(scene.any().id()), false));

    assertThat(scene.states()).containsExactlyInAnyOrder(ENTERING_STANDBY, IN_SERVICE, PENDING);
  }

  @Test
  void detachedInstanceRunsOnOutsideOfTheGroup() {
    Scene scene = Scene.inService(1);
    String id = scene.any().id();

    scene.tell(scaling -> scaling.detach(Scene.GROUP, List.of(id), true));

    assertThat(scene.lifecycle(id)).hasValue(DETACHING);
    scene.pass(2);
    assertThat(scene.lifecycle(id)).isEmpty();
    assertThat(scene.state(id)).hasValue(Ec2State.RUNNING);
    assertThat(scene.listens(id)).isTrue();
  }

  @Test
  void unhealthyInstanceIsReplacedAfterAWhile() {
    Scene scene = Scene.inService(1);
    String id = scene.any().id();

    scene.tell(scaling -> scaling.setHealth(id, false));

    scene.pass(19);
    assertThat(scene.lifecycle(id)).hasValue(IN_SERVICE);
    assertThat(scene.any().health().text()).isEqualTo("Unhealthy");
    scene.pass(1);
    assertThat(scene.states()).containsExactly(TERMINATING, PENDING);
  }

  @Test
  void instanceThatRecoversIsNotReplaced() {
    Scene scene = Scene.inService(1);
    String id = scene.any().id();
    scene.tell(scaling -> scaling.setHealth(id, false));
    scene.pass(10);

    scene.tell(scaling -> scaling.setHealth(id, true));

    scene.pass(60);
    assertThat(scene.states()).containsExactly(IN_SERVICE);
  }

  @Test
  void instanceThatFallsIllAgainGetsAWholeHealthCheckAgain() {
    Scene scene = Scene.inService(1);
    String id = scene.any().id();
    scene.tell(scaling -> scaling.setHealth(id, false));
    scene.pass(10);
    scene.tell(scaling -> scaling.setHealth(id, true));
    scene.tell(scaling -> scaling.setHealth(id, false));

    scene.pass(19);

    assertThat(scene.lifecycle(id)).hasValue(IN_SERVICE);
    scene.pass(1);
    assertThat(scene.lifecycle(id)).hasValue(TERMINATING);
  }

  @Test
  void instanceTerminatedBehindTheBackOfItsGroupIsListedUntilTheHealthCheck() {
    Scene scene = Scene.inService(1);
    String id = scene.any().id();

    scene.cloud.tellEc2(ec2 -> ec2.terminate(List.of(id)));

    assertThat(scene.listens(id)).isFalse();
    assertThat(scene.lifecycle(id)).hasValue(IN_SERVICE);
    assertThat(scene.state(id)).hasValue(Ec2State.SHUTTING_DOWN);
    scene.pass(20);
    assertThat(scene.lifecycle(id)).hasValue(TERMINATING);
    scene.pass(7);
    assertThat(scene.states()).containsExactly(PENDING);
  }

  @Test
  void stoppedInstanceIsReplaced() {
    Scene scene = Scene.inService(1);
    String id = scene.any().id();

    scene.cloud.tellEc2(ec2 -> ec2.stop(List.of(id)));

    assertThat(scene.state(id)).hasValue(Ec2State.STOPPING);
    assertThat(scene.listens(id)).isFalse();
    scene.pass(11);
    assertThat(scene.state(id)).hasValue(Ec2State.STOPPED);
    scene.pass(9);
    assertThat(scene.states()).containsExactly(TERMINATING, PENDING);
  }

  @Test
  void instanceInStandbyCanBeStoppedAndStarted() {
    Scene scene = Scene.inService(1);
    String id = scene.any().id();
    scene.tell(scaling -> scaling.enterStandby(Scene.GROUP, List.of(id), true));
    scene.pass(2);

    scene.cloud.tellEc2(ec2 -> ec2.stop(List.of(id)));
    scene.pass(60);
    assertThat(scene.lifecycle(id)).hasValue(STANDBY);
    assertThat(scene.state(id)).hasValue(Ec2State.STOPPED);
    scene.cloud.tellEc2(ec2 -> ec2.start(List.of(id)));
    scene.pass(33);

    assertThat(scene.lifecycle(id)).hasValue(STANDBY);
    assertThat(scene.listens(id)).isTrue();
  }

  @Test
  void interruptedInstanceRunsUntilTheNoticeEnds() {
    Scene scene = Scene.inService(1);
    String id = scene.any().id();

    scene.cloud.tellEc2(ec2 -> ec2.interruptSpot(id));

    scene.pass(119);
    assertThat(scene.listens(id)).isTrue();
    scene.pass(1);
    assertThat(scene.state(id)).hasValue(Ec2State.SHUTTING_DOWN);
    assertThat(scene.listens(id)).isFalse();
  }

  @Test
  void stateDependsOnTheTimeAndNotOnHowOftenSomebodyLooks() {
    Scene often = Scene.inService(3);
    Scene once = Scene.inService(3);
    for (Scene scene : List.of(often, once)) {
      scene.tell(scaling -> scaling.setHealth(scene.any().id(), false));
    }

    for (int i = 0; i < 300; i++) {
      often.pass(1);
    }
    once.pass(300);

    assertThat(often.cloud.snapshot()).isEqualTo(once.cloud.snapshot());
    assertThat(often.events).isEqualTo(once.events);
  }

  @Test
  void clockThatIsSetBackChangesNothing() {
    Scene scene = Scene.inService(1);
    Snapshot before = scene.cloud.snapshot();

    scene.clock.advance(Duration.ofHours(-1));

    assertThat(scene.cloud.snapshot()).isEqualTo(before);
  }

  @Test
  void readerThatLagsSeesThePast() {
    Scene scene = Scene.inService(1);
    String id = scene.any().id();
    scene.tell(scaling -> scaling.terminate(id, false));
    scene.pass(18);

    assertThat(scene.lifecycle(id)).isEmpty();
    assertThat(scene.cloud.snapshot(Duration.ofSeconds(1)).groupInstances()).containsKey(id);
    assertThat(scene.cloud.snapshot(Duration.ofSeconds(1)).instances())
        .hasEntrySatisfying(id, each -> assertThat(each.state()).isEqualTo(Ec2State.SHUTTING_DOWN));
    assertThat(scene.cloud.snapshot(Duration.ofSeconds(12)).instances())
        .hasEntrySatisfying(id, each -> assertThat(each.state()).isEqualTo(Ec2State.RUNNING));
  }

  @Test
  void instanceThatIsNotInServiceCannotStandBy() {
    var scene = new Scene();
    scene.createGroup(1, "eu-west-1a");
    String id = scene.any().id();

    assertThatThrownBy(
            () -> scene.tell(scaling -> scaling.enterStandby(Scene.GROUP, List.of(id), true)))
        .isInstanceOf(AwsException.class)
        .hasMessage("The instance " + id + " is not in InService.");
  }
}

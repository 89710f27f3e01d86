package io.hsdo.local.cloud.model;

import static io.hsdo.local.cloud.model.ActionResult.ABANDON;
import static io.hsdo.local.cloud.model.ActionResult.CONTINUE;
import static io.hsdo.local.cloud.model.LifecycleState.IN_SERVICE;
import static io.hsdo.local.cloud.model.LifecycleState.PENDING;
import static io.hsdo.local.cloud.model.LifecycleState.PENDING_PROCEED;
import static io.hsdo.local.cloud.model.LifecycleState.PENDING_WAIT;
import static io.hsdo.local.cloud.model.LifecycleState.TERMINATING;
import static io.hsdo.local.cloud.model.LifecycleState.TERMINATING_PROCEED;
import static io.hsdo.local.cloud.model.LifecycleState.TERMINATING_WAIT;
import static io.hsdo.local.cloud.model.LifecycleTransition.LAUNCHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class HookTest {
  @Test
  void terminatingInstanceServesUntilItsHookIsCompleted() {
    Scene scene = terminatingHook(100);
    String id = scene.any().id();

    scene.tell(scaling -> scaling.terminate(id, false));

    scene.pass(99);
    assertThat(scene.lifecycle(id)).hasValue(TERMINATING_WAIT);
    assertThat(scene.listens(id)).isTrue();
    scene.complete(id, CONTINUE);
    assertThat(scene.lifecycle(id)).hasValue(TERMINATING_PROCEED);
    scene.pass(7);
    assertThat(scene.listens(id)).isFalse();
    assertThat(scene.lifecycle(id)).hasValue(TERMINATING_PROCEED);
    scene.pass(11);
    assertThat(scene.lifecycle(id)).isEmpty();
  }

  @Test
  void replacementDoesNotWaitForTheHook() {
    Scene scene = terminatingHook(100);

    scene.tell(scaling -> scaling.terminate(scene.any().id(), false));

    assertThat(scene.states()).containsExactly(TERMINATING_WAIT, PENDING);
  }

  @Test
  void terminationGoesOnWhenTheHookTimesOut() {
    Scene scene = terminatingHook(100);
    String id = scene.any().id();
    scene.tell(scaling -> scaling.terminate(id, false));

    scene.pass(100);

    assertThat(scene.lifecycle(id)).hasValue(TERMINATING_PROCEED);
  }

  @Test
  void heartbeatPutsTheTimeoutOff() {
    Scene scene = terminatingHook(100);
    String id = scene.any().id();
    scene.tell(scaling -> scaling.terminate(id, false));
    scene.pass(60);

    scene.heartbeat(id);

    scene.pass(99);
    assertThat(scene.lifecycle(id)).hasValue(TERMINATING_WAIT);
    scene.pass(1);
    assertThat(scene.lifecycle(id)).hasValue(TERMINATING_PROCEED);
  }

  @Test
  void heartbeatsCannotPutTheTimeoutOffForEver() {
    Scene scene = terminatingHook(10);
    String id = scene.any().id();
    scene.tell(scaling -> scaling.terminate(id, false));

    for (int i = 0; i < 111; i++) {
      scene.pass(9);
      if (scene.lifecycle(id).filter(TERMINATING_WAIT::equals).isPresent()) {
        scene.heartbeat(id);
      }
    }

    assertThat(scene.lifecycle(id)).hasValue(TERMINATING_WAIT);
    scene.pass(1);
    assertThat(scene.lifecycle(id)).hasValue(TERMINATING_PROCEED);
  }

  @Test
  void completedActionIsNoLongerActive() {
    Scene scene = terminatingHook(100);
    String id = scene.any().id();
    scene.tell(scaling -> scaling.terminate(id, false));
    scene.complete(id, CONTINUE);

    assertThatThrownBy(() -> scene.complete(id, CONTINUE))
        .isInstanceOf(AwsException.class)
        .hasMessage("No active Lifecycle Action found with instance ID " + id);
    assertThatThrownBy(() -> scene.heartbeat(id))
        .isInstanceOf(AwsException.class)
        .hasMessage("No active Lifecycle Action found with instance ID " + id);
  }

  @Test
  void abandonedTerminationIsATermination() {
    Scene scene = terminatingHook(100);
    String id = scene.any().id();
    scene.tell(scaling -> scaling.terminate(id, false));

    scene.complete(id, ABANDON);

    assertThat(scene.lifecycle(id)).hasValue(TERMINATING_PROCEED);
  }

  @Test
  void newInstanceWaitsForItsHookBeforeItIsInService() {
    var scene = new Scene();
    scene.createGroup(0, "eu-west-1a");
    scene.hook(LAUNCHING, 100, ABANDON);
    scene.tell(scaling -> scaling.setDesiredCapacity(Scene.GROUP, 1));
    scene.pass(30);
    String id = scene.any().id();

    assertThat(scene.lifecycle(id)).hasValue(PENDING_WAIT);
    assertThat(scene.state(id)).hasValue(Ec2State.RUNNING);
    scene.complete(id, CONTINUE);
    assertThat(scene.lifecycle(id)).hasValue(PENDING_PROCEED);
    assertThat(scene.listens(id)).isFalse();
    scene.pass(5);
    assertThat(scene.lifecycle(id)).hasValue(IN_SERVICE);
    assertThat(scene.listens(id)).isTrue();
  }

  @Test
  void launchThatIsAbandonedIsTriedAgainWithAnotherInstance() {
    var scene = new Scene();
    scene.createGroup(0, "eu-west-1a");
    scene.hook(LAUNCHING, 100, ABANDON);
    scene.tell(scaling -> scaling.setDesiredCapacity(Scene.GROUP, 1));
    scene.pass(30);

    scene.pass(100);

    assertThat(scene.states()).containsExactly(TERMINATING, PENDING);
  }

  @Test
  void instancesThatWaitForADeletedHookGoOn() {
    Scene scene = terminatingHook(100);
    String id = scene.any().id();
    scene.tell(scaling -> scaling.terminate(id, false));

    scene.tell(scaling -> scaling.deleteHook(Scene.GROUP, "hook"));

    assertThat(scene.lifecycle(id)).hasValue(TERMINATING_PROCEED);
  }

  private static Scene terminatingHook(int timeoutSeconds) {
    Scene scene = Scene.inService(1);
    scene.hook(LifecycleTransition.TERMINATING, timeoutSeconds, CONTINUE);
    return scene;
  }
}

package io.hsdo.local.cloud.model;

import static io.hsdo.local.cloud.model.LifecycleState.IN_SERVICE;
import static io.hsdo.local.cloud.model.LifecycleState.PENDING;
import static io.hsdo.local.cloud.model.LifecycleState.WARMED_PENDING;
import static io.hsdo.local.cloud.model.LifecycleState.WARMED_PENDING_WAIT;
import static io.hsdo.local.cloud.model.LifecycleState.WARMED_RUNNING;
import static io.hsdo.local.cloud.model.LifecycleState.WARMED_STOPPED;
import static io.hsdo.local.cloud.model.LifecycleState.WARMED_TERMINATING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class WarmPoolTest {
  @Test
  void poolIsFilledAndItsInstancesAreStopped() {
    Scene scene = Scene.inService(1);

    scene.tell(scaling -> scaling.putWarmPool(Scene.GROUP, pool(2, false, false)));

    assertThat(scene.states()).containsExactly(IN_SERVICE, WARMED_PENDING, WARMED_PENDING);
    scene.pass(30 + 11);
    assertThat(scene.states()).containsExactly(IN_SERVICE, WARMED_STOPPED, WARMED_STOPPED);
  }

  @Test
  void groupGrowsOutOfItsPoolFirst() {
    Scene scene = Scene.inService(1);
    scene.tell(scaling -> scaling.putWarmPool(Scene.GROUP, pool(1, false, false)));
    scene.pass(41);
    String warm =
        scene.instances().stream()
            .filter(each -> each.lifecycle() == WARMED_STOPPED)
            .map(GroupInstance::id)
            .findFirst()
            .orElseThrow();

    scene.tell(scaling -> scaling.setDesiredCapacity(Scene.GROUP, 2));

    assertThat(scene.lifecycle(warm)).hasValue(PENDING);
    assertThat(scene.states()).containsExactly(IN_SERVICE, PENDING, WARMED_PENDING);
    scene.pass(33);
    assertThat(scene.lifecycle(warm)).hasValue(IN_SERVICE);
    assertThat(scene.listens(warm)).isTrue();
  }

  @Test
  void scaleInReturnsInstancesToAPoolThatReusesThem() {
    Scene scene = Scene.inService(2);
    scene.tell(scaling -> scaling.putWarmPool(Scene.GROUP, pool(0, false, true)));

    returnToThePool(scene);

    assertThat(scene.states()).containsExactlyInAnyOrder(IN_SERVICE, WARMED_PENDING);
    scene.pass(11);
    assertThat(scene.states()).containsExactlyInAnyOrder(IN_SERVICE, WARMED_STOPPED);
  }

  @Test
  void terminateHookHoldsWhoReturnsToThePool() {
    Scene scene = Scene.inService(2);
    scene.hook(LifecycleTransition.TERMINATING, 100, ActionResult.CONTINUE);

    returnToThePool(scene);

    assertThat(scene.states()).containsExactlyInAnyOrder(IN_SERVICE, WARMED_PENDING_WAIT);
    scene.pass(99);
    assertThat(scene.states()).contains(WARMED_PENDING_WAIT);
    scene.pass(1 + 11);
    assertThat(scene.states()).containsExactlyInAnyOrder(IN_SERVICE, WARMED_STOPPED);
  }

  @Test
  void instancesOfADeletedPoolAreTerminated() {
    Scene scene = Scene.inService(1);
    scene.tell(scaling -> scaling.putWarmPool(Scene.GROUP, pool(1, true, false)));
    scene.pass(33);
    assertThat(scene.states()).containsExactly(IN_SERVICE, WARMED_RUNNING);

    scene.tell(scaling -> scaling.deleteWarmPool(Scene.GROUP));

    assertThat(scene.states()).containsExactly(IN_SERVICE, WARMED_TERMINATING);
    scene.pass(18);
    assertThat(scene.states()).containsExactly(IN_SERVICE);
  }

  /** Has the group of two scale in by one, to a pool that takes it. */
  private static void returnToThePool(Scene scene) {
    scene.tell(
        scaling -> {
          scaling.putWarmPool(Scene.GROUP, pool(1, false, true));
          scaling.setDesiredCapacity(Scene.GROUP, 1);
        });
  }

  private static WarmPool pool(int size, boolean running, boolean reuse) {
    return new WarmPool(size, OptionalInt.of(0), running, reuse);
  }
}

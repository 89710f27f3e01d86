package io.hsdo.local.cloud.model;

import static io.hsdo.local.cloud.model.LifecycleState.IN_SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class CapacityTest {
  @Test
  void instancesAreSpreadOverTheZones() {
    var scene = new Scene();

    scene.createGroup(7, "eu-west-1a", "eu-west-1b", "eu-west-1c");

    assertThat(zones(scene))
        .isEqualTo(Map.of("eu-west-1a", 3L, "eu-west-1b", 2L, "eu-west-1c", 2L));
  }

  @Test
  void scaleInTerminatesTheOldestOfTheFullestZone() {
    Scene scene = Scene.inService(3);
    scene.tell(scaling -> scaling.setDesiredCapacity(Scene.GROUP, 5));
    scene.pass(33);
    List<String> oldestOfFullest =
        scene.instances().stream()
            .filter(each -> each.zone().equals("eu-west-1a"))
            .filter(each -> each.launched().equals(Scene.START))
            .map(GroupInstance::id)
            .toList();

    scene.tell(scaling -> scaling.setDesiredCapacity(Scene.GROUP, 4));

    assertThat(oldestOfFullest).hasSize(2);
    assertThat(
            scene.instances().stream()
                .filter(each -> each.lifecycle() != IN_SERVICE)
                .map(GroupInstance::id))
        .containsExactly(oldestOfFullest.get(0));
  }

  @Test
  void groupThatLosesAZoneLaunchesInTheOthers() {
    Scene scene = Scene.inService(2);
    scene.tell(
        scaling ->
            scaling.updateGroup(
                Scene.GROUP,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.of(4),
                List.of("eu-west-1b"),
                Optional.empty()));

    assertThat(zones(scene)).isEqualTo(Map.of("eu-west-1a", 1L, "eu-west-1b", 3L));
  }

  @Test
  void thousandsOfInstancesCostLittle() {
    var scene = new Scene();
    scene.createGroup(0, "eu-west-1a", "eu-west-1b", "eu-west-1c");
    scene.tell(
        scaling ->
            scaling.updateGroup(
                Scene.GROUP,
                OptionalInt.empty(),
                OptionalInt.of(5000),
                OptionalInt.of(5000),
                List.of(),
                Optional.empty()));

    scene.pass(33);
    assertThat(scene.states()).hasSize(5000).containsOnly(IN_SERVICE);
    scene.tell(scaling -> scaling.setDesiredCapacity(Scene.GROUP, 0));
    scene.pass(60);

    assertThat(scene.instances()).isEmpty();
  }

  @Test
  void deletedGroupGoesWithItsLastInstance() {
    Scene scene = Scene.inService(1);

    scene.tell(scaling -> scaling.deleteGroup(Scene.GROUP, true));

    assertThat(scene.cloud.snapshot().groups()).containsKey(Scene.GROUP);
    scene.pass(18);
    assertThat(scene.cloud.snapshot().groups()).isEmpty();
    assertThat(scene.instances()).isEmpty();
  }

  @Test
  void groupDeletedByForceWaitsForNoHookAndTakesStandbyWithIt() {
    Scene scene = Scene.inService(3);
    scene.hook(LifecycleTransition.TERMINATING, 1000, ActionResult.CONTINUE);
    List<String> ids = scene.instances().stream().map(GroupInstance::id).toList();
    scene.tell(scaling -> scaling.terminate(ids.get(0), true));
    scene.tell(scaling -> scaling.enterStandby(Scene.GROUP, List.of(ids.get(1)), true));
    scene.pass(2);

    scene.tell(scaling -> scaling.deleteGroup(Scene.GROUP, true));
    scene.pass(18);

    assertThat(scene.cloud.snapshot().groups()).isEmpty();
    assertThat(scene.cloud.snapshot().instances().values())
        .allMatch(each -> each.state() == Ec2State.TERMINATED);
  }

  @Test
  void groupWithInstancesIsOnlyDeletedByForce() {
    Scene scene = Scene.inService(1);

    assertThatThrownBy(() -> scene.tell(scaling -> scaling.deleteGroup(Scene.GROUP, false)))
        .isInstanceOf(AwsException.class)
        .hasMessageStartingWith("You cannot delete an AutoScalingGroup while there are instances");
  }

  @Test
  void desiredCapacityStaysBetweenMinimumAndMaximum() {
    Scene scene = Scene.inService(1);

    assertThatThrownBy(() -> scene.tell(scaling -> scaling.setDesiredCapacity(Scene.GROUP, 1001)))
        .isInstanceOf(AwsException.class)
        .hasMessage(
            "New SetDesiredCapacity value 1001 is above max value 1000 for the AutoScalingGroup.");
  }

  @Test
  void loweredMaximumTakesTheDesiredCapacityWithIt() {
    Scene scene = Scene.inService(3);

    scene.tell(
        scaling ->
            scaling.updateGroup(
                Scene.GROUP,
                OptionalInt.empty(),
                OptionalInt.of(2),
                OptionalInt.empty(),
                List.of(),
                Optional.empty()));

    assertThat(scene.desired()).isEqualTo(2);
  }

  private static Map<String, Long> zones(Scene scene) {
    return scene.instances().stream()
        .collect(Collectors.groupingBy(GroupInstance::zone, Collectors.counting()));
  }
}

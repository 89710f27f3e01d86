package io.hsdo.local.cloud.model;

import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A cloud on a clock that the test moves, and short ways to look at it. */
final class Scene {
  static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  /** Each state takes a time that no other takes, so that a mix-up shows. */
  static final Timings TIMINGS =
      Timings.instant()
          .withBoot(Duration.ofSeconds(30))
          .withTransit(Duration.ofSeconds(2))
          .withListening(Duration.ofSeconds(3))
          .withHealthCheck(Duration.ofSeconds(20))
          .withDeregistering(Duration.ofSeconds(7))
          .withShutdown(Duration.ofSeconds(11))
          .withForgetting(Duration.ofMinutes(60));

  static final String GROUP = "web";

  final ManualClock clock = new ManualClock(START);
  final FakeMachines machines = new FakeMachines();
  final List<String> events = new ArrayList<>();
  final Cloud cloud;

  Scene() {
    cloud = new Cloud(clock, Account.EXAMPLE, TIMINGS, 1, machines, events::add);
  }

  /** A group whose instances are all in service and listen. */
  static Scene inService(int size) {
    var scene = new Scene();
    scene.createGroup(size, "eu-west-1a", "eu-west-1b");
    scene.pass(33);
    return scene;
  }

  void createGroup(int size, String... zones) {
    LaunchTemplate template =
        cloud.askEc2(ec2 -> ec2.createTemplate("t", Optional.empty(), Optional.empty()));
    tell(
        scaling ->
            scaling.createGroup(
                new GroupSettings(
                    GROUP, template, List.of(zones), new Capacity(0, 1000, size), List.of())));
  }

  void tell(Consumer<AutoScaling> request) {
    cloud.tellAutoScaling(request);
  }

  void hook(LifecycleTransition transition, int timeoutSeconds, ActionResult defaultResult) {
    tell(
        scaling ->
            scaling.putHook(
                GROUP,
                new LifecycleHook(
                    "hook",
                    transition,
                    Duration.ofSeconds(timeoutSeconds),
                    defaultResult,
                    Optional.empty())));
  }

  void complete(String instanceId, ActionResult result) {
    tell(scaling -> scaling.complete(action(instanceId), result));
  }

  void heartbeat(String instanceId) {
    tell(scaling -> scaling.heartbeat(action(instanceId)));
  }

  static ActionName action(String instanceId) {
    return new ActionName(GROUP, "hook", Optional.of(instanceId), Optional.empty());
  }

  void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
    cloud.advance();
  }

  List<GroupInstance> instances() {
    return cloud.snapshot().instancesOf(GROUP);
  }

  /** The instances in order of launch, then id. */
  List<LifecycleState> states() {
    return instances().stream()
        .sorted(Comparator.comparing(GroupInstance::launched).thenComparing(GroupInstance::id))
        .map(GroupInstance::lifecycle)
        .toList();
  }

  GroupInstance any() {
    return instances().get(0);
  }

  Optional<LifecycleState> lifecycle(String instanceId) {
    return Optional.ofNullable(cloud.snapshot().groupInstances().get(instanceId))
        .map(GroupInstance::lifecycle);
  }

  Optional<Ec2State> state(String instanceId) {
    return Optional.ofNullable(cloud.snapshot().instances().get(instanceId))
        .map(Ec2Instance::state);
  }

  boolean listens(String instanceId) {
    return Optional.ofNullable(cloud.snapshot().instances().get(instanceId))
        .filter(machines::listens)
        .isPresent();
  }

  int desired() {
    Group group = cloud.snapshot().groups().get(GROUP);
    return group == null ? 0 : group.capacity().desired();
  }
}

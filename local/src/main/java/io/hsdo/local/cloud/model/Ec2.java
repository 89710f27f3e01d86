package io.hsdo.local.cloud.model;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The instances: {@code pending -> running -> shutting-down -> terminated}, and {@code stopping ->
 * stopped -> pending} on request. Knows nothing of groups, which listen to its state changes.
 */
public final class Ec2 {
  private static final String DEFAULT_IMAGE = "ami-00000000000000000";
  private static final String DEFAULT_TYPE = "t3.micro";

  private final Timeline timeline;
  private final Timings timings;
  private final Ids ids;
  private final Machines machines;
  private final EventBridge events;
  private final Registry<Ec2Instance> instances = new Registry<>();
  private final Registry<LaunchTemplate> templates = new Registry<>();
  private final Set<String> servers = new HashSet<>();
  private Consumer<Ec2Instance> watcher = instance -> {};

  Ec2(Timeline timeline, Timings timings, Ids ids, Machines machines, EventBridge events) {
    this.timeline = timeline;
    this.timings = timings;
    this.ids = ids;
    this.machines = machines;
    this.events = events;
  }

  /** Has every change of state told to {@code watcher}, after it happened. */
  void watch(Consumer<Ec2Instance> watcher) {
    this.watcher = watcher;
  }

  Registry<Ec2Instance> instances() {
    return instances;
  }

  Registry<LaunchTemplate> templates() {
    return templates;
  }

  /** Creates a template; an image or type that is not given is made up. */
  public LaunchTemplate createTemplate(
      String name, Optional<String> imageId, Optional<String> instanceType) {
    if (templates.find(name).isPresent()) {
      throw new AwsException(
          400,
          "InvalidLaunchTemplateName.AlreadyExistsException",
          "Launch template name already in use.");
    }
    var template =
        new LaunchTemplate(
            ids.resource("lt"),
            name,
            timeline.now(),
            imageId.orElse(DEFAULT_IMAGE),
            instanceType.orElse(DEFAULT_TYPE));
    templates.put(name, template);
    return template;
  }

  public List<StateChange> terminate(List<String> instanceIds) {
    return change(instanceIds, this::terminate);
  }

  public List<StateChange> stop(List<String> instanceIds) {
    return change(instanceIds, this::stop);
  }

  public List<StateChange> start(List<String> instanceIds) {
    return change(instanceIds, this::start);
  }

  /** Warns that the instance is about to be interrupted, and interrupts it when the notice ends. */
  public void interruptSpot(String instanceId) {
    Ec2Instance instance = require(instanceId);
    events.spotInterruptionWarning(instance);
    timeline.in(timings.spotNotice(), () -> instances.find(instanceId).ifPresent(this::terminate));
  }

  /** Only says so: what follows from a recommendation is its reader's decision. */
  public void recommendRebalance(String instanceId) {
    events.rebalanceRecommendation(require(instanceId));
  }

  Ec2Instance run(String zone, LaunchTemplate template, Map<String, String> tags) {
    var instance =
        new Ec2Instance(
            ids.resource("i"),
            ids.resource("r"),
            machines.reserve(),
            zone,
            template,
            timeline.now(),
            Ec2State.PENDING,
            timeline.now(),
            new TreeMap<>(tags));
    enter(instance);
    later(timings.boot(), instance, Ec2State.RUNNING);
    return instance;
  }

  /** Brings the instance's server up, after the time that takes, now and after each restart. */
  void serve(String instanceId) {
    servers.add(instanceId);
    timeline.in(
        timings.listening(),
        () ->
            instances
                .find(instanceId)
                .filter(Ec2Instance::runs)
                .ifPresent(instance -> machines.listen(instance.address(), instance.id())));
  }

  void terminate(Ec2Instance instance) {
    if (instance.state().isOver()) {
      return;
    }
    machines.shutDown(instance.address());
    leave(instance, Ec2State.SHUTTING_DOWN, Ec2State.TERMINATED);
  }

  void stop(Ec2Instance instance) {
    switch (instance.state()) {
      case RUNNING -> {
        machines.shutDown(instance.address());
        leave(instance, Ec2State.STOPPING, Ec2State.STOPPED);
      }
      case STOPPING, STOPPED -> {}
      case PENDING, SHUTTING_DOWN, TERMINATED -> throw incorrectState(instance, "stopped");
    }
  }

  void start(Ec2Instance instance) {
    switch (instance.state()) {
      case STOPPED -> {
        Ec2Instance pending = instance.in(Ec2State.PENDING, timeline.now());
        enter(pending);
        later(timings.boot(), pending, Ec2State.RUNNING);
      }
      case PENDING, RUNNING -> {}
      case STOPPING, SHUTTING_DOWN, TERMINATED -> throw incorrectState(instance, "started");
    }
  }

  private List<StateChange> change(List<String> instanceIds, Consumer<Ec2Instance> change) {
    List<Ec2Instance> before = requireAll(instanceIds);
    before.forEach(change);
    return before.stream()
        .map(
            instance ->
                new StateChange(instance.id(), instance.state(), require(instance.id()).state()))
        .toList();
  }

  private List<Ec2Instance> requireAll(List<String> instanceIds) {
    List<String> unknown = instanceIds.stream().filter(id -> instances.find(id).isEmpty()).toList();
    if (!unknown.isEmpty()) {
      throw notFound(unknown);
    }
    return instanceIds.stream().map(this::require).toList();
  }

  private Ec2Instance require(String instanceId) {
    return instances.find(instanceId).orElseThrow(() -> notFound(List.of(instanceId)));
  }

  /** What EC2 answers for ids that it does not know, one or several. */
  public static AwsException notFound(List<String> instanceIds) {
    String quoted = String.join(", ", instanceIds);
    String message =
        instanceIds.size() == 1
            ? "The instance ID '" + quoted + "' does not exist"
            : "The instance IDs '" + quoted + "' do not exist";
    return new AwsException(400, "InvalidInstanceID.NotFound", message);
  }

  private static AwsException incorrectState(Ec2Instance instance, String wish) {
    return new AwsException(
        400,
        "IncorrectInstanceState",
        "The instance '%s' is not in a state from which it can be %s."
            .formatted(instance.id(), wish));
  }

  private void leave(Ec2Instance instance, Ec2State leaving, Ec2State left) {
    Ec2Instance onTheWay = instance.in(leaving, timeline.now());
    enter(onTheWay);
    later(timings.shutdown(), onTheWay, left);
  }

  /** An instance that has gone elsewhere in the meantime is left alone. */
  private void later(Duration delay, Ec2Instance instance, Ec2State next) {
    timeline.in(
        delay,
        () ->
            instances
                .find(instance.id())
                .filter(found -> found.state() == instance.state())
                .ifPresent(found -> enter(found.in(next, timeline.now()))));
  }

  private void enter(Ec2Instance instance) {
    instances.put(instance.id(), instance);
    events.stateChanged(instance);
    if (instance.runs() && servers.contains(instance.id())) {
      serve(instance.id());
    }
    if (instance.state() == Ec2State.TERMINATED) {
      servers.remove(instance.id());
      machines.release(instance.address());
      timeline.in(timings.forgetting(), () -> instances.remove(instance.id()));
    }
    watcher.accept(instance);
  }
}

package io.hsdo.local.cloud.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The instances of all groups on their way in, through and out.
 *
 * <ol>
 *   <li>An instance begins a {@link Move}. On the way in it is held up once EC2 calls it running,
 *       on the way out at once.
 *   <li>With hooks for the move it waits until each of them is completed or times out; without any
 *       it goes on as if they had been completed.
 *   <li>It arrives: in service, in the warm pool, or, once EC2 has terminated it, nowhere.
 * </ol>
 *
 * <p>A step that is due later looks whether the instance still is where it was when the step was
 * planned; one that a termination or a standby has overtaken does nothing.
 */
final class Memberships {
  private final Timeline timeline;
  private final Timings timings;
  private final Ids ids;
  private final Ec2 ec2;
  private final EventBridge events;
  private final Registry<Group> groups;
  private final Registry<GroupInstance> instances = new Registry<>();
  private final Set<String> unsettled = new HashSet<>();

  Memberships(
      Timeline timeline,
      Timings timings,
      Ids ids,
      Ec2 ec2,
      EventBridge events,
      Registry<Group> groups) {
    this.timeline = timeline;
    this.timings = timings;
    this.ids = ids;
    this.ec2 = ec2;
    this.events = events;
    this.groups = groups;
  }

  Registry<GroupInstance> instances() {
    return instances;
  }

  List<GroupInstance> of(String groupName) {
    return instances.all().stream().filter(instance -> instance.group().equals(groupName)).toList();
  }

  /** The groups in which something has changed since the last call. */
  Set<String> takeUnsettled() {
    Set<String> taken = Set.copyOf(unsettled);
    unsettled.clear();
    return taken;
  }

  void unsettle(String groupName) {
    unsettled.add(groupName);
  }

  void launch(Group group, String zone, Move move) {
    Ec2Instance instance = ec2.run(zone, group.template(), group.instanceTags());
    put(GroupInstance.newcomer(instance, group.name(), move));
  }

  /** Takes an instance of the warm pool into the group. */
  void join(GroupInstance instance) {
    GroupInstance joining = put(instance.beginning(Move.JOIN, timeline.now()));
    if (isRunning(joining)) {
      holdUp(joining);
    } else {
      ec2.instances().find(instance.id()).ifPresent(ec2::start);
    }
  }

  /** Sends an instance out of the group or the pool; one that is leaving already just goes on. */
  void leave(GroupInstance instance, Move move) {
    if (!instance.lifecycle().isLeaving()) {
      holdUp(put(instance.beginning(move, timeline.now())));
    }
  }

  /** Sends an instance to where nobody uses it again. */
  void expel(GroupInstance instance) {
    leave(instance, instance.lifecycle().isWarm() ? Move.DISCARD : Move.TERMINATE);
  }

  void enterStandby(GroupInstance instance) {
    passThrough(
        instance,
        LifecycleState.ENTERING_STANDBY,
        entering -> put(entering.in(LifecycleState.STANDBY, timeline.now())));
  }

  void exitStandby(GroupInstance instance) {
    passThrough(instance, LifecycleState.PENDING, this::enterService);
  }

  /** The instance goes on running, and belongs to nobody. */
  void detach(GroupInstance instance) {
    passThrough(instance, LifecycleState.DETACHING, this::remove);
  }

  void setHealth(GroupInstance instance, boolean healthy) {
    GroupInstance changed = put(instance.withHealth(new Health(healthy, timeline.now())));
    if (!healthy) {
      replaceUnlessItRecovers(changed);
    }
  }

  void heartbeat(GroupInstance instance, LifecycleAction action) {
    LifecycleAction prolonged = action.heartbeat(timeline.now());
    expire(put(instance.replacing(action, prolonged)), prolonged);
  }

  void complete(GroupInstance instance, LifecycleAction action, ActionResult result) {
    switch (result) {
      case CONTINUE -> {
        GroupInstance waiting = put(instance.without(action));
        if (waiting.actions().isEmpty()) {
          proceed(waiting);
        }
      }
      case ABANDON -> abandon(put(instance.withActions(List.of())));
    }
  }

  /** Follows what EC2 tells of an instance. */
  void follow(Ec2Instance changed) {
    instances.find(changed.id()).ifPresent(instance -> follow(instance, changed.state()));
  }

  private void follow(GroupInstance instance, Ec2State state) {
    LifecycleState lifecycle = instance.lifecycle();
    switch (state) {
      case PENDING -> {}
      case RUNNING -> {
        if (lifecycle == instance.move().entering()) {
          holdUp(instance);
        }
      }
      case STOPPING -> {
        if (lifecycle == LifecycleState.IN_SERVICE) {
          setHealth(instance, false);
        }
      }
      case STOPPED -> {
        if (lifecycle.isWarm() && !lifecycle.isLeaving()) {
          settleInPool(instance, LifecycleState.WARMED_STOPPED);
        }
      }
      case SHUTTING_DOWN -> {
        if (isReplaceable(instance)) {
          setHealth(instance, false);
        }
      }
      case TERMINATED -> {
        if (lifecycle.isLeaving() && instance.actions().isEmpty()) {
          gone(instance);
        }
      }
    }
  }

  private void holdUp(GroupInstance instance) {
    Group group = group(instance);
    List<LifecycleHook> hooks = group.hooks(instance.move().transition());
    if (hooks.isEmpty()) {
      arrive(instance);
      return;
    }
    var actions = new ArrayList<LifecycleAction>();
    for (LifecycleHook hook : hooks) {
      actions.add(LifecycleAction.begin(hook, ids.uuid(), timeline.now()));
    }
    GroupInstance waiting =
        put(instance.in(instance.move().waiting(), timeline.now()).withActions(actions));
    for (LifecycleAction action : actions) {
      events.lifecycleAction(group, waiting, action);
      expire(waiting, action);
    }
  }

  /** Takes the default result when the action is due, unless a heartbeat has put that off. */
  private void expire(GroupInstance instance, LifecycleAction action) {
    later(
        Duration.between(timeline.now(), action.due()),
        instance,
        waiting -> waiting.actions().contains(action),
        waiting -> complete(waiting, action, action.hook().defaultResult()));
  }

  private void proceed(GroupInstance instance) {
    switch (instance.move()) {
      case LAUNCH, WARM_UP, JOIN ->
          passThrough(instance, instance.move().proceeding(), this::arrive);
      case TERMINATE, COOL_DOWN, DISCARD ->
          arrive(put(instance.in(instance.move().proceeding(), timeline.now())));
    }
  }

  private void abandon(GroupInstance instance) {
    switch (instance.move()) {
      case LAUNCH, JOIN -> leave(instance, Move.TERMINATE);
      case WARM_UP -> leave(instance, Move.DISCARD);
      case COOL_DOWN -> proceed(instance.beginning(Move.TERMINATE, timeline.now()));
      case TERMINATE, DISCARD -> proceed(instance);
    }
  }

  private void arrive(GroupInstance instance) {
    switch (instance.move()) {
      case LAUNCH, JOIN -> {
        enterService(instance);
        announceArrival(instance);
      }
      case WARM_UP, COOL_DOWN -> rest(instance);
      case TERMINATE, DISCARD -> shutDown(instance);
    }
  }

  private void enterService(GroupInstance instance) {
    GroupInstance serving = put(instance.in(LifecycleState.IN_SERVICE, timeline.now()));
    ec2.serve(serving.id());
    if (!isRunning(serving)) {
      setHealth(serving, false);
    } else if (!serving.health().healthy()) {
      replaceUnlessItRecovers(serving);
    }
  }

  private void rest(GroupInstance instance) {
    LifecycleState resting =
        group(instance).warmPool().map(WarmPool::resting).orElse(LifecycleState.WARMED_RUNNING);
    Optional<Ec2Instance> running = ec2.instances().find(instance.id()).filter(Ec2Instance::runs);
    if (resting == LifecycleState.WARMED_STOPPED && running.isPresent()) {
      ec2.stop(running.get());
    } else {
      settleInPool(instance, resting);
    }
  }

  private void settleInPool(GroupInstance instance, LifecycleState resting) {
    put(instance.in(resting, timeline.now()));
    announceArrival(instance);
  }

  private void shutDown(GroupInstance instance) {
    later(
        timings.deregistering(),
        instance,
        leaving -> leaving.lifecycle().isLeaving(),
        leaving ->
            ec2.instances()
                .find(leaving.id())
                .filter(found -> found.state() != Ec2State.TERMINATED)
                .ifPresentOrElse(ec2::terminate, () -> gone(leaving)));
  }

  private void gone(GroupInstance instance) {
    remove(instance);
    announceArrival(instance);
  }

  private void announceArrival(GroupInstance instance) {
    Instant started =
        instance.move().transition() == LifecycleTransition.LAUNCHING
            ? instance.launched()
            : instance.since();
    events.arrived(group(instance), instance, started);
  }

  private void replaceUnlessItRecovers(GroupInstance unhealthy) {
    later(
        timings.healthCheck(),
        unhealthy,
        found -> found.health().equals(unhealthy.health()) && isReplaceable(found),
        this::expel);
  }

  /** A group looks after what serves or is about to, not after what stands by or leaves. */
  private static boolean isReplaceable(GroupInstance instance) {
    LifecycleState lifecycle = instance.lifecycle();
    return lifecycle.isCapacity() || (lifecycle.isWarm() && !lifecycle.isLeaving());
  }

  private void passThrough(
      GroupInstance instance, LifecycleState state, Consumer<GroupInstance> next) {
    GroupInstance passing = put(instance.in(state, timeline.now()));
    later(
        timings.transit(),
        passing,
        found -> found.lifecycle() == state && found.since().equals(passing.since()),
        next);
  }

  private void later(
      Duration delay,
      GroupInstance instance,
      Predicate<GroupInstance> stillWanted,
      Consumer<GroupInstance> step) {
    timeline.in(delay, () -> instances.find(instance.id()).filter(stillWanted).ifPresent(step));
  }

  private boolean isRunning(GroupInstance instance) {
    return ec2.instances().find(instance.id()).filter(Ec2Instance::runs).isPresent();
  }

  private Group group(GroupInstance instance) {
    return groups
        .find(instance.group())
        .orElseThrow(() -> new IllegalStateException("no group of " + instance));
  }

  private GroupInstance put(GroupInstance instance) {
    instances.put(instance.id(), instance);
    unsettled.add(instance.group());
    return instance;
  }

  private void remove(GroupInstance instance) {
    instances.remove(instance.id());
    unsettled.add(instance.group());
  }
}

package io.hsdo.local.cloud.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The groups, and what can be asked of them: each method is a request of the API with its checks,
 * in the words in which AWS refuses. How instances move {@link Memberships} knows, and how many
 * there should be {@link Sizing}.
 */
public final class AutoScaling {
  private final Account account;
  private final Timeline timeline;
  private final Ids ids;
  private final Registry<Group> groups = new Registry<>();
  private final Memberships memberships;
  private final Sizing sizing;

  AutoScaling(
      Account account, Timeline timeline, Timings timings, Ids ids, Ec2 ec2, EventBridge events) {
    this.account = account;
    this.timeline = timeline;
    this.ids = ids;
    memberships = new Memberships(timeline, timings, ids, ec2, events, groups);
    sizing = new Sizing(groups, memberships);
    ec2.watch(memberships::follow);
  }

  Registry<Group> groups() {
    return groups;
  }

  Registry<GroupInstance> instances() {
    return memberships.instances();
  }

  /** Brings every group in which something has changed to the size it should have. */
  void settle() {
    sizing.settle();
  }

  public void createGroup(GroupSettings settings) {
    String name = settings.name();
    if (groups.find(name).isPresent()) {
      throw new AwsException(
          400,
          "AlreadyExists",
          "AutoScalingGroup by this name already exists - A group with the name %s already exists"
              .formatted(name));
    }
    var tags = new TreeMap<String, GroupTag>();
    settings.tags().forEach(tag -> tags.put(tag.key(), tag));
    put(
        new Group(
            name,
            account.groupArn(ids.uuid(), name),
            timeline.now(),
            settings.template(),
            settings.zones(),
            settings.capacity(),
            tags,
            new TreeMap<>(),
            Optional.empty(),
            false));
  }

  /**
   * What is empty stays as it is; a desired capacity outside new bounds moves to the next bound.
   */
  public void updateGroup(
      String name,
      OptionalInt min,
      OptionalInt max,
      OptionalInt desired,
      List<String> zones,
      Optional<LaunchTemplate> template) {
    Group group = require(name);
    int newMin = min.orElse(group.capacity().min());
    int newMax = max.orElse(group.capacity().max());
    int nearest = Math.min(Math.max(group.capacity().desired(), newMin), newMax);
    Group changed = group.withCapacity(new Capacity(newMin, newMax, desired.orElse(nearest)));
    if (!zones.isEmpty()) {
      changed = changed.withZones(zones);
    }
    put(template.map(changed::withTemplate).orElse(changed));
  }

  /** By force, hooks and instances go with the group; hooks no longer hold anybody up. */
  public void deleteGroup(String name, boolean force) {
    Group group =
        groups
            .find(name)
            .orElseThrow(
                () ->
                    AwsException.validation(
                        "AutoScalingGroup name not found - AutoScalingGroup '%s' not found"
                            .formatted(name)));
    if (!force && !memberships.of(name).isEmpty()) {
      throw new AwsException(
          400,
          "ResourceInUse",
          "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance"
              + " request(s) still in the group.");
    }
    group.hooks().keySet().forEach(hook -> deleteHook(name, hook));
    put(require(name).beingDeleted());
  }

  public void setDesiredCapacity(String name, int desired) {
    Group group = require(name);
    Capacity capacity = group.capacity();
    if (desired > capacity.max()) {
      throw AwsException.validation(
          "New SetDesiredCapacity value %d is above max value %d for the AutoScalingGroup."
              .formatted(desired, capacity.max()));
    }
    if (desired < capacity.min()) {
      throw AwsException.validation(
          "New SetDesiredCapacity value %d is below min value %d for the AutoScalingGroup."
              .formatted(desired, capacity.min()));
    }
    put(group.withCapacity(capacity.withDesired(desired)));
  }

  public Activity terminate(String instanceId, boolean decrement) {
    GroupInstance instance = requireManaged(instanceId);
    Group group = require(instance.group());
    Capacity capacity = group.capacity();
    if (decrement && instance.lifecycle().isCapacity()) {
      if (capacity.desired() == capacity.min()) {
        throw AwsException.validation(
            ("Currently, desiredSize equals minSize (%d). Terminating instance without replacement"
                    + " will violate group's min size constraint. Either set"
                    + " shouldDecrementDesiredCapacity flag to false or lower group's min size.")
                .formatted(capacity.min()));
      }
      put(group.withCapacity(capacity.withDesired(capacity.desired() - 1)));
    }
    memberships.expel(instance);
    return activity(instance, "Terminating EC2 instance: ", "taken out of service");
  }

  public List<Activity> enterStandby(String name, List<String> instanceIds, boolean decrement) {
    List<GroupInstance> entering =
        requireIn(
            name, instanceIds, Set.of(LifecycleState.IN_SERVICE)::contains, "is not in InService.");
    if (decrement) {
      resize(name, -entering.size(), "To place into standby");
    }
    entering.forEach(memberships::enterStandby);
    return activities(entering, "Moving EC2 instance to Standby: ", "moved to standby");
  }

  /** Returning instances count again at once, so the desired capacity grows with them. */
  public List<Activity> exitStandby(String name, List<String> instanceIds) {
    List<GroupInstance> leaving =
        requireIn(
            name, instanceIds, Set.of(LifecycleState.STANDBY)::contains, "is not in Standby.");
    resize(name, leaving.size(), "To move out of standby");
    leaving.forEach(memberships::exitStandby);
    return activities(leaving, "Moving EC2 instance out of Standby: ", "moved out of standby");
  }

  public List<Activity> detach(String name, List<String> instanceIds, boolean decrement) {
    List<GroupInstance> detaching =
        requireIn(
            name,
            instanceIds,
            Set.of(LifecycleState.IN_SERVICE, LifecycleState.STANDBY)::contains,
            "is not in InService or Standby.");
    if (decrement) {
      int counted = (int) detaching.stream().filter(each -> each.lifecycle().isCapacity()).count();
      resize(name, -counted, "To detach");
    }
    detaching.forEach(memberships::detach);
    return activities(detaching, "Detaching EC2 instance: ", "detached");
  }

  public void setHealth(String instanceId, boolean healthy) {
    memberships.setHealth(requireManaged(instanceId), healthy);
  }

  public void putHook(String name, LifecycleHook hook) {
    change(name, group -> group.withHook(hook));
  }

  /** Instances that wait for the hook are let go. */
  public void deleteHook(String name, String hookName) {
    Group group = require(name);
    if (!group.hooks().containsKey(hookName)) {
      throw AwsException.validation(
          "No Lifecycle Hook found for Auto Scaling group %s with name %s"
              .formatted(name, hookName));
    }
    put(group.withoutHook(hookName));
    for (GroupInstance instance : memberships.of(name)) {
      instance.actions().stream()
          .filter(action -> action.isFor(hookName, Optional.empty()))
          .forEach(action -> memberships.complete(instance, action, ActionResult.CONTINUE));
    }
  }

  /** Ends one wait, named by instance or by token. */
  public void complete(ActionName name, ActionResult result) {
    GroupInstance instance = requireWaiting(name);
    memberships.complete(instance, name.in(instance).orElseThrow(), result);
  }

  /** Puts off the timeout of one wait. */
  public void heartbeat(ActionName name) {
    GroupInstance instance = requireWaiting(name);
    memberships.heartbeat(instance, name.in(instance).orElseThrow());
  }

  public void putTag(String name, GroupTag tag) {
    Group group =
        groups
            .find(name)
            .orElseThrow(
                () ->
                    AwsException.validation(
                        "AutoScalingGroup not found - AutoScaling Group %s not found"
                            .formatted(name)));
    put(group.withTag(tag));
  }

  public void deleteTag(String name, String key) {
    change(name, group -> group.withoutTag(key));
  }

  public void putWarmPool(String name, WarmPool warmPool) {
    change(name, group -> group.withWarmPool(Optional.of(warmPool)));
  }

  public void deleteWarmPool(String name) {
    change(name, group -> group.withWarmPool(Optional.empty()));
  }

  private void resize(String name, int difference, String purpose) {
    Group group = require(name);
    Capacity capacity = group.capacity();
    int desired = capacity.desired() + difference;
    if (desired < capacity.min() || desired > capacity.max()) {
      throw AwsException.validation(
          ("AutoScalingGroup %s has min-size=%d, max-size=%d, and desired-size=%d. %s %d"
                  + " instance%s will update the AutoScalingGroup sizes to min=%d, max=%d,"
                  + " desired=%d. Please provide a valid new size.")
              .formatted(
                  name,
                  capacity.min(),
                  capacity.max(),
                  capacity.desired(),
                  purpose,
                  Math.abs(difference),
                  Math.abs(difference) == 1 ? "" : "s",
                  capacity.min(),
                  capacity.max(),
                  desired));
    }
    put(group.withCapacity(capacity.withDesired(desired)));
  }

  private List<GroupInstance> requireIn(
      String name, List<String> instanceIds, Predicate<LifecycleState> allowed, String otherwise) {
    require(name);
    return instanceIds.stream()
        .distinct()
        .map(
            id -> {
              GroupInstance instance =
                  instances()
                      .find(id)
                      .filter(found -> found.group().equals(name))
                      .orElseThrow(
                          () ->
                              AwsException.validation(
                                  "The instance %s is not part of Auto Scaling group %s."
                                      .formatted(id, name)));
              if (!allowed.test(instance.lifecycle())) {
                throw AwsException.validation("The instance %s %s".formatted(id, otherwise));
              }
              return instance;
            })
        .toList();
  }

  private GroupInstance requireManaged(String instanceId) {
    return instances()
        .find(instanceId)
        .orElseThrow(
            () ->
                AwsException.validation(
                    "Instance Id not found - No managed instance found for instance ID: "
                        + instanceId));
  }

  private GroupInstance requireWaiting(ActionName name) {
    require(name.group());
    return memberships.of(name.group()).stream()
        .filter(instance -> name.in(instance).isPresent())
        .findFirst()
        .orElseThrow(name::notFound);
  }

  private Group require(String name) {
    return groups
        .find(name)
        .orElseThrow(() -> AwsException.validation("AutoScalingGroup name not found - null"));
  }

  private void change(String name, UnaryOperator<Group> change) {
    put(change.apply(require(name)));
  }

  private void put(Group group) {
    groups.put(group.name(), group);
    memberships.unsettle(group.name());
  }

  private List<Activity> activities(
      List<GroupInstance> instances, String description, String done) {
    return instances.stream().map(each -> activity(each, description, done)).toList();
  }

  private Activity activity(GroupInstance instance, String description, String done) {
    return new Activity(
        ids.uuid(),
        instance.group(),
        description + instance.id(),
        "At %s instance %s was %s in response to a user request."
            .formatted(timeline.now(), instance.id(), done),
        timeline.now(),
        instance.zone());
  }
}

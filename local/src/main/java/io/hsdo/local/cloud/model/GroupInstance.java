package io.hsdo.local.cloud.model;

import java.time.Instant;
import java.util.List;

/**
 * An instance as its group sees it.
 *
 * @param move how it came where it is or is about to go
 * @param since when it entered its lifecycle state
 * @param actions the hooks it waits for
 */
public record GroupInstance(
    String id,
    String group,
    String zone,
    LaunchTemplate template,
    Instant launched,
    Move move,
    LifecycleState lifecycle,
    Instant since,
    Health health,
    List<LifecycleAction> actions) {

  public GroupInstance {
    actions = List.copyOf(actions);
  }

  static GroupInstance newcomer(Ec2Instance instance, String group, Move move) {
    return new GroupInstance(
        instance.id(),
        group,
        instance.zone(),
        instance.template(),
        instance.launched(),
        move,
        move.entering(),
        instance.launched(),
        new Health(true, instance.launched()),
        List.of());
  }

  GroupInstance beginning(Move move, Instant now) {
    return new GroupInstance(
        id, group, zone, template, launched, move, move.entering(), now, health, List.of());
  }

  GroupInstance in(LifecycleState lifecycle, Instant now) {
    return new GroupInstance(
        id, group, zone, template, launched, move, lifecycle, now, health, actions);
  }

  GroupInstance withHealth(Health health) {
    return new GroupInstance(
        id, group, zone, template, launched, move, lifecycle, since, health, actions);
  }

  GroupInstance withActions(List<LifecycleAction> actions) {
    return new GroupInstance(
        id, group, zone, template, launched, move, lifecycle, since, health, actions);
  }

  GroupInstance replacing(LifecycleAction action, LifecycleAction replacement) {
    return withActions(
        actions.stream().map(each -> each.equals(action) ? replacement : each).toList());
  }

  GroupInstance without(LifecycleAction action) {
    return withActions(actions.stream().filter(each -> !each.equals(action)).toList());
  }
}

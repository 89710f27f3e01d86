package io.hsdo.local.cloud.model;

import java.util.List;
import java.util.Set;

/**
 * Brings groups and their warm pools to the size they should have. What is in service or on its way
 * there counts, so a replacement is launched as soon as an instance begins to leave; an instance of
 * the warm pool comes before a new one.
 */
final class Sizing {
  private final Registry<Group> groups;
  private final Memberships memberships;

  Sizing(Registry<Group> groups, Memberships memberships) {
    this.groups = groups;
    this.memberships = memberships;
  }

  /** Goes on until nothing changes any more. */
  void settle() {
    Set<String> names = memberships.takeUnsettled();
    while (!names.isEmpty()) {
      names.stream().sorted().forEach(name -> groups.find(name).ifPresent(this::settle));
      names = memberships.takeUnsettled();
    }
  }

  private void settle(Group group) {
    List<GroupInstance> instances = memberships.of(group.name());
    if (!group.deleting()) {
      settleGroup(group, instances);
      settlePool(group, memberships.of(group.name()));
    } else if (instances.isEmpty()) {
      groups.remove(group.name());
    } else {
      instances.forEach(memberships::expel);
    }
  }

  private void settleGroup(Group group, List<GroupInstance> instances) {
    List<GroupInstance> capacity =
        instances.stream().filter(each -> each.lifecycle().isCapacity()).toList();
    int missing = group.capacity().desired() - capacity.size();
    if (missing < 0) {
      boolean reuse = group.warmPool().map(WarmPool::reuse).orElse(false);
      Balance.surplus(-missing, group.zones(), capacity)
          .forEach(each -> memberships.leave(each, reuse ? Move.COOL_DOWN : Move.TERMINATE));
    } else {
      List<GroupInstance> warm = instances.stream().filter(Sizing::isReady).limit(missing).toList();
      warm.forEach(memberships::join);
      Balance.zonesOfNext(missing - warm.size(), group.zones(), capacity)
          .forEach(zone -> memberships.launch(group, zone, Move.LAUNCH));
    }
  }

  private void settlePool(Group group, List<GroupInstance> instances) {
    List<GroupInstance> pool =
        instances.stream()
            .filter(each -> each.lifecycle().isWarm() && !each.lifecycle().isLeaving())
            .toList();
    int size = group.warmPool().map(warmPool -> warmPool.size(group.capacity())).orElse(0);
    int missing = size - pool.size();
    if (missing < 0) {
      pool.stream().filter(Sizing::isReady).limit(-missing).forEach(memberships::expel);
    } else {
      Balance.zonesOfNext(missing, group.zones(), pool)
          .forEach(zone -> memberships.launch(group, zone, Move.WARM_UP));
    }
  }

  private static boolean isReady(GroupInstance instance) {
    return instance.lifecycle() == LifecycleState.WARMED_STOPPED
        || instance.lifecycle() == LifecycleState.WARMED_RUNNING;
  }
}

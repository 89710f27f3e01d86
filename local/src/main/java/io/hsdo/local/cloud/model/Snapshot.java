package io.hsdo.local.cloud.model;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** All there is at one moment, each by name; never changes. */
public record Snapshot(
    SortedMap<String, Group> groups,
    SortedMap<String, GroupInstance> groupInstances,
    SortedMap<String, Ec2Instance> instances,
    SortedMap<String, LaunchTemplate> templates) {

  /** An account in which nothing was ever made. */
  public static Snapshot empty() {
    return new Snapshot(
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        Collections.emptySortedMap());
  }

  /** Who is in the group, the warm pool included. */
  public List<GroupInstance> instancesOf(String groupName) {
    return groupInstances.values().stream()
        .filter(instance -> instance.group().equals(groupName))
        .toList();
  }

  /** The same, as if the groups and instances of these names did not exist. */
  public Snapshot without(Set<String> names) {
    return new Snapshot(
        without(groups, names),
        without(groupInstances, names),
        without(instances, names),
        without(templates, names));
  }

  private static <V> SortedMap<String, V> without(SortedMap<String, V> all, Set<String> names) {
    var rest = new TreeMap<>(all);
    rest.keySet().removeAll(names);
    return Collections.unmodifiableSortedMap(rest);
  }

  /** The same objects, not merely equal ones: enough to see that nothing was touched. */
  boolean isSameAs(Snapshot other) {
    return groups == other.groups
        && groupInstances == other.groupInstances
        && instances == other.instances
        && templates == other.templates;
  }
}

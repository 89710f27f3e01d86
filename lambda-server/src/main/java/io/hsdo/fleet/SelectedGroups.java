package io.hsdo.fleet;

import io.hsdo.slot.Member;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/**
 * The groups that a snapshot is about.
 *
 * @param found those that are configured or hold slots, by name
 * @param configured those that make up the fleet, whether they were found or not
 */
record SelectedGroups(Map<String, AutoScalingGroup> found, Set<String> configured) {
  static SelectedGroups ask(
      AutoScalingGroups autoScaling, GroupSelection selection, Collection<Member> seated) {
    Map<String, AutoScalingGroup> found = new TreeMap<>();
    // Not every emulator of AWS leaves out the groups without the tags.
    autoScaling.tagged(selection.tags()).stream()
        .filter(selection::selectsByTag)
        .forEach(group -> found.put(group.autoScalingGroupName(), group));
    Set<String> others = new TreeSet<>(selection.names());
    seated.forEach(member -> others.add(member.group()));
    others.removeAll(found.keySet());
    autoScaling.named(others).forEach(group -> found.put(group.autoScalingGroupName(), group));
    return new SelectedGroups(found, configured(selection, found, others));
  }

  /**
   * The groups by name, and by tag those that carry the tags, also if the question by tag missed
   * them. Those that hold slots and are not found may well carry them.
   */
  private static Set<String> configured(
      GroupSelection selection, Map<String, AutoScalingGroup> found, Set<String> askedFor) {
    Set<String> configured = new TreeSet<>(selection.names());
    found.forEach(
        (name, group) -> {
          if (selection.selectsByTag(group)) {
            configured.add(name);
          }
        });
    if (!selection.tags().isEmpty()) {
      askedFor.stream().filter(name -> !found.containsKey(name)).forEach(configured::add);
    }
    return configured;
  }
}

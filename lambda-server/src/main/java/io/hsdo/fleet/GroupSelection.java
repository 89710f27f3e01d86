package io.hsdo.fleet;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/**
 * Which groups make up the fleet.
 *
 * @param names by name
 * @param tags and those that carry all of these tags; none if empty
 */
public record GroupSelection(Set<String> names, Map<String, String> tags) {
  public GroupSelection {
    names = Set.copyOf(names);
    tags = Map.copyOf(tags);
    if (names.isEmpty() && tags.isEmpty()) {
      throw new IllegalArgumentException(
          "no groups are selected: expected names or tags of Auto Scaling Groups");
    }
  }

  /** Whether the group carries all of the tags that are asked for. */
  boolean selectsByTag(AutoScalingGroup group) {
    return !tags.isEmpty()
        && tags.entrySet().stream()
            .allMatch(tag -> group.tags().stream().anyMatch(carried -> is(tag, carried)));
  }

  /** A tag without a value may be told of without one. */
  private static boolean is(Map.Entry<String, String> tag, TagDescription carried) {
    return tag.getKey().equals(carried.key())
        && tag.getValue().equals(Objects.requireNonNullElse(carried.value(), ""));
  }

  /** By name alone. */
  public static GroupSelection named(String... names) {
    return new GroupSelection(Set.copyOf(List.of(names)), Map.of());
  }
}

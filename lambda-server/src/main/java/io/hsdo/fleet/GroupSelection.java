package io.hsdo.fleet;

import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /** By name alone. */
  public static GroupSelection named(String... names) {
    return new GroupSelection(Set.copyOf(List.of(names)), Map.of());
  }
}

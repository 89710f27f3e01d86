package io.hsdo.local.cloud.model;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where a group launches and whom it terminates, so that its zones stay even: it launches in the
 * zone with the fewest instances, the first of its list among equals, and terminates the oldest
 * instance of the zone with the most, the last of its list among equals. Zones that are no longer
 * in its list come last.
 */
final class Balance {
  private Balance() {}

  /** The zones of the next {@code count} launches. */
  static List<String> zonesOfNext(int count, List<String> zones, List<GroupInstance> instances) {
    var sizes = new LinkedHashMap<String, Integer>();
    zones.forEach(zone -> sizes.put(zone, 0));
    instances.forEach(instance -> sizes.computeIfPresent(instance.zone(), (zone, n) -> n + 1));
    var chosen = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      String emptiest =
          zones.stream()
              .min(comparing(zone -> Objects.requireNonNull(sizes.get(zone))))
              .orElseThrow();
      sizes.merge(emptiest, 1, Integer::sum);
      chosen.add(emptiest);
    }
    return chosen;
  }

  /** The {@code count} instances to terminate, at most all of them. */
  static List<GroupInstance> surplus(int count, List<String> zones, List<GroupInstance> instances) {
    Map<String, Deque<GroupInstance>> oldestFirst =
        instances.stream()
            .sorted(comparing(GroupInstance::launched).thenComparing(GroupInstance::id))
            .collect(groupingBy(GroupInstance::zone, toCollection(ArrayDeque::new)));
    var chosen = new ArrayList<GroupInstance>();
    for (int i = 0; i < count; i++) {
      oldestFirst.entrySet().stream()
          .max(
              comparing((Map.Entry<String, Deque<GroupInstance>> zone) -> zone.getValue().size())
                  .thenComparing(zone -> rank(zones, zone.getKey())))
          .map(zone -> zone.getValue().poll())
          .ifPresent(chosen::add);
    }
    return chosen;
  }

  private static int rank(List<String> zones, String zone) {
    int index = zones.indexOf(zone);
    return index < 0 ? zones.size() : index;
  }
}

package io.hsdo.local.cloud.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Named values in order of name, with a copy for readers that is made anew only after a change. */
final class Registry<V> {
  private final TreeMap<String, V> values = new TreeMap<>();
  private @Nullable SortedMap<String, V> view;

  Optional<V> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  void put(String name, V value) {
    values.put(name, value);
    view = null;
  }

  void remove(String name) {
    values.remove(name);
    view = null;
  }

  /** The values as they are now; adding and removing while walking through them is safe. */
  List<V> all() {
    return new ArrayList<>(values.values());
  }

  /** The same object until something changes. */
  SortedMap<String, V> view() {
    if (view == null) {
      view = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }
    return view;
  }
}

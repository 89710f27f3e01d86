package io.hsdo.fleet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What one call of an API takes at once. */
final class Chunks {
  private Chunks() {}

  /** {@code all} in its order, in lists of at most {@code size}. */
  static <T> List<List<T>> of(Collection<T> all, int size) {
    List<T> items = List.copyOf(all);
    List<List<T>> chunks = new ArrayList<>();
    for (int start = 0; start < items.size(); start += size) {
      chunks.add(items.subList(start, Math.min(start + size, items.size())));
    }
    return chunks;
  }
}

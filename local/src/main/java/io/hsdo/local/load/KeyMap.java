package io.hsdo.local.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which instance answers for which key.
 *
 * @param instances of key 0, 1, ...; what went wrong, where nobody answered well
 */
public record KeyMap(List<String> instances) {
  public KeyMap {
    instances = List.copyOf(instances);
  }

  /** Asks for each of the first {@code keys} keys once. */
  public static KeyMap of(InetSocketAddress target, int keys) throws IOException {
    List<String> instances = new ArrayList<>(keys);
    try (var connection = new HttpConnection(target)) {
      for (int key = 0; key < keys; key++) {
        var response = connection.ask("/key-" + key, true);
        instances.add(
            response.isOk()
                ? response.headers().getOrDefault("x-instance-id", "nobody")
                : response.statusLine());
        if (response.isLast()) {
          throw new IOException("closed after key " + key + ": " + response.statusLine());
        }
      }
    }
    return new KeyMap(instances);
  }

  /** Whoever answers for at least one key. */
  public Set<String> distinctInstances() {
    return new TreeSet<>(instances);
  }

  /** The keys that had another instance before. */
  public List<Integer> movedSince(KeyMap before) {
    return IntStream.range(0, instances.size())
        .filter(key -> !instances.get(key).equals(before.instances().get(key)))
        .boxed()
        .toList();
  }
}

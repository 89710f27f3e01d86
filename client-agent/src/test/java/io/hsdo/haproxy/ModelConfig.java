package io.hsdo.haproxy;

import io.hsdo.haproxy.ModelServer.Definition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Backends as a HAProxy's configuration describes them, as far as fixtures go: {@code backend},
 * {@code hash-type map-based}, {@code server} and {@code server-template} with {@code check},
 * {@code disabled}, {@code init-addr} and {@code track}. Other lines mean nothing.
 */
final class ModelConfig {
  /**
   * @param staticBalance whether weights can't be changed at run time
   */
  record ModelBackend(
      int id, String name, boolean staticBalance, Map<String, ModelServer> servers) {}

  private final Dialect dialect;
  private final Map<String, ModelBackend> backends = new LinkedHashMap<>();

  private ModelConfig(Dialect dialect) {
    this.dialect = dialect;
  }

  static Map<String, ModelBackend> parse(String text, Dialect dialect) {
    var config = new ModelConfig(dialect);
    String name = "";
    List<String> section = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.startsWith("backend ")) {
        config.add(name, section);
        name = line.substring("backend ".length());
        section.clear();
      } else {
        section.add(line);
      }
    }
    config.add(name, section);
    return config.backends;
  }

  private void add(String name, List<String> section) {
    if (name.isEmpty()) {
      return;
    }
    var backend =
        new ModelBackend(
            // HAProxy counts its proxies, of which one is its own.
            2 + backends.size(),
            name,
            section.contains("hash-type map-based"),
            new LinkedHashMap<>());
    backends.put(name, backend);
    for (String line : section) {
      List<String> words = Arrays.asList(line.split(" +"));
      switch (words.get(0)) {
        case "server" -> add(backend, words.get(1), words.get(2), words);
        case "server-template" -> {
          int last = Integer.parseInt(words.get(2).substring("1-".length()));
          for (int i = 1; i <= last; i++) {
            add(backend, words.get(1) + i, words.get(3), words);
          }
        }
        default -> {}
      }
    }
  }

  private void add(ModelBackend backend, String name, String place, List<String> words) {
    int colon = place.lastIndexOf(':');
    String host = place.substring(0, colon);
    Optional<String> literal = IpText.canonical(host);
    String initial =
        option(words, "init-addr").map(methods -> methods.replace("last,", "")).orElse("none");
    backend
        .servers()
        .put(
            name,
            new ModelServer(
                new Definition(
                    backend.servers().size() + 1,
                    name,
                    literal.isPresent() ? Optional.empty() : Optional.of(host),
                    literal.orElse(initial.equals("none") ? "-" : initial),
                    Integer.parseInt(place.substring(colon + 1)),
                    words.contains("check"),
                    words.contains("disabled"),
                    option(words, "track").map(this::server)),
                dialect));
  }

  private ModelServer server(String ref) {
    int slash = ref.indexOf('/');
    return Optional.ofNullable(backends.get(ref.substring(0, slash)))
        .map(backend -> backend.servers().get(ref.substring(slash + 1)))
        .orElseThrow(() -> new IllegalArgumentException("no server " + ref + " above"));
  }

  private static Optional<String> option(List<String> words, String name) {
    int at = words.indexOf(name);
    return at < 0 ? Optional.empty() : Optional.of(words.get(at + 1));
  }
}

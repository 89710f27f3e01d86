package io.hsdo.agent;

import io.hsdo.config.AwsSettings;
import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.Placement;
import io.hsdo.reconcile.Placement.Locality;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the agent is told by its parameters.
 *
 * @param interval between two polls
 * @param exporter where metrics are served
 */
public record AgentConfiguration(
    AwsSettings aws,
    Duration interval,
    String haproxySocket,
    List<Backend> backends,
    PlacementSetting placement,
    Cache cache,
    InetSocketAddress exporter) {

  private static final Path DEFAULT_CACHE = Path.of("/var/lib/hsdo/slots.json");
  private static final Duration DEFAULT_CACHE_MAX_AGE = Duration.ofDays(1);

  /** An older list tells more of yesterday's fleet than of today's. */
  private static final Duration LONGEST_CACHE_MAX_AGE = Duration.ofDays(30);

  private static final String DEFAULT_SOCKET = "/var/run/haproxy/admin.sock";
  private static final int DEFAULT_SERVER_PORT = 80;
  private static final String BACKEND_LIST_EXAMPLE =
      "{http-back: {baseName: mywebapp, serverPort: 80}}";
  private static final String BASE_NAME = "baseName";
  private static final String SERVER_PORT = "serverPort";
  private static final List<String> BACKEND_KEYS = List.of(BASE_NAME, SERVER_PORT);

  /**
   * The file that keeps the list for a restart.
   *
   * @param maxAge of a list that is used; zero if none is kept
   */
  public record Cache(Path path, Duration maxAge) {
    static Cache of(Parameters parameters) {
      return new Cache(
          parameters
              .read(
                  Parameter.CLIENT_CACHE_PATH,
                  "the absolute path of a file, such as " + DEFAULT_CACHE,
                  value -> file(value.toString()))
              .orElse(DEFAULT_CACHE),
          parameters
              .seconds(Parameter.CLIENT_CACHE_MAX_AGE, Duration.ZERO, LONGEST_CACHE_MAX_AGE)
              .orElse(DEFAULT_CACHE_MAX_AGE));
    }

    private static Path file(String text) {
      Path path = Path.of(text);
      if (!path.isAbsolute() || path.getFileName() == null || text.endsWith("/")) {
        throw new IllegalArgumentException("no absolute path of a file");
      }
      return path;
    }
  }

  public static AgentConfiguration of(Parameters parameters) {
    List<Backend> backends = backends(parameters);
    return new AgentConfiguration(
        AwsSettings.of(parameters),
        parameters.interval(),
        socket(parameters),
        backends,
        placement(parameters, backends),
        Cache.of(parameters),
        parameters.exporter());
  }

  /**
   * What is worth telling the user about values, although none of them is wrong.
   *
   * @throws ConfigurationException if they cannot be used
   */
  static List<String> warnings(Parameters parameters) {
    List<String> warnings = new ArrayList<>();
    parameters
        .map(Parameter.CLIENT_HAPROXY_BACKEND_LIST, BACKEND_LIST_EXAMPLE)
        .forEach(
            (backend, entry) -> {
              if (entry instanceof Map<?, ?> map) {
                unknownKeys(map).forEach(key -> warnings.add(ignored(key, backend)));
              }
            });
    return warnings;
  }

  private static List<String> unknownKeys(Map<?, ?> entry) {
    return entry.keySet().stream()
        .map(String::valueOf)
        .filter(key -> !BACKEND_KEYS.contains(key))
        .toList();
  }

  private static String ignored(String key, String backend) {
    return Parameter.CLIENT_HAPROXY_BACKEND_LIST
        + ": key '"
        + key
        + "' of backend '"
        + backend
        + "' is unknown and ignored, known are "
        + String.join(" and ", BACKEND_KEYS);
  }

  /**
   * The same for an agent that gets in nobody's way: its files are in this folder, its port is a
   * free one.
   */
  AgentConfiguration aside(Path folder) {
    return new AgentConfiguration(
        aws,
        interval,
        haproxySocket,
        backends,
        placement,
        new Cache(folder.resolve("slots.json"), cache.maxAge()),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static String socket(Parameters parameters) {
    String path = parameters.text(Parameter.CLIENT_HAPROXY_SOCKET_PATH).orElse(DEFAULT_SOCKET);
    if (!path.startsWith("/")) {
      throw new ConfigurationException(
          Parameter.CLIENT_HAPROXY_SOCKET_PATH
              + " is '"
              + path
              + "': expected the absolute path of a unix socket, such as "
              + DEFAULT_SOCKET);
    }
    return path;
  }

  private static PlacementSetting placement(Parameters parameters, List<Backend> backends) {
    boolean byGroup = parameters.flag(Parameter.CLIENT_DEDICATED_ASG);
    boolean byZone = parameters.flag(Parameter.CLIENT_ZONE_AFFINITY);
    boolean everybodyInFallback = parameters.flag(Parameter.CLIENT_ALL_SERVERS_IN_FALLBACK_BACKEND);
    if (byGroup && byZone) {
      throw new ConfigurationException(
          Parameter.CLIENT_DEDICATED_ASG
              + " and "
              + Parameter.CLIENT_ZONE_AFFINITY
              + " are both 'true': expected one of them, for both say who is local");
    }
    requireFallback(parameters, backends, Parameter.CLIENT_DEDICATED_ASG);
    requireFallback(parameters, backends, Parameter.CLIENT_ZONE_AFFINITY);
    requireFallback(parameters, backends, Parameter.CLIENT_ALL_SERVERS_IN_FALLBACK_BACKEND);
    Optional<String> zone = parameters.text(Parameter.CLIENT_ZONE);
    if (byZone && zone.isEmpty()) {
      return new PlacementSetting.ByOwnZone(everybodyInFallback);
    }
    Locality locality =
        byGroup
            ? groups(parameters)
            : byZone ? new Locality.Zone(zone.orElseThrow()) : new Locality.Everybody();
    return new PlacementSetting.Told(new Placement(locality, everybodyInFallback));
  }

  private static void requireFallback(
      Parameters parameters, List<Backend> backends, Parameter filter) {
    if (parameters.flag(filter)
        && backends.stream().noneMatch(backend -> backend.role() == Backend.Role.FALLBACK)) {
      throw neededWith(parameters, Parameter.CLIENT_HAPROXY_FALLBACK_BACKEND_NAME, filter);
    }
  }

  private static Locality groups(Parameters parameters) {
    Set<String> groups = new TreeSet<>(parameters.list(Parameter.CLIENT_ASG_NAMES));
    if (groups.isEmpty()) {
      throw neededWith(parameters, Parameter.CLIENT_ASG_NAMES, Parameter.CLIENT_DEDICATED_ASG);
    }
    return new Locality.Groups(groups);
  }

  private static List<Backend> backends(Parameters parameters) {
    int port =
        parameters
            .number(Parameter.CLIENT_HAPROXY_BACKEND_SERVER_PORT, 1, 65535)
            .orElse(DEFAULT_SERVER_PORT);
    List<Backend> backends = new ArrayList<>(listed(parameters, port));
    if (backends.isEmpty()) {
      backends.add(
          backend(
              parameters,
              Parameter.CLIENT_HAPROXY_BACKEND_NAME,
              Parameter.CLIENT_HAPROXY_BACKEND_BASE_NAME,
              port,
              Backend.Role.DEFAULT));
    }
    if (parameters.isSet(Parameter.CLIENT_HAPROXY_FALLBACK_BACKEND_NAME)
        || parameters.isSet(Parameter.CLIENT_HAPROXY_FALLBACK_BACKEND_BASE_NAME)) {
      backends.add(
          backend(
              parameters,
              Parameter.CLIENT_HAPROXY_FALLBACK_BACKEND_NAME,
              Parameter.CLIENT_HAPROXY_FALLBACK_BACKEND_BASE_NAME,
              port,
              Backend.Role.FALLBACK));
    }
    requireDistinct(backends);
    return List.copyOf(backends);
  }

  private static void requireDistinct(List<Backend> backends) {
    Set<String> names = new TreeSet<>();
    for (Backend backend : backends) {
      if (!names.add(backend.name())) {
        throw new ConfigurationException(
            Parameter.CLIENT_HAPROXY_FALLBACK_BACKEND_NAME
                + " is '"
                + backend.name()
                + "', which is one of the other backends: expected another backend, for the"
                + " members that those do not carry");
      }
    }
  }

  private static List<Backend> listed(Parameters parameters, int defaultPort) {
    return parameters
        .map(Parameter.CLIENT_HAPROXY_BACKEND_LIST, BACKEND_LIST_EXAMPLE)
        .entrySet()
        .stream()
        .map(entry -> listed(entry.getKey(), entry.getValue(), defaultPort))
        .toList();
  }

  private static Backend listed(String name, @Nullable Object entry, int defaultPort) {
    try {
      if (!(entry instanceof Map<?, ?> map) || map.get(BASE_NAME) == null) {
        throw new IllegalArgumentException("it has no " + BASE_NAME);
      }
      Object port = map.get(SERVER_PORT);
      return new Backend(
          name,
          map.get(BASE_NAME).toString(),
          port == null ? defaultPort : port(port.toString()),
          Backend.Role.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          Parameter.CLIENT_HAPROXY_BACKEND_LIST
              + " has '"
              + name
              + "' as '"
              + entry
              + "' ("
              + e.getMessage()
              + "): expected backends such as "
              + BACKEND_LIST_EXAMPLE);
    }
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(SERVER_PORT + " '" + text + "' is no number", e);
    }
  }

  private static Backend backend(
      Parameters parameters, Parameter name, Parameter baseName, int port, Backend.Role role) {
    if (parameters.isSet(baseName) && !parameters.isSet(name)) {
      throw neededWith(parameters, name, baseName);
    }
    String backendName = parameters.required(name, "the name of a backend of HAProxy");
    String base =
        parameters.text(baseName).orElseThrow(() -> neededWith(parameters, baseName, name));
    try {
      return new Backend(backendName, base, port, role);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(name + " or " + baseName + ": " + e.getMessage());
    }
  }

  private static ConfigurationException neededWith(
      Parameters parameters, Parameter missing, Parameter given) {
    return new ConfigurationException(
        missing
            + " is not set: "
            + given
            + ", which is '"
            + parameters.text(given).orElse("")
            + "', needs it");
  }
}

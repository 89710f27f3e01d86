package io.hsdo.agent;

import io.hsdo.config.AwsSettings;
import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.Placement;
import io.hsdo.reconcile.Placement.Locality;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
    Placement placement,
    InetSocketAddress exporter) {

  private static final String DEFAULT_SOCKET = "/var/run/haproxy/admin.sock";
  private static final int DEFAULT_SERVER_PORT = 80;
  private static final int DEFAULT_EXPORTER_PORT = 6789;
  private static final String BACKEND_LIST_EXAMPLE =
      "{http-back: {baseName: mywebapp, serverPort: 80}}";

  public static AgentConfiguration of(Parameters parameters) {
    List<Backend> backends = backends(parameters);
    boolean everybodyInFallback = parameters.flag(Parameter.CLIENT_ALL_SERVERS_IN_FALLBACK_BACKEND);
    if (everybodyInFallback && !hasFallback(backends)) {
      throw neededWith(
          Parameter.CLIENT_HAPROXY_FALLBACK_BACKEND_NAME,
          Parameter.CLIENT_ALL_SERVERS_IN_FALLBACK_BACKEND);
    }
    return new AgentConfiguration(
        AwsSettings.of(parameters),
        parameters.interval(),
        socket(parameters),
        backends,
        new Placement(locality(parameters, backends), everybodyInFallback),
        new InetSocketAddress(
            parameters.text(Parameter.EXPORTER_ADDRESS).orElse("0.0.0.0"),
            parameters.number(Parameter.EXPORTER_PORT, 0, 65535).orElse(DEFAULT_EXPORTER_PORT)));
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

  private static boolean hasFallback(List<Backend> backends) {
    return backends.stream().anyMatch(backend -> backend.role() == Backend.Role.FALLBACK);
  }

  private static Locality locality(Parameters parameters, List<Backend> backends) {
    boolean byGroup = parameters.flag(Parameter.CLIENT_DEDICATED_ASG);
    boolean byZone = parameters.flag(Parameter.CLIENT_ZONE_AFFINITY);
    if (byGroup && byZone) {
      throw new ConfigurationException(
          Parameter.CLIENT_DEDICATED_ASG
              + " and "
              + Parameter.CLIENT_ZONE_AFFINITY
              + " are both 'true': expected one of them, for both say who is local");
    }
    if (!byGroup && !byZone) {
      return new Locality.Everybody();
    }
    Parameter filter = byGroup ? Parameter.CLIENT_DEDICATED_ASG : Parameter.CLIENT_ZONE_AFFINITY;
    if (!hasFallback(backends)) {
      throw neededWith(Parameter.CLIENT_HAPROXY_FALLBACK_BACKEND_NAME, filter);
    }
    return byGroup ? groups(parameters) : zone(parameters);
  }

  private static Locality groups(Parameters parameters) {
    Set<String> groups = new TreeSet<>(parameters.list(Parameter.CLIENT_ASG_NAMES));
    if (groups.isEmpty()) {
      throw neededWith(Parameter.CLIENT_ASG_NAMES, Parameter.CLIENT_DEDICATED_ASG);
    }
    return new Locality.Groups(groups);
  }

  private static Locality zone(Parameters parameters) {
    return new Locality.Zone(
        parameters
            .text(Parameter.CLIENT_ZONE)
            .orElseThrow(() -> neededWith(Parameter.CLIENT_ZONE, Parameter.CLIENT_ZONE_AFFINITY)));
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
            "backend '" + backend.name() + "' is configured twice: expected a backend once");
      }
    }
  }

  private static List<Backend> listed(Parameters parameters, int defaultPort) {
    Map<String, Object> entries =
        parameters.map(Parameter.CLIENT_HAPROXY_BACKEND_LIST, BACKEND_LIST_EXAMPLE);
    return parameters
        .read(
            Parameter.CLIENT_HAPROXY_BACKEND_LIST,
            "backends such as " + BACKEND_LIST_EXAMPLE,
            ignored ->
                entries.entrySet().stream()
                    .map(entry -> listed(entry.getKey(), entry.getValue(), defaultPort))
                    .toList())
        .orElse(List.of());
  }

  private static Backend listed(String name, Object entry, int defaultPort) {
    if (!(entry instanceof Map<?, ?> map) || map.get("baseName") == null) {
      throw new IllegalArgumentException("backend without baseName");
    }
    Object port = map.get("serverPort");
    return new Backend(
        name,
        map.get("baseName").toString(),
        port == null ? defaultPort : Integer.parseInt(port.toString()),
        Backend.Role.DEFAULT);
  }

  private static Backend backend(
      Parameters parameters, Parameter name, Parameter baseName, int port, Backend.Role role) {
    if (parameters.isSet(baseName) && !parameters.isSet(name)) {
      throw neededWith(name, baseName);
    }
    String backendName = parameters.required(name, "the name of a backend of HAProxy");
    String base = parameters.text(baseName).orElseThrow(() -> neededWith(baseName, name));
    try {
      return new Backend(backendName, base, port, role);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(name + " or " + baseName + ": " + e.getMessage());
    }
  }

  private static ConfigurationException neededWith(Parameter missing, Parameter given) {
    return new ConfigurationException(missing + " is not set: " + given + " needs it");
  }
}

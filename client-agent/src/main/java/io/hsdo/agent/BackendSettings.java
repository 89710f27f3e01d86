package io.hsdo.agent;

import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import io.hsdo.reconcile.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The backends that the agent is to manage, as its parameters say.
 *
 * @param all at least one, each of another name
 * @param warnings of what is written there and nobody reads
 */
record BackendSettings(List<Backend> all, List<String> warnings) {
  private static final String EXAMPLE = "{http-back: {baseName: mywebapp, serverPort: 80}}";
  private static final String BASE_NAME = "baseName";
  private static final String SERVER_PORT = "serverPort";

  /** Of one backend; a list takes its place. */
  private static final List<Parameter> OLDER_FORM =
      List.of(Parameter.CLIENT_HAPROXY_BACKEND_NAME, Parameter.CLIENT_HAPROXY_BACKEND_BASE_NAME);

  private static final List<String> KEYS = List.of(BASE_NAME, SERVER_PORT);

  BackendSettings {
    all = List.copyOf(all);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads them.
   *
   * @throws ConfigurationException if they cannot be used
   */
  static BackendSettings of(Parameters parameters) {
    int port = parameters.number(Parameter.CLIENT_HAPROXY_BACKEND_SERVER_PORT, 1, 65535);
    Map<String, Object> list = parameters.map(Parameter.CLIENT_HAPROXY_BACKEND_LIST, EXAMPLE);
    List<Backend> backends = new ArrayList<>();
    list.forEach((name, entry) -> backends.add(listed(name, entry, port)));
    if (backends.isEmpty()) {
      backends.add(single(parameters, port));
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
    List<String> warnings = unknownKeys(list);
    if (!list.isEmpty()) {
      OLDER_FORM.stream().filter(parameters::isSet).forEach(name -> warnings.add(unused(name)));
    }
    return new BackendSettings(backends, warnings);
  }

  /** The older form, of one backend. */
  private static Backend single(Parameters parameters, int port) {
    if (!parameters.isSet(Parameter.CLIENT_HAPROXY_BACKEND_NAME)
        && !parameters.isSet(Parameter.CLIENT_HAPROXY_BACKEND_BASE_NAME)) {
      throw new ConfigurationException(
          Parameter.CLIENT_HAPROXY_BACKEND_LIST
              + " is not set: expected backends of HAProxy, such as "
              + EXAMPLE);
    }
    return backend(
        parameters,
        Parameter.CLIENT_HAPROXY_BACKEND_NAME,
        Parameter.CLIENT_HAPROXY_BACKEND_BASE_NAME,
        port,
        Backend.Role.DEFAULT);
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
              + EXAMPLE);
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
      throw parameters.neededWith(name, baseName);
    }
    String backendName = parameters.required(name, "the name of a backend of HAProxy");
    String base =
        parameters.text(baseName).orElseThrow(() -> parameters.neededWith(baseName, name));
    try {
      return new Backend(backendName, base, port, role);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(name + " or " + baseName + ": " + e.getMessage());
    }
  }

  private static List<String> unknownKeys(Map<String, Object> list) {
    List<String> warnings = new ArrayList<>();
    list.forEach(
        (backend, entry) -> {
          if (entry instanceof Map<?, ?> map) {
            map.keySet().stream()
                .map(String::valueOf)
                .filter(key -> !KEYS.contains(key))
                .forEach(key -> warnings.add(ignored(key, backend)));
          }
        });
    return warnings;
  }

  private static String unused(Parameter parameter) {
    return parameter + " is ignored beside " + Parameter.CLIENT_HAPROXY_BACKEND_LIST;
  }

  private static String ignored(String key, String backend) {
    return Parameter.CLIENT_HAPROXY_BACKEND_LIST
        + ": key '"
        + key
        + "' of backend '"
        + backend
        + "' is unknown and ignored, known are "
        + String.join(" and ", KEYS);
  }
}

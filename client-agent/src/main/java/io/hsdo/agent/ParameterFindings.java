package io.hsdo.agent;

import static io.hsdo.config.Parameter.AWS_DEFAULT_REGION;
import static io.hsdo.config.Parameter.AWS_REGION;
import static io.hsdo.config.Parameter.CLIENT_ALL_SERVERS_IN_FALLBACK_BACKEND;
import static io.hsdo.config.Parameter.CLIENT_ASG_NAMES;
import static io.hsdo.config.Parameter.CLIENT_CACHE_MAX_AGE;
import static io.hsdo.config.Parameter.CLIENT_CACHE_PATH;
import static io.hsdo.config.Parameter.CLIENT_DEDICATED_ASG;
import static io.hsdo.config.Parameter.CLIENT_HAPROXY_BACKEND_BASE_NAME;
import static io.hsdo.config.Parameter.CLIENT_HAPROXY_BACKEND_LIST;
import static io.hsdo.config.Parameter.CLIENT_HAPROXY_BACKEND_NAME;
import static io.hsdo.config.Parameter.CLIENT_HAPROXY_BACKEND_SERVER_PORT;
import static io.hsdo.config.Parameter.CLIENT_HAPROXY_FALLBACK_BACKEND_BASE_NAME;
import static io.hsdo.config.Parameter.CLIENT_HAPROXY_FALLBACK_BACKEND_NAME;
import static io.hsdo.config.Parameter.CLIENT_HAPROXY_SOCKET_PATH;
import static io.hsdo.config.Parameter.CLIENT_ZONE;
import static io.hsdo.config.Parameter.CLIENT_ZONE_AFFINITY;
import static io.hsdo.config.Parameter.DEBUG;
import static io.hsdo.config.Parameter.DYNAMODB_TABLE_NAME;
import static io.hsdo.config.Parameter.EXPORTER_ADDRESS;
import static io.hsdo.config.Parameter.EXPORTER_PORT;
import static io.hsdo.config.Parameter.HAPROXY_BACKEND_SERVERS_LIST_SIZE;
import static io.hsdo.config.Parameter.INTERVAL;
import static io.hsdo.config.Parameter.LOG_FORMAT;
import static java.util.Map.entry;

import io.hsdo.check.Finding;
import io.hsdo.check.Kind;
import io.hsdo.check.TableFacts;
import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each parameter of the agent is, and who says so. */
final class ParameterFindings {
  /** In the order of the README. */
  private static final List<Parameter> OF_THE_AGENT =
      List.of(
          DYNAMODB_TABLE_NAME,
          AWS_REGION,
          AWS_DEFAULT_REGION,
          INTERVAL,
          DEBUG,
          LOG_FORMAT,
          CLIENT_HAPROXY_SOCKET_PATH,
          CLIENT_HAPROXY_BACKEND_LIST,
          CLIENT_HAPROXY_BACKEND_NAME,
          CLIENT_HAPROXY_BACKEND_BASE_NAME,
          CLIENT_HAPROXY_BACKEND_SERVER_PORT,
          CLIENT_DEDICATED_ASG,
          CLIENT_ASG_NAMES,
          CLIENT_ZONE_AFFINITY,
          CLIENT_ZONE,
          CLIENT_HAPROXY_FALLBACK_BACKEND_NAME,
          CLIENT_HAPROXY_FALLBACK_BACKEND_BASE_NAME,
          CLIENT_ALL_SERVERS_IN_FALLBACK_BACKEND,
          CLIENT_CACHE_PATH,
          CLIENT_CACHE_MAX_AGE,
          EXPORTER_ADDRESS,
          EXPORTER_PORT);

  /** As whoever reads the parameters has them; a test compares. */
  static final Map<Parameter, String> DEFAULTS =
      Map.ofEntries(
          entry(INTERVAL, "1"),
          entry(DEBUG, "false"),
          entry(LOG_FORMAT, "text"),
          entry(CLIENT_HAPROXY_SOCKET_PATH, "/var/run/haproxy/admin.sock"),
          entry(CLIENT_HAPROXY_BACKEND_SERVER_PORT, "80"),
          entry(CLIENT_DEDICATED_ASG, "false"),
          entry(CLIENT_ZONE_AFFINITY, "false"),
          entry(CLIENT_ALL_SERVERS_IN_FALLBACK_BACKEND, "false"),
          entry(CLIENT_CACHE_PATH, "/var/lib/hsdo/slots.json"),
          entry(CLIENT_CACHE_MAX_AGE, "86400"),
          entry(EXPORTER_ADDRESS, "0.0.0.0"),
          entry(EXPORTER_PORT, "6789"));

  private ParameterFindings() {}

  /** Those that were given, or have a default; and what was given and is none. */
  static List<Finding> of(Parameters parameters) {
    List<Finding> findings = new ArrayList<>();
    for (Parameter parameter : OF_THE_AGENT) {
      value(parameters, parameter)
          .ifPresent(
              value -> findings.add(new Finding.Fine("parameter", parameter + " is " + value)));
    }
    findings.addAll(unknown(parameters.warnings()));
    withoutEffect(parameters, CLIENT_ASG_NAMES, CLIENT_DEDICATED_ASG).ifPresent(findings::add);
    withoutEffect(parameters, CLIENT_ZONE, CLIENT_ZONE_AFFINITY).ifPresent(findings::add);
    return findings;
  }

  /** What was given and is none. */
  static List<Finding> unknown(List<String> warnings) {
    return warnings.stream()
        .<Finding>map(
            warning ->
                new Finding.Mistake(
                    Kind.UNKNOWN_PARAMETER, warning, "correct its name, or remove it"))
        .toList();
  }

  private static Optional<Finding> withoutEffect(
      Parameters parameters, Parameter given, Parameter needed) {
    boolean isOff =
        parameters.find(needed).map(setting -> setting.value().toString()).stream()
            .allMatch(value -> value.equalsIgnoreCase("false"));
    return parameters.isSet(given) && isOff
        ? Optional.of(
            new Finding.Mistake(
                Kind.WITHOUT_EFFECT,
                given + " is set, and without effect: " + needed + " is 'false'",
                "set " + needed + " to true, or remove " + given))
        : Optional.empty();
  }

  /** One file may serve both halves: the refresh's number is a mistake only if it is another. */
  static Optional<Finding> listSize(Parameters parameters, TableFacts table) {
    int size = table instanceof TableFacts.Read read ? read.size() : 0;
    return parameters
        .shown(HAPROXY_BACKEND_SERVERS_LIST_SIZE)
        .filter(given -> size > 0 && !given.equals(Integer.toString(size)))
        .map(
            given ->
                new Finding.Mistake(
                    Kind.WITHOUT_EFFECT,
                    HAPROXY_BACKEND_SERVERS_LIST_SIZE
                        + " is '"
                        + given
                        + "', and without effect here: the list has "
                        + size
                        + " slots",
                    "set it where the refresh runs, or remove it"));
  }

  private static Optional<String> value(Parameters parameters, Parameter parameter) {
    return parameters
        .shown(parameter)
        .map(shown -> "'" + shown + "' (" + parameters.find(parameter).orElseThrow().origin() + ")")
        .or(
            () ->
                Optional.ofNullable(DEFAULTS.get(parameter))
                    .map(value -> "'" + value + "' (default)"));
  }
}

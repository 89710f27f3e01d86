package io.hsdo.agent;

import static io.hsdo.config.Parameter.CLIENT_ASG_NAMES;
import static io.hsdo.config.Parameter.CLIENT_DEDICATED_ASG;
import static io.hsdo.config.Parameter.CLIENT_ZONE;
import static io.hsdo.config.Parameter.CLIENT_ZONE_AFFINITY;
import static io.hsdo.config.Parameter.HAPROXY_BACKEND_SERVERS_LIST_SIZE;

import io.hsdo.check.Finding;
import io.hsdo.check.Kind;
import io.hsdo.check.TableFacts;
import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What each parameter of the agent is, and who says so. */
final class ParameterFindings {
  private ParameterFindings() {}

  /** Those that were given, or have a default; and what was given and is none. */
  static List<Finding> of(Parameters parameters) {
    List<Finding> findings = new ArrayList<>();
    Arrays.stream(Parameter.values())
        .filter(Parameter::isOfAgent)
        .flatMap(parameter -> value(parameters, parameter).stream())
        .forEach(findings::add);
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
    boolean isOff = parameters.shown(needed).filter("false"::equalsIgnoreCase).isPresent();
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
    int size = table instanceof TableFacts.Read read ? read.list().size() : 0;
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

  private static Optional<Finding> value(Parameters parameters, Parameter parameter) {
    return parameters
        .shown(parameter)
        .map(
            shown ->
                new Finding.Fine(
                    "parameter",
                    parameter
                        + " is '"
                        + shown
                        + "' ("
                        + parameters.find(parameter).orElseThrow().origin()
                        + ")"));
  }
}

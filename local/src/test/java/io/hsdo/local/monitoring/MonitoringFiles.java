package io.hsdo.local.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What monitoring/ asks Prometheus for. */
final class MonitoringFiles {
  static final Path PROMETHEUS = Path.of("..", "monitoring", "prometheus");
  static final Path RULES = PROMETHEUS.resolve("hsdo.rules.yml");
  static final Path RULE_TESTS = PROMETHEUS.resolve("hsdo.rules.test.yml");
  static final Path CONFIG = PROMETHEUS.resolve("prometheus.yml");

  private static final Path CLOUDWATCH_AGENT = Path.of("..", "monitoring", "cloudwatch-agent");
  private static final Path DASHBOARD = Path.of("..", "monitoring", "grafana", "hsdo.json");
  private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");

  /** A line of the document that is a query, with what it is for. */
  private static final Pattern DOCUMENTED =
      Pattern.compile("^((?=\\w)[^#`|\n]*hsdo_[^#`|\n]*?)(?: +#.*)?$", Pattern.MULTILINE);

  private static final Pattern METRIC = Pattern.compile("\\bhsdo_\\w+");
  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((?<series>.+), (?<label>\\w+)\\)");

  private MonitoringFiles() {}

  /** An alert of the rules. */
  record Alert(String name, String expression, Map<?, ?> annotations) {}

  static List<Alert> alerts() {
    List<Alert> alerts = new ArrayList<>();
    for (Map<?, ?> group : maps(read(RULES), "groups")) {
      for (Map<?, ?> rule : maps(group, "rules")) {
        alerts.add(new Alert(text(rule, "alert"), text(rule, "expr"), map(rule, "annotations")));
      }
    }
    return List.copyOf(alerts);
  }

  /** All that the dashboard asks for, as Grafana would with every variable set to all. */
  static List<String> dashboardQueries() {
    Map<?, ?> dashboard = read(DASHBOARD);
    Stream<String> panels =
        maps(dashboard, "panels").stream()
            .filter(panel -> panel.containsKey("targets"))
            .flatMap(panel -> maps(panel, "targets").stream())
            .map(target -> text(target, "expr"));
    Stream<String> variables =
        maps(map(dashboard, "templating"), "list").stream()
            .filter(variable -> text(variable, "type").equals("query"))
            .map(variable -> text(variable, "definition"))
            .map(
                query -> LABEL_VALUES.matcher(query).replaceAll("count by (${label}) (${series})"));
    Stream<String> annotations =
        maps(map(dashboard, "annotations"), "list").stream()
            .map(annotation -> text(annotation, "expr"));
    return Stream.of(panels, variables, annotations)
        .flatMap(queries -> queries)
        .map(
            query ->
                query
                    .replace("$__rate_interval", "10s")
                    .replace("$table", ".*")
                    .replace("$instance", ".*"))
        .toList();
  }

  /** What operations.md would ask. */
  static List<String> operationsQueries() {
    return DOCUMENTED.matcher(text(OPERATIONS)).results().map(match -> match.group(1)).toList();
  }

  /** What the CloudWatch agent is told to take, and to leave. */
  static List<String> cloudWatchSelections() {
    return Stream.of("amazon-cloudwatch-agent.json", "cloudwatch-prometheus.yml")
        .map(file -> read(CLOUDWATCH_AGENT.resolve(file)).toString())
        .toList();
  }

  /** The metrics that a query names. */
  static Set<String> metrics(Stream<String> queries) {
    return queries
        .flatMap(query -> METRIC.matcher(query).results())
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<?, ?> read(Path file) {
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text(file));
  }

  private static List<Map<?, ?>> maps(Map<?, ?> parent, String name) {
    return ((List<?>) value(parent, name)).stream().<Map<?, ?>>map(Map.class::cast).toList();
  }

  private static Map<?, ?> map(Map<?, ?> parent, String name) {
    return (Map<?, ?>) value(parent, name);
  }

  private static String text(Map<?, ?> parent, String name) {
    return value(parent, name).toString();
  }

  private static Object value(Map<?, ?> parent, String name) {
    Object value = parent.get(name);
    if (value == null) {
      throw new IllegalStateException("no '" + name + "' in " + parent);
    }
    return value;
  }
}

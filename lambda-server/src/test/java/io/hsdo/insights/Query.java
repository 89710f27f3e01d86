package io.hsdo.insights;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.hsdo.text.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query in a part of CloudWatch Logs Insights' language: {@code fields}, {@code filter}, {@code
 * parse} with a regular expression, {@code sort}, {@code limit}, and {@code stats} by fields and
 * {@code bin}. Whatever else stands in a query is refused, not guessed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html">Query
 *     syntax</a>
 */
public final class Query {
  private static final Pattern PARSE = Pattern.compile("([@\\w.]+) /(.*)/");
  private static final Pattern GROUP = Pattern.compile("\\(\\?<(\\w+)>");
  private static final Pattern SORT = Pattern.compile("([@\\w.]+)( asc| desc)?");
  private static final Pattern AGGREGATE =
      Pattern.compile("(count|avg|min|max|sum)\\(([@\\w.*]+)\\)(?: as (\\w+))?");
  private static final Pattern BIN = Pattern.compile("bin\\((\\d+)([mh])\\)");

  private final String text;

  public Query(String text) {
    this.text = text;
  }

  private record Rows(List<String> columns, List<Map<String, Object>> events) {}

  /** The result, as a table. */
  public String run(LogEvents log, Instant from, Instant to) {
    var rows = new Rows(List.of("@timestamp", "@message"), log.between(from, to));
    for (String command : text.strip().split("\\s*\\n\\| ", -1)) {
      int space = command.indexOf(' ');
      rows = apply(command.substring(0, space), command.substring(space + 1).strip(), rows);
    }
    return table(rows);
  }

  private static Rows apply(String command, String rest, Rows rows) {
    return switch (command) {
      case "fields" -> new Rows(List.of(rest.split(",\\s*", -1)), rows.events());
      case "filter" ->
          new Rows(rows.columns(), rows.events().stream().filter(Condition.of(rest)).toList());
      case "parse" ->
          new Rows(
              rows.columns(), rows.events().stream().map(event -> parse(rest, event)).toList());
      case "sort" -> sort(rest, rows);
      case "limit" ->
          new Rows(rows.columns(), rows.events().stream().limit(Integer.parseInt(rest)).toList());
      case "stats" -> stats(rest, rows);
      default -> throw new IllegalArgumentException("no command that is known here: " + command);
    };
  }

  private static Map<String, Object> parse(String rest, Map<String, Object> event) {
    Matcher parse = matched(PARSE, rest);
    Matcher found =
        Pattern.compile(parse.group(2)).matcher(String.valueOf(event.get(parse.group(1))));
    Map<String, Object> parsed = new LinkedHashMap<>(event);
    if (found.find()) {
      GROUP
          .matcher(parse.group(2))
          .results()
          .map(group -> group.group(1))
          .forEach(name -> parsed.put(name, found.group(name)));
    }
    return parsed;
  }

  private static Rows sort(String rest, Rows rows) {
    Matcher sort = matched(SORT, rest);
    Comparator<Map<String, Object>> order =
        Comparator.comparing(event -> sortable(event.getOrDefault(sort.group(1), "")));
    return new Rows(
        rows.columns(),
        rows.events().stream()
            .sorted(" desc".equals(sort.group(2)) ? order.reversed() : order)
            .toList());
  }

  private static String sortable(Object value) {
    return value instanceof Number number
        ? "%020.3f".formatted(number.doubleValue())
        : String.valueOf(value);
  }

  private static Rows stats(String rest, Rows rows) {
    String[] parts = rest.split(" by ", 2);
    List<String> by = parts.length < 2 ? List.of() : Arrays.asList(parts[1].split(",\\s*", -1));
    List<Matcher> aggregates =
        Arrays.stream(parts[0].split(",\\s*", -1)).map(each -> matched(AGGREGATE, each)).toList();
    Map<List<Object>, List<Map<String, Object>>> groups =
        rows.events().stream()
            .collect(
                groupingBy(
                    event -> by.stream().map(field -> key(field, event)).toList(),
                    LinkedHashMap::new,
                    toList()));
    List<String> columns = new ArrayList<>(by);
    aggregates.forEach(each -> columns.add(name(each)));
    List<Map<String, Object>> results = new ArrayList<>();
    groups.forEach(
        (key, events) -> {
          Map<String, Object> result = new LinkedHashMap<>();
          for (int i = 0; i < by.size(); i++) {
            result.put(by.get(i), key.get(i));
          }
          aggregates.forEach(each -> result.put(name(each), aggregate(each, events)));
          results.add(result);
        });
    return new Rows(columns, results);
  }

  private static Object key(String field, Map<String, Object> event) {
    Matcher bin = BIN.matcher(field);
    if (bin.matches() && event.get("@timestamp") instanceof Instant time) {
      long seconds =
          (bin.group(2).equals("h") ? Duration.ofHours(1) : Duration.ofMinutes(1))
              .multipliedBy(Long.parseLong(bin.group(1)))
              .toSeconds();
      return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }
    return event.getOrDefault(field, "");
  }

  private static String name(Matcher aggregate) {
    return aggregate.group(3) == null ? aggregate.group() : aggregate.group(3);
  }

  private static Object aggregate(Matcher aggregate, List<Map<String, Object>> events) {
    String field = aggregate.group(2);
    if (aggregate.group(1).equals("count")) {
      return events.stream().filter(event -> field.equals("*") || event.containsKey(field)).count();
    }
    var numbers =
        events.stream()
            .map(event -> event.get(field))
            .filter(Number.class::isInstance)
            .mapToDouble(value -> ((Number) value).doubleValue())
            .summaryStatistics();
    return switch (aggregate.group(1)) {
      case "avg" -> numbers.getAverage();
      case "min" -> numbers.getMin();
      case "max" -> numbers.getMax();
      default -> numbers.getSum();
    };
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not known here: " + text);
    }
    return matcher;
  }

  private static String table(Rows rows) {
    TextTable table = new TextTable(rows.columns().toArray(new String[0]));
    for (Map<String, Object> event : rows.events()) {
      table.add(
          rows.columns().stream()
              .map(column -> shown(event.getOrDefault(column, "")))
              .toArray(String[]::new));
    }
    return table.toString();
  }

  private static String shown(Object value) {
    return value instanceof Double number && number == Math.rint(number)
        ? Long.toString(number.longValue())
        : String.valueOf(value);
  }
}

package io.hsdo.insights;

import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code filter} takes: comparisons, {@code like} with a text or a regular expression, and
 * {@code ispresent}, joined by {@code and}, or by {@code or}, never by both. An event without the
 * field matches none of them.
 */
final class Condition {
  private static final Pattern COMPARISON =
      Pattern.compile("([@\\w.]+)\\s*(>=|<=|!=|=|>|<|like)\\s*(\"[^\"]*\"|'[^']*'|/.*/|[\\d.]+)");
  private static final Pattern PRESENT = Pattern.compile("ispresent\\(([@\\w.]+)\\)");

  private Condition() {}

  static Predicate<Map<String, Object>> of(String text) {
    String[] all = text.split("\\s+and\\s+", -1);
    if (all.length > 1) {
      Predicate<Map<String, Object>> every = event -> true;
      for (String part : all) {
        every = every.and(single(part));
      }
      return every;
    }
    Predicate<Map<String, Object>> any = event -> false;
    for (String part : text.split("\\s+or\\s+", -1)) {
      any = any.or(single(part));
    }
    return any;
  }

  private static Predicate<Map<String, Object>> single(String text) {
    Matcher present = PRESENT.matcher(text.strip());
    if (present.matches()) {
      return event -> event.containsKey(present.group(1));
    }
    Matcher comparison = COMPARISON.matcher(text.strip());
    if (!comparison.matches()) {
      throw new IllegalArgumentException("no condition that this evaluator knows: " + text);
    }
    String field = comparison.group(1);
    String operator = comparison.group(2);
    String operand = comparison.group(3);
    return event -> event.containsKey(field) && holds(event.get(field), operator, operand);
  }

  private static boolean holds(Object value, String operator, String operand) {
    if (operator.equals("like")) {
      return like(String.valueOf(value), operand);
    }
    int order = compare(value, operand);
    return switch (operator) {
      case "=" -> order == 0;
      case "!=" -> order != 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      case "<" -> order < 0;
      default -> order <= 0;
    };
  }

  private static boolean like(String value, String operand) {
    return operand.startsWith("/")
        ? Pattern.compile(unquoted(operand)).matcher(value).find()
        : value.contains(unquoted(operand));
  }

  private static int compare(Object value, String operand) {
    return value instanceof Number number
        ? Double.compare(number.doubleValue(), Double.parseDouble(operand))
        : String.valueOf(value).compareTo(unquoted(operand));
  }

  private static String unquoted(String operand) {
    return operand.matches("\".*\"|'.*'|/.*/")
        ? operand.substring(1, operand.length() - 1)
        : operand;
  }
}

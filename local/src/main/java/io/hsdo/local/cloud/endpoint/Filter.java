package io.hsdo.local.cloud.endpoint;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A filter of a request: it lets pass what has one of the values. */
record Filter(String name, List<String> values) {
  private static final String TAG_PREFIX = "tag:";

  /** Auto Scaling takes values as they are. */
  static List<Filter> ofAutoScaling(Parameters parameters) {
    return parameters.structures("Filters").stream()
        .map(each -> new Filter(each.required("Name"), each.list("Values")))
        .toList();
  }

  static List<Filter> ofEc2(Parameters parameters) {
    return parameters.structures("Filter").stream()
        .map(each -> new Filter(each.required("Name"), each.list("Value")))
        .toList();
  }

  boolean isTag() {
    return name.startsWith(TAG_PREFIX);
  }

  /** The tag that a filter named {@code tag:KEY} is about. */
  String tagKey() {
    return name.substring(TAG_PREFIX.length());
  }

  boolean hasExactly(String value) {
    return values.contains(value);
  }

  /** As EC2 compares: {@code *} stands for any text and {@code ?} for any character. */
  boolean matches(String value) {
    return values.stream()
        .anyMatch(
            pattern ->
                hasWildcard(pattern)
                    ? glob(pattern).matcher(value).matches()
                    : pattern.equals(value));
  }

  /** Most are plain ids, hundreds of them, each compared with thousands of instances. */
  private static boolean hasWildcard(String pattern) {
    return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
  }

  private static Pattern glob(String pattern) {
    return Pattern.compile(
        pattern
            .chars()
            .mapToObj(
                c ->
                    switch (c) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(c));
                    })
            .collect(Collectors.joining()),
        Pattern.DOTALL);
  }
}

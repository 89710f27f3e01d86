package io.hsdo.insights;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A log group as CloudWatch Logs Insights sees it: each event has {@code @timestamp}, {@code
 * @message} and, where the message is JSON, a field for each value, nested ones with dots.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html">Discovered
 *     fields</a>
 */
public final class LogEvents {
  /** More fields of one event are not discovered. */
  private static final int MOST_FIELDS = 200;

  private final List<Map<String, Object>> events = new ArrayList<>();

  /** Adds what was printed at a time. */
  public void add(Instant time, String message) {
    Map<String, Object> fields = new TreeMap<>();
    if (message.startsWith("{")) {
      try {
        flatten("", JSON.std.mapFrom(message), fields);
      } catch (IOException e) {
        throw new IllegalArgumentException("no JSON: " + message, e);
      }
    }
    if (fields.size() > MOST_FIELDS) {
      throw new IllegalArgumentException(
          "more fields than Logs Insights discovers, " + fields.size() + ": " + message);
    }
    fields.put("@timestamp", time);
    fields.put("@message", message);
    events.add(fields);
  }

  private static void flatten(String prefix, Map<?, ?> object, Map<String, Object> fields) {
    object.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> nested) {
            flatten(prefix + name + ".", nested, fields);
          } else if (value instanceof List<?> list) {
            Map<String, Object> items = new LinkedHashMap<>();
            for (int i = 0; i < list.size(); i++) {
              items.put(Integer.toString(i), list.get(i));
            }
            flatten(prefix + name + ".", items, fields);
          } else {
            fields.put(prefix + name, value);
          }
        });
  }

  /** Those of a time range, both ends included. */
  List<Map<String, Object>> between(Instant from, Instant to) {
    return events.stream()
        .filter(
            event ->
                event.get("@timestamp") instanceof Instant time
                    && !time.isBefore(from)
                    && !time.isAfter(to))
        .toList();
  }
}

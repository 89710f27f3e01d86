package io.hsdo.table;

import static java.util.stream.Collectors.joining;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items as text, one attribute a line: name, type ({@code S} or {@code N}) and value, which may be
 * empty or have blanks in it.
 */
final class DrawnItem {
  private DrawnItem() {}

  static Map<String, AttributeValue> item(String drawing) {
    Map<String, AttributeValue> item = new TreeMap<>();
    drawing
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(
            line -> {
              String[] parts = line.split(" +", 3);
              String value = parts.length == 3 ? parts[2] : "";
              item.put(
                  parts[0],
                  parts[1].equals("N") ? AttributeValue.fromN(value) : AttributeValue.fromS(value));
            });
    return item;
  }

  /** The item with these lines instead of those of the same names, or beside the others. */
  static Map<String, AttributeValue> with(Map<String, AttributeValue> item, String drawing) {
    Map<String, AttributeValue> changed = new TreeMap<>(item);
    changed.putAll(item(drawing));
    return changed;
  }

  static Map<String, AttributeValue> without(Map<String, AttributeValue> item, String name) {
    Map<String, AttributeValue> changed = new TreeMap<>(item);
    changed.remove(name);
    return changed;
  }

  /** By name of the attribute. */
  static String drawn(Map<String, AttributeValue> item) {
    return new TreeMap<>(item)
        .entrySet().stream()
            .map(entry -> entry.getKey() + " " + typeAndValue(entry.getValue()))
            .collect(joining("\n"));
  }

  private static String typeAndValue(AttributeValue value) {
    return value.n() != null ? "N " + value.n() : "S " + value.s();
  }
}

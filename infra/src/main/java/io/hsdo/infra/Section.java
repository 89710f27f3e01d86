package io.hsdo.infra;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of the settings file: names and values. It remembers which names were asked for: one that
 * nobody asks for is a typing error.
 */
final class Section {
  private final String path;
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  /** The whole file. */
  Section(Map<?, ?> values) {
    this("", values);
  }

  private Section(String path, Map<?, ?> values) {
    this.path = path;
    values.forEach((name, value) -> this.values.put(String.valueOf(name), value));
  }

  Optional<String> text(String name) {
    return value(name)
        .map(
            value -> {
              if (value instanceof String text && !text.isBlank()) {
                return text.strip();
              }
              throw refused(name, value, "a text; put it in quotes if it looks like a number");
            });
  }

  Optional<Integer> number(String name, int min, int max) {
    return value(name)
        .map(
            value -> {
              if (value instanceof Integer number && number >= min && number <= max) {
                return number;
              }
              throw refused(name, value, "a whole number from " + min + " to " + max);
            });
  }

  List<String> texts(String name) {
    return value(name)
        .map(
            value -> {
              if (value instanceof Collection<?> items) {
                return items.stream().map(String::valueOf).map(String::strip).toList();
              }
              throw refused(name, value, "a list such as [shop, blog]");
            })
        .orElse(List.of());
  }

  /** A section below; an empty one if it is not there. */
  Section section(String name) {
    return optionalSection(name).orElseGet(() -> new Section(path + name + ": ", Map.of()));
  }

  Optional<Section> optionalSection(String name) {
    return value(name)
        .map(
            value -> {
              if (value instanceof Map<?, ?> map) {
                return new Section(path + name + ": ", map);
              }
              throw refused(name, value, "names and values");
            });
  }

  /** All names in it, also those without a value, for a section whose names are the user's own. */
  Set<String> names() {
    known.addAll(values.keySet());
    return values.keySet();
  }

  /** Everything in it as text, as a process is given it: lists are joined by commas. */
  Map<String, String> asTexts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : names()) {
      value(name).ifPresent(value -> texts.put(name, asText(name, value)));
    }
    return texts;
  }

  private String asText(String name, Object value) {
    if (value instanceof Map<?, ?>) {
      throw refused(name, value, "a single value or a list");
    }
    return value instanceof Collection<?> items
        ? String.join(",", items.stream().map(String::valueOf).toList())
        : String.valueOf(value).strip();
  }

  Optional<Object> value(String name) {
    known.add(name);
    return Optional.ofNullable(values.get(name));
  }

  SettingsException refused(String name, Object value, String expected) {
    return new SettingsException(path + name + " is '" + value + "': expected " + expected);
  }

  /**
   * Ends the reading.
   *
   * @throws SettingsException if there is a name that was not asked for
   */
  void requireNothingElse() {
    List<String> unknown = new ArrayList<>(values.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new SettingsException(
          path + "'" + unknown.get(0) + "' is unknown: expected one of " + known);
    }
  }
}

package io.hsdo.local.cloud.endpoint;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The parameters of a request. Lists and structures are flat in the Query protocol: {@code
 * Filters.member.1.Name} for Auto Scaling, {@code Filter.1.Name} for EC2.
 */
final class Parameters {
  private final Service service;
  private final Map<String, String> values;

  Parameters(Service service, Map<String, String> values) {
    this.service = service;
    this.values = values;
  }

  /** Reads {@code a=1&b=2}. */
  static Map<String, String> decode(String form) {
    var values = new LinkedHashMap<String, String>();
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(decodeText(pair.substring(0, equals)), decodeText(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  private static String decodeText(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** An empty text counts as absent: that is how the SDKs send an empty list. */
  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  String required(String name) {
    return text(name).orElseThrow(() -> service.missing(name));
  }

  OptionalInt number(String name) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(value.get()));
    } catch (NumberFormatException e) {
      throw service.invalid(name, value.get());
    }
  }

  int requiredNumber(String name) {
    return number(name).orElseThrow(() -> service.missing(name));
  }

  boolean flag(String name, boolean otherwise) {
    return text(name).map(Boolean::parseBoolean).orElse(otherwise);
  }

  /** The texts of a list, in order. */
  List<String> list(String name) {
    var numbered = new TreeMap<Integer, String>();
    entries(name).forEach((rest, value) -> index(rest).ifPresent(i -> numbered.put(i, value)));
    return List.copyOf(numbered.values());
  }

  List<String> requiredList(String name) {
    List<String> list = list(name);
    if (list.isEmpty()) {
      throw service.missing(name);
    }
    return list;
  }

  /** The structures of a list, in order. */
  List<Parameters> structures(String name) {
    var numbered = new TreeMap<Integer, Map<String, String>>();
    entries(name)
        .forEach(
            (rest, value) -> {
              int dot = rest.indexOf('.');
              if (dot > 0) {
                index(rest.substring(0, dot))
                    .ifPresent(
                        i ->
                            numbered
                                .computeIfAbsent(i, first -> new LinkedHashMap<>())
                                .put(rest.substring(dot + 1), value));
              }
            });
    var structures = new ArrayList<Parameters>();
    numbered.values().forEach(each -> structures.add(new Parameters(service, each)));
    return structures;
  }

  private Map<String, String> entries(String name) {
    String prefix =
        service.listItem().isEmpty() ? name + "." : name + "." + service.listItem() + ".";
    var entries = new LinkedHashMap<String, String>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            entries.put(key.substring(prefix.length()), value);
          }
        });
    return entries;
  }

  private static OptionalInt index(String text) {
    return text.matches("\\d{1,6}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
  }
}

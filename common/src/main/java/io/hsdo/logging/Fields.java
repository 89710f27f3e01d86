package io.hsdo.logging;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a program can ask of a log line, besides its message, which tells people the same. Only JSON
 * lines show them.
 *
 * <p>The binding of slf4j to the JDK drops the key-value pairs of the fluent API. So they are kept
 * for as long as the line is being written, on the thread that writes it.
 */
public final class Fields {
  private static final ThreadLocal<@Nullable Fields> CURRENT = new ThreadLocal<>();

  private final Map<String, Object> values = new LinkedHashMap<>();

  public Fields with(String name, String value) {
    values.put(name, value);
    return this;
  }

  public Fields with(String name, long value) {
    values.put(name, value);
    return this;
  }

  /** The field, if there is a value. */
  public Fields with(String name, Optional<?> value) {
    value.ifPresent(
        present -> values.put(name, present instanceof Number ? present : present.toString()));
    return this;
  }

  /** Has the line that {@code logging} logs carry them. */
  public void on(Runnable logging) {
    CURRENT.set(this);
    try {
      logging.run();
    } finally {
      CURRENT.remove();
    }
  }

  /** Those of the line that is being written. */
  static Map<String, Object> current() {
    Fields fields = CURRENT.get();
    return fields == null ? Map.of() : fields.values;
  }
}

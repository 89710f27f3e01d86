package io.hsdo.table;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/** A row that does not tell what its slot is. */
public sealed interface UnknownRow {
  /** Its {@code BackendServerID} as it stands in the table, or would stand there. */
  String id();

  /** The number of its slot, which may be above {@link Rows#MAX_SLOTS}; empty if it has none. */
  OptionalInt slot();

  /** For people, {@code 3 (Weight: 0 is refused)}. */
  String description();

  /**
   * It is not believed.
   *
   * @param problem names the attribute and its value
   */
  record Refused(String id, String problem) implements UnknownRow {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    @Override
    public OptionalInt slot() {
      return NUMBER.matcher(id).matches()
          ? OptionalInt.of(Integer.parseInt(id))
          : OptionalInt.empty();
    }

    @Override
    public String description() {
      return id + " (" + problem + ")";
    }
  }

  /** Nobody has written it, so that there is nothing to refuse. */
  record Missing(int number) implements UnknownRow {
    @Override
    public String id() {
      return Integer.toString(number);
    }

    @Override
    public OptionalInt slot() {
      return OptionalInt.of(number);
    }

    @Override
    public String description() {
      return number + " (it is missing)";
    }
  }
}

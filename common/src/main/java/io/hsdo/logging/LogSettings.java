package io.hsdo.logging;

import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import java.util.Locale;

/**
 * How a program logs, as its parameters say.
 *
 * @param debug whether what is not a change is logged too
 */
public record LogSettings(Format format, boolean debug) {
  /** What a log line looks like. */
  public enum Format {
    /** For people. */
    TEXT,
    /** For programs: a JSON object. */
    JSON
  }

  /**
   * Reads them.
   *
   * @param debug whether the command line asks for all lines, whatever the parameters say
   */
  public static LogSettings of(Parameters parameters, boolean debug) {
    Format format =
        parameters.value(
            Parameter.LOG_FORMAT,
            "text or json",
            value -> Format.valueOf(value.toString().toUpperCase(Locale.ROOT)));
    return new LogSettings(format, debug || parameters.flag(Parameter.DEBUG));
  }
}

package io.hsdo.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * What a log line tells. Its texts may hold what a stranger wrote into the table: whoever prints
 * them escapes them.
 *
 * @param level in the words of slf4j, which the code is written in
 * @param logger name of the class that logs, without its package
 * @param pass id of the pass that it belongs to
 * @param fields numbers and texts
 * @param trace the stack trace, where something was thrown
 */
record LogEvent(
    Instant time,
    String level,
    String logger,
    Optional<String> pass,
    String message,
    Map<String, Object> fields,
    Optional<String> trace) {
  /** Of a record that the thread which made it is about to print. */
  static LogEvent of(LogRecord record, Formatter formatter) {
    return new LogEvent(
        record.getInstant().truncatedTo(ChronoUnit.MILLIS),
        level(record.getLevel()),
        simpleName(String.valueOf(record.getLoggerName())),
        Pass.currentId(),
        formatter.formatMessage(record),
        Fields.current(),
        Optional.ofNullable(record.getThrown()).map(LogEvent::trace));
  }

  private static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARN";
    }
    return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }

  private static String simpleName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  private static String trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    return trace.toString();
  }
}

package io.hsdo.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * {@code 2026-03-01T02:13:07.120Z INFO Agent: what happened}, and a stack trace where there is one.
 */
final class TextFormatter extends Formatter {
  @Override
  public String format(LogRecord record) {
    StringBuilder line =
        new StringBuilder(160)
            .append(record.getInstant().truncatedTo(ChronoUnit.MILLIS))
            .append(' ')
            .append(level(record.getLevel()))
            .append(' ')
            .append(simpleName(record.getLoggerName()))
            .append(": ")
            .append(oneLine(formatMessage(record)))
            .append('\n');
    if (record.getThrown() != null) {
      StringWriter trace = new StringWriter();
      record.getThrown().printStackTrace(new PrintWriter(trace, true));
      line.append(trace);
    }
    return line.toString();
  }

  /** The level in the words of slf4j, which the code is written in. */
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

  /** What others say may hold line breaks; a log line does not. */
  private static String oneLine(String message) {
    return message.strip().replaceAll("\\R", " | ");
  }
}

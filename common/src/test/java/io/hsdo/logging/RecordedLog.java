package io.hsdo.logging;

import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** What is logged, as {@code WARNING the message}. */
public final class RecordedLog extends LineLog {
  /** Of a class. */
  public RecordedLog(Class<?> source) {
    super(source.getName());
  }

  /** Of the classes of a package and of those below it. */
  public RecordedLog(Package source) {
    super(source.getName());
  }

  @Override
  String line(LogRecord record) {
    return record.getLevel() + " " + new SimpleFormatter().formatMessage(record);
  }
}

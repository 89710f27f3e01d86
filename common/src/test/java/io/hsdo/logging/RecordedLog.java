package io.hsdo.logging;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What is logged, from level INFO on, as {@code WARNING the message}. */
public final class RecordedLog extends Handler {
  private final Logger logger;
  private final List<String> lines = new ArrayList<>();

  /** Of a class. */
  public RecordedLog(Class<?> source) {
    this(source.getName());
  }

  /** Of the classes of a package. */
  public RecordedLog(Package source) {
    this(source.getName());
  }

  private RecordedLog(String source) {
    logger = Logger.getLogger(source);
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  /** The lines since the last look. */
  public List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.INFO.intValue()) {
      lines.add(record.getLevel() + " " + new SimpleFormatter().formatMessage(record));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}

package io.hsdo.logging;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged from level INFO on, kept line by line in place of being printed. */
abstract class LineLog extends Handler {
  private final Logger logger;
  private final List<String> lines = new ArrayList<>();

  /**
   * @param source a class or a package, with those below it
   */
  LineLog(String source) {
    logger = Logger.getLogger(source);
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  abstract String line(LogRecord record);

  /** The lines since the last look. */
  public List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.INFO.intValue()) {
      lines.add(line(record));
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

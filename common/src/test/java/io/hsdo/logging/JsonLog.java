package io.hsdo.logging;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The lines that our programs print with {@code LOG_FORMAT=json}, at the time of a test's clock.
 */
public final class JsonLog extends Handler {
  private final Logger logger = Logger.getLogger("io.hsdo");
  private final JsonFormatter formatter = new JsonFormatter();
  private final Clock clock;
  private final List<String> lines = new ArrayList<>();

  public JsonLog(Clock clock) {
    this.clock = clock;
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
      record.setInstant(clock.instant());
      lines.add(formatter.format(record).strip());
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

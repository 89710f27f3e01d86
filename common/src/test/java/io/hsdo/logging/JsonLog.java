package io.hsdo.logging;

import java.time.Clock;
import java.util.logging.LogRecord;

/**
 * The lines that our programs print with {@code LOG_FORMAT=json}, at the time of a test's clock.
 */
public final class JsonLog extends LineLog {
  private final JsonFormatter formatter = new JsonFormatter();
  private final Clock clock;

  public JsonLog(Clock clock) {
    super("io.hsdo");
    this.clock = clock;
  }

  @Override
  String line(LogRecord record) {
    record.setInstant(clock.instant());
    return formatter.format(record).strip();
  }
}

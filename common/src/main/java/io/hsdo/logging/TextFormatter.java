package io.hsdo.logging;

import io.hsdo.text.Printable;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * {@code 2026-03-01T02:13:07.120Z INFO Agent [0f3a91c2]: what happened}, with the id of the pass
 * where it belongs to one, and on the same line the stack trace where there is one.
 */
final class TextFormatter extends Formatter {
  @Override
  public String format(LogRecord record) {
    LogEvent event = LogEvent.of(record, this);
    StringBuilder line =
        new StringBuilder(160)
            .append(event.time())
            .append(' ')
            .append(event.level())
            .append(' ')
            .append(event.logger());
    event.pass().ifPresent(pass -> line.append(" [").append(pass).append(']'));
    line.append(": ").append(Printable.of(event.message().strip()));
    event.trace().ifPresent(trace -> line.append(" | ").append(onOneLine(trace)));
    return line.append('\n').toString();
  }

  private static String onOneLine(String trace) {
    return Printable.of(trace.strip().replaceAll("\\R\\s*", " | "));
  }
}

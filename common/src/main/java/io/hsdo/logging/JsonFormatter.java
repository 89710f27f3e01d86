package io.hsdo.logging;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * {@code {"time":"2026-03-01T02:13:07.120Z","level":"INFO","logger":"Agent","pass":"0f3a91c2",
 * "message":"..."}}, the {@link Fields} of the line, and a member {@code trace} where something was
 * thrown. Flat, so that each member is a field to CloudWatch Logs Insights and to jq. ASCII only,
 * whatever the terminal reads.
 */
final class JsonFormatter extends Formatter {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  @Override
  public String format(LogRecord record) {
    LogEvent event = LogEvent.of(record, this);
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", event.time().toString());
      json.writeStringField("level", event.level());
      json.writeStringField("logger", event.logger());
      if (event.pass().isPresent()) {
        json.writeStringField("pass", event.pass().get());
      }
      json.writeStringField("message", event.message().strip());
      for (Map.Entry<String, Object> field : event.fields().entrySet()) {
        json.writePOJOField(field.getKey(), field.getValue());
      }
      if (event.trace().isPresent()) {
        json.writeStringField("trace", event.trace().get());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string writer does not fail", e);
    }
    // The one control character that JSON lets through.
    return line.toString().replace("\u007f", "\\u007f") + '\n';
  }
}

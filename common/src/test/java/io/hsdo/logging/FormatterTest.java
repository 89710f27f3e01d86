package io.hsdo.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hsdo.text.Printable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatterTest {
  private static final Instant TIME = Instant.parse("2026-03-01T02:13:07.120456Z");
  private static final String FORGED = "2026-03-01T02:13:07.121Z ERROR Agent: all is lost";

  @Test
  void textLineHasTimeLevelSourceAndMessage() {
    assertThat(text(record(Level.INFO, "slot 1 web1: empty -> i-1 10.0.1.4, version 812")))
        .isEqualTo(
            "2026-03-01T02:13:07.120Z INFO Agent: slot 1 web1: empty -> i-1 10.0.1.4,"
                + " version 812\n");
  }

  @Test
  void jsonLineHasTimeLevelSourceAndMessage() {
    assertThat(json(record(Level.INFO, "slot 1 web1: empty -> i-1 10.0.1.4, version 812")))
        .isEqualTo(
            "{\"time\":\"2026-03-01T02:13:07.120Z\",\"level\":\"INFO\",\"logger\":\"Agent\","
                + "\"message\":\"slot 1 web1: empty -> i-1 10.0.1.4, version 812\"}\n");
  }

  @ParameterizedTest
  @CsvSource({"SEVERE,ERROR", "WARNING,WARN", "INFO,INFO", "FINE,DEBUG"})
  void levelsAreThoseOfTheCode(String jdk, String shown) throws IOException {
    LogRecord record = record(Level.parse(jdk), "said");

    assertThat(text(record)).contains(" " + shown + " Agent: said");
    assertThat(members(json(record))).containsEntry("level", shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i-1\n" + FORGED,
        "i-1\r" + FORGED,
        "i-1\r\n" + FORGED,
        "i-1\u0085" + FORGED,
        "i-1\u2028" + FORGED,
        "i-1\u2029" + FORGED,
        "i-1\u000b" + FORGED,
        "i-1\f" + FORGED,
        "i-1\u001b[2K\u001b[1G" + FORGED,
        "i-1\u009b2K" + FORGED,
        "i-1\u202e" + FORGED,
        "i-1\0\u007f\ud800" + FORGED,
        "\"},\n{\"message\":\"" + FORGED,
      })
  void hostileValueForgesNoLine(String value) throws IOException {
    LogRecord record = record(Level.WARNING, "row 3 is refused: " + value);

    assertOneLine(text(record));
    assertOneLine(json(record));
    assertThat(members(json(record)).get("message"))
        .startsWith("row 3 is refused: ")
        .contains(FORGED);
  }

  @Test
  void lettersOfAnyLanguageStayReadable() {
    assertThat(text(record(Level.INFO, "Gruppe 'Käse' 店"))).endsWith("Gruppe 'Käse' 店\n");
  }

  @Test
  void escapedCharactersAreToldApart() {
    assertThat(Printable.of("a\nb\tc\u001bd\u0085e")).isEqualTo("a\\nb\\tc\\u001bd\\u0085e");
    assertThat(Printable.of("\ud834\udd73")).isEqualTo("\\ud834\\udd73");
  }

  @Test
  void stackTraceStaysOnTheLineOfItsEvent() throws IOException {
    LogRecord record = record(Level.SEVERE, "the pass failed");
    record.setThrown(new IllegalStateException("broken\n" + FORGED));

    assertOneLine(text(record));
    assertThat(text(record))
        .contains("the pass failed | java.lang.IllegalStateException: broken | " + FORGED)
        .contains(" | at io.hsdo.logging.FormatterTest.stackTraceStaysOnTheLineOfItsEvent(");
    assertOneLine(json(record));
    assertThat(members(json(record)).get("trace"))
        .startsWith("java.lang.IllegalStateException: broken\n");
  }

  @Test
  void everyLineOfAPassCarriesItsId() throws IOException {
    Pass pass = Pass.begin();
    try {
      assertThat(text(record(Level.INFO, "first")))
          .isEqualTo("2026-03-01T02:13:07.120Z INFO Agent [" + pass.id() + "]: first\n");
      assertThat(members(json(record(Level.INFO, "second")))).containsEntry("pass", pass.id());
    } finally {
      pass.end();
    }
    assertThat(members(json(record(Level.INFO, "after it")))).doesNotContainKey("pass");
  }

  @Test
  void fieldsOfALineAreMembersInJsonAndNotInText() {
    List<String> lines = new ArrayList<>();
    new Fields()
        .with("slot", 7)
        .with("member", "i-\n1")
        .with("group", Optional.of("shop"))
        .with("drain_seconds", Optional.empty())
        .on(
            () -> {
              lines.add(json(record(Level.INFO, "slot 7 changes")));
              lines.add(text(record(Level.INFO, "slot 7 changes")));
            });
    lines.add(json(record(Level.INFO, "and then")));

    assertThat(lines)
        .containsExactly(
            "{\"time\":\"2026-03-01T02:13:07.120Z\",\"level\":\"INFO\",\"logger\":\"Agent\","
                + "\"message\":\"slot 7 changes\","
                + "\"slot\":7,\"member\":\"i-\\n1\",\"group\":\"shop\"}\n",
            "2026-03-01T02:13:07.120Z INFO Agent: slot 7 changes\n",
            "{\"time\":\"2026-03-01T02:13:07.120Z\",\"level\":\"INFO\",\"logger\":\"Agent\","
                + "\"message\":\"and then\"}\n");
  }

  private static void assertOneLine(String line) {
    assertThat(line).endsWith("\n");
    assertThat(line.substring(0, line.length() - 1))
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");
  }

  private static LogRecord record(Level level, String message) {
    LogRecord record = new LogRecord(level, message);
    record.setInstant(TIME);
    record.setLoggerName("io.hsdo.agent.Agent");
    return record;
  }

  private static String text(LogRecord record) {
    return new TextFormatter().format(record);
  }

  private static String json(LogRecord record) {
    return new JsonFormatter().format(record);
  }

  private static Map<String, String> members(String line) throws IOException {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(line)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        members.put(name, parser.nextTextValue());
      }
      assertThat(parser.nextToken()).isNull();
    }
    return members;
  }
}

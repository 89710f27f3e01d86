package io.hsdo.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hsdo.refresh.Night;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/operations.md that ask the journal, run on what the server logs. */
class JournalQueriesTest {
  private static final Path DOCS = Path.of("..", "docs", "operations.md");

  /** Stands for the function {@code log} of the document: the journal is a file. */
  private static final String JOURNAL =
      """
      log() {
        if [ "${1-}" = --until ]; then
          awk -v until="2026-03-01T$2" 'substr($0, 10) < until' "$LINES"
        else
          cat "$LINES"
        fi
      }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void needsJq() throws IOException, InterruptedException {
    assumeTrue(run("command -v jq").status() == 0, "jq is not installed");
  }

  @Test
  void eachFindsWhatItIsFor() throws IOException, InterruptedException {
    writeTheJournal();

    Map<String, List<String>> expected =
        Map.of(
            "who was in slot 17",
            List.of("\"slot\":17", "\"to\":\"i-18 10.0.0.18 weight 1\""),
            "why i-5 was held",
            List.of("slot 5 i-5 (released: not listed since 2026-03-01T02:20:00Z, but 3 of 3"),
            "how long drains took",
            List.of("\"from\":\"i-17 10.0.0.17 draining, terminating\",\"drain_seconds\":45}"),
            "what changed, and why",
            List.of(" 5 no longer listed", " 1 drains: terminating"),
            "when passes failed",
            List.of("refreshing the slot list fails: ", "Rate exceeded"));
    List<String> run = new ArrayList<>();
    for (String line : commands()) {
      String purpose = line.substring(line.lastIndexOf('#') + 1).strip();
      Output output = run(JOURNAL + line);

      assertThat(output.status()).as(output.text()).isZero();
      assertThat(output.text()).as(line).contains(expected.getOrDefault(purpose, List.of("?")));
      run.add(purpose);
    }
    assertThat(run).containsExactlyInAnyOrderElementsOf(expected.keySet());
  }

  private void writeTheJournal() throws IOException {
    try (var night = new Night()) {
      var interval = Duration.ofSeconds(1);
      var loop =
          new RefreshLoop(
              night.refresh(report -> {}),
              interval,
              new LoopHealth(interval, System::nanoTime, night.clock()),
              night.clock());
      night.play(loop::turn);
      List<String> lines = new ArrayList<>(night.log());
      lines.add(5, "OpenJDK 64-Bit Server VM warning: what a JVM may say");
      Files.write(journal(), lines);
    }
  }

  private Path journal() {
    return folder.resolve("journal");
  }

  private static List<String> commands() throws IOException {
    return Files.readString(DOCS)
        .lines()
        .filter(line -> line.startsWith("log ") && line.contains("jq "))
        .toList();
  }

  private record Output(int status, String text) {}

  private Output run(String script) throws IOException, InterruptedException {
    var builder = new ProcessBuilder("bash", "-o", "pipefail", "-c", script);
    builder.environment().put("LINES", journal().toString());
    Process process = builder.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Output(process.waitFor(), text);
  }
}

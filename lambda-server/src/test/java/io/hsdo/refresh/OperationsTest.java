package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.hsdo.insights.LogEvents;
import io.hsdo.insights.Query;
import io.hsdo.metrics.EmbeddedMetrics;
import io.hsdo.plan.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The queries of docs/operations.md, run on what the function prints in a night in which much goes
 * wrong. The results that stand there are those of this test.
 */
class OperationsTest {
  private static final Path DOCS = Path.of("..", "docs", "operations.md");

  /** A query with its time range, and the block after it. */
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "```insights (\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)\\n(.*?)```\\n\\n```text\\n(.*?)```",
          Pattern.DOTALL);

  private static final Pattern PASS = Pattern.compile("pass[\" :]+([0-9a-f]{8})");

  private final Night night = new Night();
  private final LogEvents events = new LogEvents();
  private final Map<String, String> passes = new LinkedHashMap<>();
  private final List<String> printed = new ArrayList<>();
  private final Passes refresh =
      night.refresh(
          report ->
              printed.add(
                  EmbeddedMetrics.line(
                      "shop-slots", report.pass(), report.metrics(), report.at())));

  @AfterEach
  void endTheNight() {
    night.close();
  }

  @TestFactory
  List<DynamicTest> everyQueryOfTheDocsHasTheResultThatStandsThere() throws IOException {
    night.play(this::pass);
    List<DynamicTest> tests = new ArrayList<>();
    Matcher example = EXAMPLE.matcher(Files.readString(DOCS));
    while (example.find()) {
      Instant from = Night.at(example.group(1));
      Instant to = Night.at(example.group(2));
      String query = example.group(3);
      String result = example.group(4);
      tests.add(
          DynamicTest.dynamicTest(
              query.lines().findFirst().orElseThrow() + " ...",
              () ->
                  assertThat(new Query(query).run(events, from, to).strip())
                      .as(query)
                      .isEqualTo(result.strip())));
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(8);
    return tests;
  }

  @Test
  void nothingIsLoggedTwice() {
    night.play(this::pass);

    assertThat(messages()).doesNotHaveDuplicates();
  }

  @Test
  void everyLineBelongsToAPassAndNoTwoPassesShareAnId() {
    List<List<Object>> idsOfPasses = new ArrayList<>();
    night.play(
        () -> {
          attempt();
          idsOfPasses.add(ids(night.log()));
        });

    List<List<Object>> told = idsOfPasses.stream().filter(ids -> !ids.isEmpty()).toList();
    assertThat(told).hasSizeGreaterThan(10).allSatisfy(ids -> assertThat(ids).hasSize(1));
    assertThat(told).doesNotHaveDuplicates().doesNotContain(List.of("none"));
  }

  /** One pass, and what of it arrives in CloudWatch. */
  private void pass() {
    attempt();
    night.log().forEach(this::arrive);
    printed.forEach(this::arrive);
    printed.clear();
  }

  private void attempt() {
    try {
      refresh.pass(new Trigger.Scheduled());
    } catch (RefreshException e) {
      // As Lambda prints what a handler throws, for a function whose log format is JSON.
      printed.add(
          "{\"timestamp\":\"%s\",\"level\":\"ERROR\",\"message\":\"%s: %s\\n\\tat ...\"}"
              .formatted(night.clock().instant(), e.getMessage(), e.getClass().getName()));
    }
  }

  /** With the ids of passes numbered, so that the docs can tell them. */
  private void arrive(String line) {
    String numbered = line;
    Matcher pass = PASS.matcher(line);
    while (pass.find()) {
      String id = passes.computeIfAbsent(pass.group(1), any -> "%08x".formatted(passes.size() + 1));
      numbered = numbered.replace(pass.group(1), id);
    }
    events.add(night.clock().instant(), numbered);
  }

  private List<String> messages() {
    return new Query("fields time, message\n| filter ispresent(logger)")
        .run(events, Instant.EPOCH, night.clock().instant())
        .lines()
        .toList();
  }

  private static List<Object> ids(List<String> lines) {
    return lines.stream().map(OperationsTest::id).distinct().toList();
  }

  private static Object id(String line) {
    try {
      return JSON.std.mapFrom(line).getOrDefault("pass", "none");
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }
}

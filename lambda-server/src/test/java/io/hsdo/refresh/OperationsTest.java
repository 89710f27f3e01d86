package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.hsdo.config.Parameters;
import io.hsdo.insights.LogEvents;
import io.hsdo.insights.Query;
import io.hsdo.logging.JsonLog;
import io.hsdo.metrics.EmbeddedMetrics;
import io.hsdo.plan.Trigger;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T01:59:00Z"));
  private final JsonLog log = new JsonLog(clock);
  private final LogEvents events = new LogEvents();
  private final Map<String, String> passes = new LinkedHashMap<>();
  private final List<String> printed = new ArrayList<>();
  private final InMemorySlotListStore store = new InMemorySlotListStore();
  private final FakeFleet fleet = new FakeFleet();
  private final ServerConfiguration configuration =
      ServerConfiguration.of(
          Parameters.load(
              Map.of(
                  "DYNAMODB_TABLE_NAME", "shop-slots",
                  "SERVER_ASG_NAMES", FakeFleet.GROUP,
                  "HAPROXY_BACKEND_SERVERS_LIST_SIZE", "20"),
              Optional.empty()));
  private final CountedHooks hooks = new CountedHooks(new FakeHooks(new ArrayList<>()));
  private final Passes refresh =
      new NamedPasses(
          new MeteredRefresh(
              new Refresh(store, fleet, hooks, configuration, clock),
              hooks,
              configuration,
              clock,
              report ->
                  printed.add(
                      EmbeddedMetrics.line(
                          "shop-slots", report.pass(), report.metrics(), report.at()))));

  @AfterEach
  void closeTheLog() {
    log.close();
  }

  @TestFactory
  List<DynamicTest> everyQueryOfTheDocsHasTheResultThatStandsThere() throws IOException {
    playTheNight();
    List<DynamicTest> tests = new ArrayList<>();
    Matcher example = EXAMPLE.matcher(Files.readString(DOCS));
    while (example.find()) {
      Instant from = at(example.group(1));
      Instant to = at(example.group(2));
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
    playTheNight();

    assertThat(messages()).doesNotHaveDuplicates();
  }

  @Test
  void everyLineBelongsToAPassAndNoTwoPassesShareAnId() {
    fleet.serve(1, 2);
    refresh.pass(new Trigger.Scheduled());
    List<String> first = log.take();
    clock.advance(Duration.ofMinutes(1));
    refresh.pass(new Trigger.Scheduled());
    List<String> second = log.take();

    assertThat(ids(first)).hasSize(1);
    assertThat(ids(second)).hasSize(1).doesNotContainAnyElementsOf(ids(first));
  }

  private void playTheNight() {
    clock.advance(Duration.ofMinutes(1));
    fleet.serve(IntStream.rangeClosed(1, 17).toArray());
    while (clock.instant().isBefore(at("02:12"))) {
      run(Duration.ofSeconds(30));
    }
    fleet.terminate(17);
    run(Duration.ofSeconds(30));
    run(Duration.ofSeconds(15));
    fleet.stop(17);
    fleet.serve(18);
    run(Duration.ofSeconds(15));
    while (clock.instant().isBefore(at("02:20"))) {
      run(Duration.ofSeconds(30));
    }
    fleet.lose(1, 2, 3, 4, 5);
    while (clock.instant().isBefore(at("02:25"))) {
      run(Duration.ofMinutes(1));
    }
    fleet.meanwhile(
        () -> {
          fleet.meanwhile(() -> {});
          new Refresh(store, fleet, action -> {}, configuration, clock)
              .pass(new Trigger.Scheduled());
        });
    fleet.serve(19);
    run(Duration.ofMinutes(1));
    fleet.meanwhile(() -> clock.advance(Duration.ofSeconds(4)));
    run(Duration.ofMinutes(1));
    fleet.meanwhile(() -> {});
    fleet.fail();
    run(Duration.ofMinutes(1));
  }

  private void run(Duration after) {
    run();
    clock.advance(after);
  }

  /** One pass, and what of it arrives in CloudWatch. */
  private void run() {
    try {
      refresh.pass(new Trigger.Scheduled());
    } catch (RefreshException e) {
      // As Lambda prints what a handler throws, for a function whose log format is JSON.
      printed.add(
          "{\"timestamp\":\"%s\",\"level\":\"ERROR\",\"message\":\"%s: %s\\n\\tat ...\"}"
              .formatted(clock.instant(), e.getMessage(), e.getClass().getName()));
    }
    log.take().forEach(this::arrive);
    printed.forEach(this::arrive);
    printed.clear();
  }

  /** With the ids of passes numbered, so that the docs can tell them. */
  private void arrive(String line) {
    String numbered = line;
    Matcher pass = PASS.matcher(line);
    while (pass.find()) {
      String id = passes.computeIfAbsent(pass.group(1), any -> "%08x".formatted(passes.size() + 1));
      numbered = numbered.replace(pass.group(1), id);
    }
    events.add(clock.instant(), numbered);
  }

  private List<String> messages() {
    return new Query("fields time, message\n| filter ispresent(logger)")
        .run(events, Instant.EPOCH, clock.instant())
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

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + ":00Z");
  }
}

package io.hsdo.insights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class QueryTest {
  private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");

  private final LogEvents log = new LogEvents();

  @Test
  void fieldsOfJsonAreDiscoveredAlsoNestedOnes() {
    at(0, "{\"slot\":7,\"a\":{\"b\":[\"x\",\"y\"]}}");
    at(1, "no JSON");

    assertThat(run("fields slot, a.b.1, @message"))
        .isEqualTo(
            """
            slot  a.b.1  @message
            7     y      {"slot":7,"a":{"b":["x","y"]}}
                         no JSON
            """);
  }

  @Test
  void whatLacksAFieldMatchesNoConditionOnIt() {
    at(0, "{\"slot\":7,\"member\":\"i-1\"}");
    at(1, "{\"slot\":8,\"member\":\"i-2\"}");
    at(2, "{\"member\":\"i-3\"}");

    assertThat(run("fields member\n| filter slot >= 7 and member != 'i-1'"))
        .isEqualTo("member\ni-2\n");
    assertThat(run("fields member\n| filter slot = 7 or member like /3$/"))
        .isEqualTo("member\ni-1\ni-3\n");
    assertThat(run("fields member\n| filter ispresent(slot)")).isEqualTo("member\ni-1\ni-2\n");
  }

  @Test
  void timeRangeSortAndLimitCutTheResult() {
    at(0, "{\"n\":1}");
    at(1, "{\"n\":10}");
    at(2, "{\"n\":9}");
    at(99, "{\"n\":99}");

    assertThat(run("fields n\n| sort n desc\n| limit 2")).isEqualTo("n\n10\n9\n");
  }

  @Test
  void statsAreOfEachGroup() {
    at(0, "{\"took\":10,\"why\":\"a\"}");
    at(1, "{\"took\":20,\"why\":\"a\"}");
    at(2, "{\"took\":5,\"why\":\"b\"}");

    assertThat(run("stats count(*) as n, avg(took), max(took) by why"))
        .isEqualTo(
            """
            why  n  avg(took)  max(took)
            a    2  15         20
            b    1  5          5
            """);
    assertThat(run("stats count(*) as n by bin(5m)"))
        .isEqualTo("bin(5m)               n\n2026-03-01T02:00:00Z  3\n");
  }

  @Test
  void partsAreParsedOut() {
    at(0, "pass 12ab failed: no answer");

    assertThat(run("fields id, why\n| parse @message /pass (?<id>\\w+) failed: (?<why>.*)/"))
        .isEqualTo("id    why\n12ab  no answer\n");
  }

  @Test
  void whatIsNotKnownIsRefused() {
    at(0, "{\"n\":1}");

    assertThatIllegalArgumentException().isThrownBy(() -> run("dedup n"));
    assertThatIllegalArgumentException().isThrownBy(() -> run("filter n in [1]"));
    assertThatIllegalArgumentException().isThrownBy(() -> run("stats pct(n, 99)"));
  }

  private void at(int minute, String message) {
    log.add(START.plusSeconds(60L * minute), message);
  }

  private String run(String query) {
    return new Query(query).run(log, START, START.plusSeconds(3600));
  }
}

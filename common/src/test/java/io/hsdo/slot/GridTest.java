package io.hsdo.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridTest {
  @ParameterizedTest(name = "{0} by {1} is between {2} and {3}")
  @CsvSource({
    "2026-03-01T12:00:00Z,           PT30S, 2026-03-01T12:00:00Z, 2026-03-01T12:00:00Z",
    "2026-03-01T12:00:01Z,           PT30S, 2026-03-01T12:00:00Z, 2026-03-01T12:00:30Z",
    "2026-03-01T12:00:29.999Z,       PT30S, 2026-03-01T12:00:00Z, 2026-03-01T12:00:30Z",
    "2026-03-01T12:00:30Z,           PT30S, 2026-03-01T12:00:30Z, 2026-03-01T12:00:30Z",
    "2026-03-01T12:00:30.000000001Z, PT30S, 2026-03-01T12:00:30Z, 2026-03-01T12:01:00Z",
    "2026-03-01T12:00:00.4Z,         PT0.3S, 2026-03-01T12:00:00.3Z, 2026-03-01T12:00:00.6Z",
    "1969-12-31T23:59:59Z,           PT30S, 1969-12-31T23:59:30Z, 1970-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z,           PT30S, 1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
  })
  void instantsAreRoundedToTheGrid(
      Instant instant, Duration interval, Instant floor, Instant ceiling) {
    assertThat(Grid.floor(instant, interval)).isEqualTo(floor);
    assertThat(Grid.ceiling(instant, interval)).isEqualTo(ceiling);
  }

  /** Seven does not divide a minute: the grid does not begin anew with each of them. */
  @Test
  void gridCountsFromTheEpoch() {
    Instant step = Instant.ofEpochSecond(7 * 253_000_000L);

    assertThat(Grid.floor(step.plusSeconds(6), Duration.ofSeconds(7))).isEqualTo(step);
    assertThat(Grid.ceiling(step.plusSeconds(1), Duration.ofSeconds(7)))
        .isEqualTo(step.plusSeconds(7));
  }
}

package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.table.Header;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A list that a clock has written that was ahead. */
class RefreshClockTest extends RefreshScene {
  @Test
  void listThatWasWrittenAheadIsBroughtDownToNowOnceAndThenHasItsHeartbeats() {
    fleet.serve(1);
    pass();
    log.take();
    Header ahead = header();
    transcript.clear();

    clock.advance(Duration.ofHours(-1));
    pass();
    assertThat(header().checkedAt()).isEqualTo(now());
    assertThat(header().version()).isEqualTo(ahead.version() + 1);
    assertThat(log.take())
        .containsExactly(
            "WARNING the list was last written by a clock that is 3600 s ahead of this one, and"
                + " this pass brings down to now what it says of times to come",
            "INFO slot 1: i-1 10.0.0.1 weight 10 -> i-1 10.0.0.1 weight 10 (its times lay too far"
                + " ahead), version 2");

    clock.advance(Duration.ofSeconds(51));
    pass();
    assertThat(header().checkedAt()).isEqualTo(now());
    assertThat(log.take()).isEmpty();
    assertThat(transcript).containsExactly("store version 2");
  }

  @Test
  void heartbeatIsWrittenOverOneThatLiesAhead() {
    pass();
    log.take();
    store.heartbeat(header().version(), now().plus(Duration.ofHours(1)));
    Header ahead = header();

    pass();

    assertThat(ahead.checkedAt()).isAfter(now());
    assertThat(header().checkedAt()).isEqualTo(now());
    assertThat(header().version()).isEqualTo(ahead.version());
    assertThat(log.take()).singleElement().asString().startsWith("WARNING the list was last");
  }

  @Test
  void heartbeatThatAnotherClockTakesBackIsWrittenOnceAMinute() {
    pass();
    List<Instant> written = new ArrayList<>();
    for (int second = 0; second < 120; second++) {
      store.heartbeat(header().version(), now().plusSeconds(150));
      pass();
      if (header().checkedAt().equals(now())) {
        written.add(now());
      }
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(written).hasSize(3);
  }

  @Test
  void heartbeatOfAnotherWriterWhoseClockIsALittleAheadIsLeft() {
    pass();
    store.heartbeat(header().version(), now().plusSeconds(10));
    Header ahead = header();

    pass();

    assertThat(header()).isEqualTo(ahead);
  }

  @Test
  void hookIsToldAnewWhatItWasToldBeforeTheClockWasSetBack() {
    fleet.serve(1, 2);
    pass();
    clock.advance(Duration.ofMinutes(1));
    fleet.terminate(2);
    pass();
    clock.advance(Duration.ofSeconds(30));
    pass();
    transcript.clear();

    clock.advance(Duration.ofHours(-1));
    pass();
    clock.advance(Duration.ofSeconds(30));
    pass();

    assertThat(transcript)
        .filteredOn(line -> !line.startsWith("store"))
        .containsExactly("heartbeat i-2", "complete i-2");
  }
}

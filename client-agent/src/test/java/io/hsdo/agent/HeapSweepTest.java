package io.hsdo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.agent.list.HeldList;
import io.hsdo.agent.list.ListInUse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapSweepTest {
  private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");

  private long heapSize = 10;
  private int sweeps;
  private final HeapSweep sweep = new HeapSweep(() -> heapSize, this::collect);

  private void collect() {
    sweeps++;
    heapSize = 7;
  }

  /** A letter is a list that a poll used, '-' a poll without one. */
  @ParameterizedTest
  @CsvSource({
    "aa, 0",
    "aaa, 1",
    "aaaaaa, 1",
    "aabbcc, 0",
    "aaabbbb, 2",
    "aaabccc, 2",
    "----, 0",
    "--aaa, 1",
  })
  void heapIsSweptOnceAfterEveryListThatStays(String polls, int expected) {
    polls
        .chars()
        .forEach(
            poll -> {
              heapSize++;
              sweep.after(poll == '-' ? new ListInUse.None() : list(poll));
            });

    assertThat(sweeps).isEqualTo(expected);
  }

  @Test
  void heapThatHasNotGrownIsLeftAlone() {
    "aaabbbccc".chars().forEach(poll -> sweep.after(list(poll)));

    assertThat(sweeps).isEqualTo(1);
  }

  private static ListInUse list(int second) {
    var list =
        new HeldList(Optional.empty(), 0, new TreeMap<>(), List.of(), START.plusSeconds(second));
    return new ListInUse.FromTable(list, START);
  }
}

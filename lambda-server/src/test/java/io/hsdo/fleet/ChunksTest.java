package io.hsdo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunksTest {
  @Test
  void nothingToAskIsNoCall() {
    assertThat(Chunks.of(List.of(), 2)).isEmpty();
  }

  @Test
  void whatFitsIsOneCall() {
    assertThat(Chunks.of(List.of("a", "b"), 2)).containsExactly(List.of("a", "b"));
  }

  @Test
  void lastCallAsksForTheRest() {
    assertThat(Chunks.of(List.of("a", "b", "c", "d", "e"), 2))
        .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e"));
  }

  @Test
  void chunksDoNotChangeWithWhatTheyWereMadeFrom() {
    List<String> all = new ArrayList<>(List.of("a", "b", "c"));
    List<List<String>> chunks = Chunks.of(all, 2);

    all.clear();

    assertThat(chunks).containsExactly(List.of("a", "b"), List.of("c"));
  }
}

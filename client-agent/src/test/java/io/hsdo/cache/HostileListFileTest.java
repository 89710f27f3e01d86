package io.hsdo.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.hostile.Hostile;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.table.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file that is not as it was written is not used, whatever stands in it. */
class HostileListFileTest {
  private static final int TRIALS = 300;
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder;

  static LongStream seeds() {
    return Hostile.seeds(1, 2, 3);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void damagedFileIsRefusedOrStillTheSameList(long seed) throws IOException {
    Path path = folder.resolve("slots.json");
    ListFile file = new ListFile(path, new Origin("machine-1", "slots", "eu-west-1"));
    file.write(
        Optional.of(new Header(7, 2, NOW, NOW, PlanNotes.NONE, 0)),
        List.of(
            new Slot.Serving(
                1,
                new Member("i-a", Address.of("10.0.0.1"), "web", Optional.empty()),
                10,
                Optional.empty(),
                Optional.empty()),
            new Slot.Empty(2)),
        NOW);
    String good = Files.readString(path);
    CachedList written = file.read(NOW, DAY);
    Hostile hostile = new Hostile(seed);
    for (int trial = 0; trial < TRIALS; trial++) {
      Files.write(path, hostile.damaged(good).getBytes(UTF_8));

      try {
        assertThat(file.read(NOW, DAY)).isEqualTo(written);
      } catch (ListFileException e) {
        assertThat(e).hasMessageContaining(path.toString());
      }
    }
  }

  @Test
  void deepFileIsRefused() throws IOException {
    Path path = folder.resolve("slots.json");
    Files.writeString(path, "{\"list\":" + "[".repeat(1_000_000));
    ListFile file = new ListFile(path, new Origin("machine-1", "slots", "eu-west-1"));

    try {
      assertThat(file.read(NOW, DAY)).isNull();
    } catch (ListFileException e) {
      assertThat(e).hasMessageContaining(path.toString());
    }
  }
}

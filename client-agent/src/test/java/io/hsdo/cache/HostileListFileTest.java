package io.hsdo.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.digest.Sha256;
import io.hsdo.hostile.Hostile;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.table.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file that is not as it was written is not used, whatever stands in it. */
class HostileListFileTest {
  private static final int TRIALS = 300;
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private static final String HEAD = "{\"format\":1,\"list\":";
  private static final String CHECKSUM = ",\"sha256\":\"";

  @TempDir private Path folder;
  private Path path;
  private ListFile file;

  @BeforeEach
  void name() {
    path = folder.resolve("slots.json");
    file = new ListFile(path, new Origin("machine-1", "slots", "eu-west-1"));
  }

  static LongStream seeds() {
    return Hostile.seeds(1, 2, 3);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void damagedFileIsRefusedOrStillTheSameList(long seed) throws IOException {
    String good = Files.readString(written());
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

  /** Damage that came before the checksum, as of another program that writes one. */
  @ParameterizedTest
  @MethodSource("seeds")
  void listWithARightChecksumIsReadOrRefused(long seed) throws IOException {
    String good = list(Files.readString(written()));
    Hostile hostile = new Hostile(seed);
    int read = 0;
    int refused = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      Files.write(path, withChecksum(hostile.damaged(good)));

      try {
        file.read(NOW, DAY);
        read++;
      } catch (ListFileException e) {
        assertThat(e).hasMessageContaining(path.toString());
        refused++;
      }
    }
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  static Stream<String> tooMuch() {
    return Stream.of(
        "{\"Items\":" + "[".repeat(1_000_000),
        "{\"machine\":" + "9".repeat(1_001) + "}",
        "{\"" + "x".repeat(60_000) + "\":\"\"}");
  }

  @ParameterizedTest
  @MethodSource("tooMuch")
  void moreThanTheParserTakesIsRefused(String list) throws IOException {
    Files.write(path, withChecksum(list));

    assertThatExceptionOfType(ListFileException.class)
        .isThrownBy(() -> file.read(NOW, DAY))
        .withMessageStartingWith(path + " is not used: it is not what this program writes");
  }

  private Path written() {
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
    return path;
  }

  private static String list(String document) {
    return document.substring(HEAD.length(), document.indexOf(CHECKSUM));
  }

  private static byte[] withChecksum(String list) {
    MessageDigest digest = Sha256.digest();
    digest.update(list.getBytes(UTF_8));
    return (HEAD + list + CHECKSUM + Sha256.hex(digest) + "\"}\n").getBytes(UTF_8);
  }
}

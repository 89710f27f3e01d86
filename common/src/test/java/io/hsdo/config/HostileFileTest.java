package io.hsdo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hsdo.hostile.Hostile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in the file, it is read, or refused in words. */
class HostileFileTest {
  private static final int TRIALS = 300;
  private static final String FILE =
      """
      DYNAMODB_TABLE_NAME: shop-slots
      INTERVAL: 0.5
      DEBUG: false
      EXPORTER_PORT: 6789
      SERVER_ASG_NAMES: [shop, blog]
      SERVER_CONSUL_TOKEN: swordfish
      CLIENT_HAPROXY_BACKEND_LIST: {web: {baseName: web, serverPort: 80}}
      """;

  @TempDir private Path folder;

  static LongStream seeds() {
    return Hostile.seeds(1, 2, 3);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void hostileFileIsReadOrRefused(long seed) throws IOException {
    Hostile hostile = new Hostile(seed);
    for (int trial = 0; trial < TRIALS; trial++) {
      String content = FILE;
      for (int i = hostile.number(4); i >= 0; i--) {
        content = hostile.damaged(content);
      }

      assertReadOrRefused(content);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CLIENT_HAPROXY_BACKEND_LIST: &a {web: {baseName: *a}}",
        "CLIENT_HAPROXY_BACKEND_LIST: &a [[*a]]",
        "DEBUG: &a {x: {y: *a}}",
        "? &a [*a]\n: 1",
        "a: &a [x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b]\nINTERVAL: [*c,*c]",
      })
  void fileThatRefersToItselfIsReadOrRefused(String content) throws IOException {
    assertReadOrRefused(content);
  }

  @Test
  void deepFileIsReadOrRefused() throws IOException {
    assertReadOrRefused("INTERVAL: " + "[".repeat(100_000) + "]".repeat(100_000));
    assertReadOrRefused("INTERVAL: " + "{a: ".repeat(100_000) + "}".repeat(100_000));
    assertReadOrRefused("CLIENT_HAPROXY_BACKEND_LIST: '" + "[".repeat(100_000) + "'");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Path file = Files.write(folder.resolve("env.yaml"), new byte[] {(byte) 0xc3, (byte) 0x28, 0});

    assertThat(catchThrowable(() -> Parameters.load(Map.of(), Optional.of(file))))
        .isInstanceOf(ConfigurationException.class);
  }

  private void assertReadOrRefused(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("env.yaml"), content.replace("\ud800", ""));

    Throwable thrown =
        catchThrowable(() -> readEverything(Parameters.load(Map.of(), Optional.of(file))));

    if (thrown != null) {
      assertThat(thrown).as(content).isInstanceOf(ConfigurationException.class);
      assertThat(thrown.getMessage()).isNotBlank();
    }
  }

  private static void readEverything(Parameters parameters) {
    for (Parameter parameter : Parameter.values()) {
      parameters.shown(parameter).ifPresent(shown -> assertThat(shown).isNotNull());
      quietly(() -> parameters.text(parameter));
      quietly(() -> parameters.number(parameter, 0, 10));
      quietly(() -> parameters.seconds(parameter, Duration.ZERO, Duration.ofHours(1)));
      quietly(() -> parameters.flag(parameter));
      quietly(() -> parameters.list(parameter));
      quietly(() -> parameters.map(parameter, "{a: b}"));
    }
  }

  /** A value is not of every type; but nothing else may go wrong with it. */
  private static void quietly(Runnable reading) {
    try {
      reading.run();
    } catch (ConfigurationException e) {
      assertThat(e).hasMessageContaining("expected ");
    }
  }
}

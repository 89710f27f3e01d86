package io.hsdo.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.hsdo.haproxy.RuntimeApiException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

class UnixSocketRuntimeApiTest {
  private static final Duration SHORT_DEADLINE = Duration.ofMillis(100);

  private FakeHaproxy haproxy;
  private UnixSocketRuntimeApi api;

  @BeforeEach
  void start() {
    haproxy = FakeHaproxy.start("");
    api = new UnixSocketRuntimeApi(haproxy.socketPath().toString());
  }

  @AfterEach
  void stop() {
    haproxy.close();
  }

  @Test
  void lineAndAnswerTakeAConnectionOfTheirOwn() {
    assertThat(api.exchange("show cli level;show cli level")).isEqualTo("admin\n\nadmin\n\n");
    assertThat(api.exchange("show cli level")).isEqualTo("admin\n\n");

    assertThat(haproxy.takeLines())
        .containsExactly("show cli level;show cli level", "show cli level");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:9999", "localhost:9999", "admin.sock", "ipv4@127.0.0.1:99", ""})
  void onlyAnAbsolutePathWillDo(String path) {
    assertThatThrownBy(() -> new UnixSocketRuntimeApi(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HAProxy socket '" + path + "' is refused")
        .hasMessageContaining("/var/run/haproxy/admin.sock");
  }

  @Test
  void pathThatNoSocketCanHaveIsRefused() {
    assertThatThrownBy(() -> new UnixSocketRuntimeApi("/" + "x".repeat(107)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 107 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"show info\nshow cli level", "show info\r", "show info\0", "show\tinfo", "é"})
  void moreThanOnePlainLineReachesNoSocket(String line) {
    assertThatThrownBy(() -> api.exchange(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is refused");

    assertThat(haproxy.takeLines()).isEmpty();
  }

  @Test
  void lineThatNoBufferHoldsIsRefused() {
    assertThatThrownBy(() -> api.exchange(" ".repeat(64 * 1024)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536 bytes");
  }

  @Test
  void missingSocketIsSaidToBeMissing(@TempDir Path folder) {
    Path missing = folder.resolve("none.sock");

    assertProblem(
            Problem.NOT_THERE,
            () -> new UnixSocketRuntimeApi(missing.toString()).exchange("show info"))
        .hasMessageContaining("'show info'")
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("is HAProxy running");
  }

  @Test
  void fileOrFolderInThePlaceOfTheSocketIsNone(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("haproxy.cfg"));

    for (Path other : List.of(folder, file)) {
      assertProblem(
          Problem.NOT_THERE,
          () -> new UnixSocketRuntimeApi(other.toString()).exchange("show info"));
    }
  }

  @Test
  void socketOfAStoppedHaproxyRefuses() {
    haproxy.stop();

    assertProblem(Problem.REFUSED, () -> api.exchange("show info"));
  }

  @Test
  void socketOfSomebodyElseIsNotPermitted() throws IOException {
    assumeFalse("root".equals(System.getProperty("user.name")), "root is permitted everything");
    Files.setPosixFilePermissions(
        haproxy.socketPath(), PosixFilePermissions.fromString("r--r--r--"));

    assertProblem(Problem.NOT_PERMITTED, () -> api.exchange("show info"));
  }

  @Test
  void frozenHaproxyTimesOut() {
    haproxy.freeze();
    var impatient = new UnixSocketRuntimeApi(haproxy.socketPath().toString(), SHORT_DEADLINE);

    assertProblem(Problem.TIMED_OUT, () -> impatient.exchange("show info"));

    haproxy.thaw();
    assertThat(api.exchange("show cli level")).isEqualTo("admin\n\n");
  }

  /** Whoever gave up stays in the queue of a HAProxy that accepts nobody, until it is full. */
  @Test
  void haproxyWithAFullQueueTimesOutToo(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("full.sock");
    try (var listener = AFUNIXServerSocket.newInstance()) {
      listener.bind(AFUNIXSocketAddress.of(path), 1);
      var impatient = new UnixSocketRuntimeApi(path.toString(), SHORT_DEADLINE);

      for (int i = 0; i < 4; i++) {
        assertProblem(Problem.TIMED_OUT, () -> impatient.exchange("show info"));
      }
    }
  }

  @Test
  void answerWithoutEndIsNoAnswer() {
    haproxy.disturb(answer -> "x".repeat(9 * 1024 * 1024));

    assertProblem(Problem.UNREADABLE, () -> api.exchange("show info"));
  }

  @Test
  void longAnswerIsReadWhole() {
    String answer = "0123456789\n".repeat(500_000);
    haproxy.disturb(ignored -> answer);

    assertThat(api.exchange("show info")).isEqualTo(answer);
  }

  @Test
  void answerIsWholeWhateverTheOneBeforeWas() {
    String one = "x".repeat(200_000);
    String other = "y".repeat(90_000);
    for (String answer : List.of("short\n\n", one, "short\n\n", other)) {
      haproxy.disturb(ignored -> answer);

      assertThat(api.exchange("show info")).isEqualTo(answer);
    }
  }

  @Test
  void threadsThatAskAtOnceGetTheirOwnAnswers() {
    List<String> lines =
        IntStream.range(0, 200)
            .mapToObj(i -> "show cli level" + ";show cli level".repeat(i % 20))
            .toList();

    assertThat(lines.parallelStream().map(api::exchange))
        .containsExactlyElementsOf(
            lines.stream().map(line -> "admin\n\n".repeat(line.split(";", -1).length)).toList());
  }

  @Test
  void errorShowsTheBeginningOfALongLine() {
    haproxy.stop();

    assertProblem(Problem.REFUSED, () -> api.exchange("show info" + ";show info".repeat(100)))
        .hasMessageContaining("'show info;show info")
        .hasMessageContaining("...' to HAProxy's socket " + haproxy.socketPath());
  }

  private static AbstractThrowableAssert<?, ?> assertProblem(
      Problem problem, ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RuntimeApiException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }
}

package io.hsdo.local.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.local.program.Executables;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class HaproxyProgramTest {
  /** Says by name which HAProxy the tests of all versions run without. */
  @ParameterizedTest(name = "Debian {0}")
  @FieldSource("io.hsdo.local.haproxy.HaproxyProgram#SUITES")
  void eachReleaseOfDebianIsThereAndIsWhatItSays(String suite) {
    Optional<HaproxyProgram> program = HaproxyProgram.of(suite);
    assumeTrue(
        program.isPresent(),
        () ->
            "HAProxy of Debian %s is not in %s: scripts/haproxy-versions fetches it"
                .formatted(suite, Executables.folder("haproxy")));

    try (var haproxy =
        LocalHaproxy.start(program.orElseThrow(), new ServiceConfig("web", "web", 1))) {
      var api = new Haproxy(new UnixSocketRuntimeApi(haproxy.socketPath().toString()));
      assertThat(api.read(List.of()).info().version()).startsWith(program.orElseThrow().version());
    }
  }

  @Test
  @RequiresHaproxy
  void theOneThatIsInstalledIsTheFirstOfAll() {
    assertThat(HaproxyProgram.all().get(0)).isEqualTo(HaproxyProgram.installed().orElseThrow());
    assertThat(HaproxyProgram.all()).extracting(HaproxyProgram::version).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "2.6.12, false",
    "3.0.11, false",
    "3.1.0, true",
    "3.2.26, true",
    "3.10.1, true",
    "4.0.0, true"
  })
  void versionsAreComparedAsNumbers(String version, boolean later) {
    assertThat(new HaproxyProgram(version, Path.of("haproxy")).isAtLeast(3, 1)).isEqualTo(later);
  }
}

package io.hsdo.local.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.service.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a command printed and nobody got is no success. */
class AnswerNobodyGetsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void fullDiskIsToldInOneLineAndStatusOne(Program.Jar jar) throws InterruptedException {
    List<String> command =
        List.of(
            "sh",
            "-c",
            "exec \"$0\" -jar \"$1\" --help >/dev/full",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            jar.path().toString());

    try (var program = Program.start(command, Map.of(), folder.resolve("log"))) {
      assertThat(program.exitStatus(Duration.ofMinutes(1))).isEqualTo(1);
      assertThat(program.output().lines())
          .singleElement()
          .asString()
          .endsWith(": standard output cannot be written: is the disk full, or the reader gone?");
    }
  }
}

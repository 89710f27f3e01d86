package io.hsdo.local.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hsdo.local.service.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What shells complete, asked of the shells themselves. */
class CompletionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Path script;

  @BeforeEach
  void generate() throws IOException, InterruptedException {
    script = folder.resolve("hsdo-agent");
    try (Program program =
        Program.start(Program.Jar.AGENT, List.of("generate-completion"), Map.of(), script)) {
      assertThat(program.exitStatus(PATIENCE)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void scriptIsOneThatTheShellCanRead(String shell) throws Exception {
    assumeInstalled(shell);

    assertThat(run(shell, "-n", script.toString())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "che,check",
    "--dr,--dry-run",
    "--on,--once",
    "run --de,--debug",
    "check --conf,--config",
    "check --he,--help",
    "run --on,--once",
  })
  void bashCompletes(String typed, String completed) throws Exception {
    assumeInstalled("bash");

    assertThat(completions(typed)).contains(completed);
  }

  @Test
  void optionsOfRunAreNotOfferedElsewhere() throws Exception {
    assumeInstalled("bash");

    assertThat(completions("check --")).contains("--config").doesNotContain("--once", "--dry-run");
  }

  @Test
  void commandsAreOfferedButTheOneThatMakesTheScript() throws Exception {
    assumeInstalled("bash");

    assertThat(completions("")).contains("check", "run").doesNotContain("generate-completion");
  }

  /** What bash would offer after what was typed; the last word is the one that is completed. */
  private List<String> completions(String typed) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                """
                source "$1"; shift
                COMP_WORDS=(hsdo-agent "$@"); COMP_CWORD=$#
                _complete_hsdo-agent
                printf '%s\n' "${COMPREPLY[@]}"
                """,
                "bash",
                script.toString()));
    command.addAll(List.of(typed.split(" ", -1)));
    return run(command.toArray(String[]::new)).lines().toList();
  }

  private static void assumeInstalled(String shell) {
    assumeTrue(
        List.of("/bin", "/usr/bin").stream()
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, shell))),
        shell + " is not installed");
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    return output;
  }
}

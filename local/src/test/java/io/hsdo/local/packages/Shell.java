package io.hsdo.local.packages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs that run to their end. */
final class Shell {
  /** Far above what any of them takes on a busy machine; ends those that hang. */
  private static final int LONGEST_SECONDS = 180;

  private Shell() {}

  /**
   * What a program did.
   *
   * @param said standard output and standard error
   */
  record Outcome(int status, String said) {
    /** What it said, if it went well. */
    String good() {
      if (status != 0) {
        throw new AssertionError("ended with status " + status + ": " + said);
      }
      return said;
    }
  }

  static boolean has(String program) {
    return run(List.of("sh", "-c", "command -v " + program), Map.of()).status() == 0;
  }

  static Outcome run(String... command) {
    return run(List.of(command), Map.of());
  }

  static Outcome run(List<String> command, Map<String, String> environment) {
    try {
      Path said = Files.createTempFile("hsdo", ".said");
      try {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(command + " hangs: " + Files.readString(said));
        }
        return new Outcome(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
      } finally {
        Files.delete(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}

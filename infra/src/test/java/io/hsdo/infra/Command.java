package io.hsdo.infra;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program that is run to its end, with this machine's environment but for what AWS would be asked
 * with.
 *
 * @param folder where it runs
 * @param environment besides
 */
record Command(Path folder, Map<String, String> environment) {
  /** Far more than any takes; a machine under load is slow, not broken. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  Command {
    environment = Map.copyOf(environment);
  }

  /** How it ended and everything it printed. */
  record Result(int status, String output) {
    Result orFail() {
      if (status != 0) {
        throw new AssertionError("ended with " + status + ":\n" + output);
      }
      return this;
    }
  }

  /** The same, with one more variable. */
  Command with(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Command(folder, more);
  }

  /** The same, finding programs in this folder first. */
  Command withPath(Path first) {
    String path =
        Optional.ofNullable(environment.get("PATH"))
            .or(() -> Optional.ofNullable(System.getenv("PATH")))
            .orElse("");
    return with("PATH", first + File.pathSeparator + path);
  }

  Result run(List<String> command) {
    try {
      Path output = Files.createTempFile("hsdo-command", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
      builder.environment().putAll(environment);
      return await(command, builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Result await(List<String> command, Process process, Path output)
      throws IOException {
    try {
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(command + " did not end:\n" + Files.readString(output));
      }
      return new Result(process.exitValue(), Files.readString(output));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(command + " was interrupted", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}

package io.hsdo.local.bench;

import io.hsdo.local.program.Executables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** Counts the system calls of a process, where {@code strace} is installed and may do so. */
final class SystemCalls {
  /** The column after share of time, seconds, and microseconds a call. */
  private static final int CALLS = 3;

  private SystemCalls() {}

  /**
   * Calls of a process, all its threads together, in a second.
   *
   * @param seconds how long they are counted
   * @param report a file to be made
   */
  static OptionalDouble perSecond(RunningProcess process, int seconds, Path report)
      throws InterruptedException {
    var strace = Executables.installed("strace");
    if (strace.isEmpty()) {
      System.err.println("System calls are not counted: strace is not installed.");
      return OptionalDouble.empty();
    }
    var command =
        List.of(
            strace.get().toString(),
            "-f",
            "-c",
            "-o",
            report.toString(),
            "-p",
            Long.toString(process.pid()));
    try {
      Process counting =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(report.resolveSibling("strace.log").toFile())
              .start();
      Thread.sleep(seconds * 1_000L);
      counting.destroy();
      counting.waitFor();
      OptionalDouble total = total(Files.readString(report));
      return total.isPresent() ? OptionalDouble.of(total.getAsDouble() / seconds) : total;
    } catch (IOException e) {
      throw new UncheckedIOException("counting system calls failed", e);
    }
  }

  /** What the last line of a summary says; empty if the process could not be traced. */
  static OptionalDouble total(String summary) {
    return summary
        .lines()
        .map(line -> line.strip().split(" +", -1))
        .filter(cells -> cells.length > CALLS && cells[cells.length - 1].equals("total"))
        .mapToDouble(cells -> Double.parseDouble(cells[CALLS]))
        .findFirst();
  }
}

package io.hsdo.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Where and when something was measured: the line above its tables. */
final class Machine {
  private Machine() {}

  /** {@code 2026-11-25, Intel Xeon, 2 processors, Linux 6.1.0}. */
  static String today() {
    return "%s, %s, %d processors, %s %s"
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            processor(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.version"));
  }

  /** Not every architecture names it. */
  private static String processor() {
    String key = "model name";
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      throw new UncheckedIOException("reading what processor this is failed", e);
    }
  }
}

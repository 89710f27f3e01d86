package io.hsdo.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A Java that is installed where distributions put theirs. */
record JavaHome(int version, Path path) {
  private static final Path FOLDER = Path.of("/usr/lib/jvm");

  /** The one of this version, such as 17. */
  static JavaHome of(int version) {
    try (Stream<Path> homes = Files.list(FOLDER)) {
      return homes
          .filter(home -> isOf(version, home))
          .sorted()
          .findFirst()
          .map(home -> new JavaHome(version, home))
          .orElseThrow(
              () -> new IllegalArgumentException("no Java " + version + " is in " + FOLDER));
    } catch (IOException e) {
      throw new UncheckedIOException("looking for Java in " + FOLDER + " failed", e);
    }
  }

  private static boolean isOf(int version, Path home) {
    Path release = home.resolve("release");
    try {
      return Files.exists(home.resolve("bin/java"))
          && Files.exists(release)
          && Files.readString(release).contains("JAVA_VERSION=\"" + version + ".");
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + release + " failed", e);
    }
  }
}

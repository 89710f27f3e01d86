package io.hsdo.local.bench;

import io.hsdo.local.service.Jvm;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param version such as 17
 */
record Jdk(Path home, int version) {
  /** Where Debian and others install them. */
  private static final Path FOLDER = Path.of("/usr/lib/jvm");

  /** That of this path. */
  static Jdk at(Path home) {
    Properties release = new Properties();
    try (Reader file = Files.newBufferedReader(home.resolve("release"))) {
      release.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException("no JDK at " + home, e);
    }
    String version =
        Optional.ofNullable(release.getProperty("JAVA_VERSION")).orElseThrow().replace("\"", "");
    return new Jdk(home, Runtime.Version.parse(version).feature());
  }

  /** Those that can run HSDO, oldest first. */
  static List<Jdk> installed() {
    try (Stream<Path> homes = Files.list(FOLDER)) {
      return homes
          .filter(home -> Files.isRegularFile(home.resolve("release")))
          .filter(home -> !Files.isSymbolicLink(home))
          .map(Jdk::at)
          .filter(jdk -> jdk.version() >= 17)
          .sorted(Comparator.comparingInt(Jdk::version))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("listing " + FOLDER + " failed", e);
    }
  }

  Jvm with(List<String> options) {
    return new Jvm(home, options);
  }
}

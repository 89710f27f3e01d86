package io.hsdo.local.program;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that are installed, and those of other Debian releases that scripts have fetched. */
public final class Executables {
  private Executables() {}

  /** The one that is installed: in PATH, or where distributions put it. */
  public static Optional<Path> installed(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(
            Arrays.stream(path.split(File.pathSeparator, -1)),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The one of a Debian release, if it was fetched. */
  public static Optional<Path> fetched(String name, String suite) {
    return Optional.of(folder(name).resolve(suite).resolve(name)).filter(Files::isExecutable);
  }

  /** Where {@code scripts/debian-package} puts what it fetches. */
  public static Path folder(String name) {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(cache -> !cache.isEmpty())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("hsdo")
        .resolve(name);
  }
}

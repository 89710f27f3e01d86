package io.hsdo.local.haproxy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A HAProxy that this machine can run: the one that is installed, or one that {@code
 * scripts/haproxy-versions} has fetched.
 *
 * @param version such as {@code 3.0.11}
 */
public record HaproxyProgram(String version, Path executable) {
  /** The Debian releases whose HAProxy the script fetches. */
  public static final List<String> SUITES = List.of("trixie", "sid");

  private static final Pattern VERSION = Pattern.compile("version (\\d+(?:\\.\\d+)+)");

  /** The one that is installed: in PATH, or where distributions put it. */
  public static Optional<HaproxyProgram> installed() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(
            Arrays.stream(path.split(File.pathSeparator, -1)),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "haproxy"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(HaproxyProgram::at);
  }

  /** The one of a Debian release, if it was fetched. */
  public static Optional<HaproxyProgram> of(String suite) {
    return Optional.of(folder().resolve(suite).resolve("haproxy"))
        .filter(Files::isExecutable)
        .map(HaproxyProgram::at);
  }

  /** One of each version there is, the one that is installed first. */
  public static List<HaproxyProgram> all() {
    Set<String> versions = new HashSet<>();
    return Stream.concat(installed().stream(), SUITES.stream().flatMap(suite -> of(suite).stream()))
        .filter(program -> versions.add(program.version()))
        .toList();
  }

  /** Where the script puts what it fetches. */
  public static Path folder() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(cache -> !cache.isEmpty())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("hsdo")
        .resolve("haproxy");
  }

  private static HaproxyProgram at(Path executable) {
    try {
      Process process = new ProcessBuilder(executable.toString(), "-v").start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      Matcher matcher = VERSION.matcher(output);
      if (!matcher.find()) {
        throw new IllegalStateException(executable + " -v tells no version: " + output);
      }
      return new HaproxyProgram(matcher.group(1), executable);
    } catch (IOException e) {
      throw new UncheckedIOException("asking " + executable + " for its version failed", e);
    }
  }

  /** Whether it is of this line of releases, such as 3.1, or a later one. */
  public boolean isAtLeast(int major, int minor) {
    List<Integer> parts = Arrays.stream(version.split("\\.", -1)).map(Integer::parseInt).toList();
    return parts.get(0) > major || (parts.get(0) == major && parts.get(1) >= minor);
  }

  @Override
  public String toString() {
    return "HAProxy " + version;
  }
}

package io.hsdo.local.haproxy;

import io.hsdo.local.program.Executables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
    return Executables.installed("haproxy").map(HaproxyProgram::at);
  }

  /** The one of a Debian release, if it was fetched. */
  public static Optional<HaproxyProgram> of(String suite) {
    return Executables.fetched("haproxy", suite).map(HaproxyProgram::at);
  }

  /** One of each version there is, the one that is installed first. */
  public static List<HaproxyProgram> all() {
    Set<String> versions = new HashSet<>();
    return Stream.concat(installed().stream(), SUITES.stream().flatMap(suite -> of(suite).stream()))
        .filter(program -> versions.add(program.version()))
        .toList();
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

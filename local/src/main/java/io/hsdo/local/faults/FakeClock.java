package io.hsdo.local.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The clock of one program, set by libfaketime; its monotonic time goes on as it does. */
final class FakeClock {
  static final String LACKING = "libfaketime is not installed";

  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

  private final Path file;

  private FakeClock(Path file) {
    this.file = file;
  }

  /** Where it is on this machine. */
  static Optional<Path> library() {
    try (Stream<Path> folders = Files.list(LIBRARIES)) {
      return Stream.concat(Stream.of(LIBRARIES), folders)
          .map(folder -> folder.resolve(LIBRARY))
          .filter(Files::isRegularFile)
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("looking for libraries failed", e);
    }
  }

  /** A clock that is right, until it is set. */
  static FakeClock in(Path folder) {
    var clock = new FakeClock(folder.resolve("clock"));
    clock.set(0);
    return clock;
  }

  /** What the program's environment needs. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        library().orElseThrow().toString(),
        "FAKETIME_TIMESTAMP_FILE",
        file.toString(),
        "FAKETIME_CACHE_DURATION",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        // Its workaround for old C libraries makes each wait a hundred milliseconds longer.
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0");
  }

  void set(long seconds) {
    try {
      Files.writeString(file, "%+d".formatted(seconds));
    } catch (IOException e) {
      throw new UncheckedIOException("setting a clock failed", e);
    }
  }
}

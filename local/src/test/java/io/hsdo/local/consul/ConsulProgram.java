package io.hsdo.local.consul;

import io.hsdo.local.program.Executables;
import java.nio.file.Path;
import java.util.Optional;

/** The Consul that this machine can run: installed, or fetched by {@code scripts/consul}. */
final class ConsulProgram {
  /** The last Debian release that has a package of it. */
  private static final String SUITE = "bullseye";

  private ConsulProgram() {}

  static boolean isThere() {
    return find().isPresent();
  }

  static Optional<Path> find() {
    return Executables.installed("consul").or(() -> Executables.fetched("consul", SUITE));
  }
}

package io.hsdo.local.packages;

import java.nio.file.Path;

/** A package as the build left it. */
enum Built {
  AGENT("hsdo-agent", "env.yaml", "../client-agent"),
  SERVER("hsdo-server", "server.yaml", "../lambda-server");

  final String program;
  final String config;
  private final Path module;

  Built(String program, String config, String module) {
    this.program = program;
    this.config = config;
    this.module = Path.of(module).toAbsolutePath().normalize();
  }

  Path source(String file) {
    return module.resolve("src/main/dist").resolve(file);
  }

  /** A file as it will be installed. */
  Path installed(String path) {
    return module.resolve("target/dist/root").resolve(path);
  }

  String deb() {
    return module.resolve("target/" + program + ".deb").toString();
  }

  String rpm() {
    return module.resolve("target/" + program + ".rpm").toString();
  }
}

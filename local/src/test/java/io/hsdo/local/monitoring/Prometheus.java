package io.hsdo.local.monitoring;

import io.hsdo.local.haproxy.LoopbackPort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Prometheus on loopback, as a process that ends with its owner; and its promtool. */
final class Prometheus implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 5;

  private final Process process;
  private final URI uri;

  private Prometheus(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  static boolean isInstalled() {
    return Stream.of("prometheus", "promtool").allMatch(Prometheus::isInPath);
  }

  private static boolean isInPath(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /**
   * Starts one.
   *
   * @param config the file, whose folder has the rules it names
   * @param folder for its data and its log
   */
  static Prometheus start(Path config, Path folder) throws IOException {
    int port = LoopbackPort.free();
    List<String> command =
        List.of(
            "prometheus",
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    return new Prometheus(process, URI.create("http://127.0.0.1:" + port));
  }

  URI uri() {
    return uri;
  }

  /** What a query finds now, a line for each series; or why it cannot be answered. */
  Output query(String expression) {
    return promtool("query", "instant", uri.toString(), expression);
  }

  /** What a run of promtool ended with, and what it said. */
  record Output(int status, String text) {
    boolean isGood() {
      return status == 0;
    }
  }

  static Output promtool(String... arguments) {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    try {
      Process promtool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text =
          new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Output(promtool.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting for " + command, e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

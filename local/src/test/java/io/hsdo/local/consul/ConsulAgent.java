package io.hsdo.local.consul;

import com.fasterxml.jackson.jr.ob.JSON;
import io.hsdo.local.haproxy.LoopbackPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Consul server, alone on the loopback address, with its state in a folder. */
final class ConsulAgent implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int STARTS = 3;

  private final Path folder;
  private final int http = LoopbackPort.free();
  private final int https = LoopbackPort.free();
  private final int serf = LoopbackPort.free();
  private final int rpc = LoopbackPort.free();
  private final Map<String, Object> settings;
  private Process process;

  private ConsulAgent(Path folder, Map<String, Object> settings) {
    this.folder = folder;
    this.settings = settings;
    this.process = launch();
  }

  static ConsulAgent start(Path folder) {
    return start(folder, Map.of());
  }

  /**
   * Starts one and waits until it has elected itself.
   *
   * @param settings of its configuration, besides what it needs to be alone
   */
  static ConsulAgent start(Path folder, Map<String, Object> settings) {
    for (int start = 1; ; start++) {
      ConsulAgent agent = new ConsulAgent(folder, settings);
      try {
        agent.awaitLeader();
        return agent;
      } catch (IllegalStateException e) {
        // Somebody else may have taken one of its ports since it was found free.
        if (start == STARTS || !String.valueOf(e.getMessage()).contains("address already in use")) {
          throw e;
        }
      }
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + http);
  }

  URI tlsUrl() {
    return URI.create("https://127.0.0.1:" + https);
  }

  /** Ends it at once, as a crash does. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Starts it anew, with the state that it had. */
  void restart() {
    process = launch();
    awaitLeader();
  }

  /** Runs the program for something else, in a folder. */
  static void run(Path folder, String... arguments) {
    try {
      Process once =
          new ProcessBuilder(command(arguments))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("command.log").toFile())
              .start();
      if (!once.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || once.exitValue() != 0) {
        throw new IllegalStateException(Files.readString(folder.resolve("command.log")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static List<String> command(String... arguments) {
    return Stream.concat(
            Stream.of(ConsulProgram.find().orElseThrow().toString()), Stream.of(arguments))
        .toList();
  }

  private Process launch() {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("server", true);
    all.put("bootstrap_expect", 1);
    all.put("bind_addr", "127.0.0.1");
    all.put("client_addr", "127.0.0.1");
    all.put("data_dir", folder.resolve("data").toString());
    all.put("node_name", "server");
    all.put("disable_update_check", true);
    all.put("performance", Map.of("raft_multiplier", 1));
    all.put(
        "ports",
        Map.of(
            "http",
            http,
            "https",
            settings.containsKey("cert_file") ? https : -1,
            "dns",
            -1,
            "grpc",
            -1,
            "serf_lan",
            serf,
            "serf_wan",
            -1,
            "server",
            rpc));
    try {
      Path file = Files.writeString(folder.resolve("consul.json"), JSON.std.asString(all));
      return new ProcessBuilder(command("agent", "-config-file", file.toString()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("consul.log").toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitLeader() {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest question =
        HttpRequest.newBuilder(URI.create(url() + "/v1/status/leader"))
            .timeout(Duration.ofSeconds(5))
            .build();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        if (client.send(question, BodyHandlers.ofString()).body().contains(":")) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
      if (System.nanoTime() > end || !process.isAlive()) {
        kill();
        throw new IllegalStateException("no Consul: " + log());
      }
      pause();
    }
  }

  /** What it has said; the folder is gone with the test. */
  private String log() {
    try {
      return Files.readString(folder.resolve("consul.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}

package io.hsdo.agent;

import io.hsdo.http.WebServer;
import io.hsdo.systemd.ServiceManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A short run for the archive of classes, which the JVM makes of what a run has loaded: it does all
 * that the agent does, but only looks at HAProxy, and writes to a folder that it removes.
 */
final class ArchiveRun {
  /** The first poll reads the whole list, later ones what has changed. */
  private static final int TURNS = 3;

  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final AgentConfiguration configuration;
  private final Map<String, String> environment;

  /**
   * @param environment where settings of the AWS SDK are
   */
  ArchiveRun(AgentConfiguration configuration, Map<String, String> environment) {
    this.configuration = configuration;
    this.environment = environment;
  }

  /** Whether the last poll got answers of table and HAProxy. */
  boolean isGood() throws InterruptedException {
    Path folder = makeFolder();
    try {
      return isGood(folder);
    } finally {
      remove(folder);
    }
  }

  private boolean isGood(Path folder) throws InterruptedException {
    AgentConfiguration aside = configuration.aside(folder);
    var wiring = Wiring.ofCommand(aside, environment);
    var monitoring = wiring.monitoring();
    var manager =
        ServiceManager.of(Map.of("NOTIFY_SOCKET", folder.resolve("nobody.sock").toString()));
    var loop = new Loop(wiring.agentAside(monitoring), INTERVAL, manager, HeapSweep.ofThisJvm());
    WebServer server = WebServer.start(aside.exporter(), monitoring.site());
    try {
      boolean good = false;
      for (int i = 0; i < TURNS; i++) {
        good = loop.turn().isGood();
      }
      return good;
    } finally {
      server.close();
    }
  }

  private static Path makeFolder() {
    try {
      return Files.createTempDirectory("hsdo-agent");
    } catch (IOException e) {
      throw new UncheckedIOException("making a folder failed", e);
    }
  }

  private static void remove(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + folder + " failed", e);
    }
  }
}

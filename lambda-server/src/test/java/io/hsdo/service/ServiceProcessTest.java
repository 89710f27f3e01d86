package io.hsdo.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.commands.ServerMain;
import io.hsdo.systemd.NoticeListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The refresh as a process, and an AWS that does not answer. */
class ServiceProcessTest {
  private static final Pattern PORT = Pattern.compile("metrics on port ([0-9]+)");
  private static final int SIGTERM = 143;

  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void endAll() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void sigtermEndsAServerWhosePassHangs() throws Exception {
    // It takes connections and never answers.
    try (var aws = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Process server = start("http://127.0.0.1:" + aws.getLocalPort(), 0, "");
      aws.accept();

      server.destroy();

      // Far less than the table is waited for.
      assertThat(server.waitFor(2, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(SIGTERM);
    }
  }

  @Test
  void serverWithoutAwsIsReadyAliveAndHealthy() throws Exception {
    try (NoticeListener systemd = NoticeListener.on(folder.resolve("notify").toString())) {
      Process server = start("http://127.0.0.1:" + closedPort(), 0, systemd.name());

      awaitNotice(systemd, "WATCHDOG=1");
      HttpResponse<String> health = get(port(), "/healthz");

      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.body()).contains("passes fail since ", "the list stays as it is");
      assertThat(get(port(), "/metrics").body())
          .contains("hsdo_passes_total{result=\"ok\"} 0.0")
          .containsPattern("hsdo_passes_total\\{result=\"failed\"} [1-9]");
      assertThat(server.isAlive()).isTrue();

      server.destroy();
      assertThat(server.waitFor(2, TimeUnit.SECONDS)).isTrue();
      assertThat(systemd.heard()).contains("STOPPING=1");
    }
  }

  @Test
  void portOfAnotherProgramIsRefusedWithBothParameters() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process server = start("http://127.0.0.1:1", taken.getLocalPort(), "");

      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(2);
      assertThat(log())
          .contains(
              "hsdo-server: EXPORTER_ADDRESS and EXPORTER_PORT are '127.0.0.1:"
                  + taken.getLocalPort()
                  + "', which cannot be listened on: Address already in use; of two programs on one"
                  + " host each needs a port of its own");
    }
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitNotice(NoticeListener systemd, String notice) throws Exception {
    List<String> heard = new ArrayList<>();
    for (int i = 0; i < 600 && !heard.contains(notice); i++) {
      Thread.sleep(100);
      heard.addAll(systemd.heard());
    }
    assertThat(heard).startsWith("READY=1").contains(notice);
  }

  private int port() throws IOException {
    Matcher port = PORT.matcher(log());
    assertThat(port.find()).as(log()).isTrue();
    return Integer.parseInt(port.group(1));
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private static HttpResponse<String> get(int port, String path)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.ofString());
  }

  private Process start(String endpoint, int port, String notifySocket) throws IOException {
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ServerMain.class.getName()));
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.put("AWS_ENDPOINT_URL", endpoint);
    environment.put("AWS_ACCESS_KEY_ID", "local");
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("DYNAMODB_TABLE_NAME", "slots");
    environment.put("SERVER_ASG_NAMES", "web");
    environment.put("EXPORTER_ADDRESS", "127.0.0.1");
    environment.put("EXPORTER_PORT", Integer.toString(port));
    environment.put("NOTIFY_SOCKET", notifySocket);
    environment.put("WATCHDOG_USEC", "4000000");
    Process process = builder.start();
    processes.add(process);
    return process;
  }
}

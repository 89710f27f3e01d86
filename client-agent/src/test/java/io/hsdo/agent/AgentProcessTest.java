package io.hsdo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.FakeHaproxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The agent ends at once and leaves HAProxy as it is")
class AgentProcessTest {
  private static final String CONFIG =
      """
      backend web
        server-template web 1-3 slot.invalid:80 init-addr last,127.0.0.2 check disabled
      """;

  /** Less than DynamoDB or HAProxy is waited for, so that whoever waits for them is found out. */
  private static final long SECONDS_TO_END = 2;

  @TempDir private Path folder;
  private final FakeHaproxy haproxy = FakeHaproxy.start(CONFIG);

  @AfterEach
  void close() {
    haproxy.close();
  }

  @Test
  void agentEndsOnSigtermWhileTableAndHaproxyHang() throws Exception {
    haproxy.freeze();
    // It takes connections and never answers.
    try (var table = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Process agent = start("http://127.0.0.1:" + table.getLocalPort(), folder, "run");
      try {
        table.accept();
        awaitLines();

        agent.destroy();

        assertThat(agent.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)).isTrue();
        assertThat(haproxy.takeLines()).allMatch(line -> line.equals(Rig.READ));
      } finally {
        agent.destroyForcibly();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "check", "status", "--once"})
  void folderForTemporaryFilesThatIsMissingIsToldInOneLine(String command) throws Exception {
    Path missing = folder.resolve("missing");

    Process agent = start("http://127.0.0.1:1", missing, command);

    assertThat(agent.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(agent.exitValue()).isEqualTo(1);
    assertThat(Files.readAllLines(folder.resolve("log")))
        .noneMatch(line -> line.startsWith("\tat "))
        .last()
        .asString()
        .startsWith("hsdo-agent: the library for unix sockets cannot be unpacked to " + missing);
  }

  private void awaitLines() throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      if (!haproxy.takeLines().isEmpty()) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the agent does not look at HAProxy");
  }

  private Process start(String endpoint, Path temporary, String command) throws IOException {
    Path config = folder.resolve("env.yaml");
    Files.writeString(
        config,
        """
        DYNAMODB_TABLE_NAME: slots
        AWS_REGION: eu-west-1
        CLIENT_HAPROXY_BACKEND_LIST: {web: {baseName: web}}
        CLIENT_HAPROXY_SOCKET_PATH: %s
        CLIENT_CACHE_PATH: %s
        EXPORTER_ADDRESS: 127.0.0.1
        EXPORTER_PORT: 0
        """
            .formatted(haproxy.socketPath(), folder.resolve("slots.json")));
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                AgentMain.class.getName(),
                command,
                "--config",
                config.toString()));
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ENDPOINT_URL", endpoint,
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local"));
    return builder.start();
  }
}

package io.hsdo.local.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.agent.Host.Ended;
import io.hsdo.local.haproxy.RequiresHaproxy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --dry-run} prints is what would have been written, and nothing is. */
@RequiresHaproxy
class DryRunTest {
  private static final List<String> EMPTY =
      List.of("web1 127.0.0.2 1 5 1", "web2 127.0.0.2 1 5 1", "web3 127.0.0.2 1 5 1");

  @TempDir private Path folder;
  private Host host;

  @BeforeEach
  void start() {
    host = Host.start(folder);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void nothingIsWrittenAndTheLinesSentByHandDoTheWork() throws InterruptedException {
    host.seat(2);

    Ended dryRun = host.run("--dry-run");

    assertThat(dryRun.status()).isZero();
    assertThat(host.servers()).isEqualTo(EMPTY);
    List<String> lines = commands(dryRun);
    assertThat(lines)
        .containsExactly(
            "set server web/web1 addr 127.1.0.1 port 8080",
            "set server web/web1 weight 7",
            "set server web/web2 addr 127.1.0.2 port 8080",
            "set server web/web2 weight 7",
            "set server web/web1 state ready",
            "set server web/web2 state ready");
    lines.forEach(host::ask);
    assertThat(host.servers())
        .containsExactly(
            "web1 127.1.0.1 8080 4 7", "web2 127.1.0.2 8080 4 7", "web3 127.0.0.2 1 5 1");
    assertThat(commands(host.run("--dry-run"))).isEmpty();
  }

  @Test
  void dryRunWithoutHaproxyEndsWithOne() throws InterruptedException {
    host.seat(1);
    host.haproxy().stop();

    Ended dryRun = host.run("--dry-run");

    assertThat(dryRun.status()).isEqualTo(1);
    assertThat(commands(dryRun)).isEmpty();
    assertThat(dryRun.output()).contains("nobody listens on it").contains("nothing was written");
  }

  private static List<String> commands(Ended dryRun) {
    return dryRun.lines().stream().filter(line -> line.startsWith("set ")).toList();
  }
}

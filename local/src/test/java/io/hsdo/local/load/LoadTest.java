package io.hsdo.local.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hsdo.local.cloud.Instance;
import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.haproxy.LoopbackPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final Duration SHORT = Duration.ofMillis(500);

  @Test
  void everyRequestIsAnsweredAndRecordedWithWhoAnswered() throws InterruptedException {
    try (var cloud = LocalCloud.builder().timings(Timings.instant()).start()) {
      cloud.createGroup("web", 1, "eu-west-1a");
      Instance instance = cloud.instances().get(0);

      LoadReport report = load(instance.socketAddress(), Duration.ofMinutes(1), 200);

      assertThat(report.failures()).isEmpty();
      assertThat(report.answers())
          .hasSizeGreaterThanOrEqualTo(200)
          .allMatch(answer -> answer.instance().equals(instance.id()))
          .allMatch(answer -> answer.key() >= 0 && answer.key() < 10);
      assertThat(cloud.requestsServed(instance.id())).isEqualTo(report.requests());
    }
  }

  @Test
  void refusedConnectionsAreFailuresAndTheLoadEndsByItself() throws InterruptedException {
    var nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), LoopbackPort.free());

    LoadReport report = load(nobody, SHORT, Integer.MAX_VALUE);

    assertThat(report.answers()).isEmpty();
    assertThat(report.failures())
        .isNotEmpty()
        .allMatch(failure -> failure.text().contains("ConnectException"));
  }

  @Test
  void nothingBeyondThisMachineIsAsked() {
    var elsewhere = new InetSocketAddress("192.0.2.1", 80);

    assertThatThrownBy(() -> new LoadSettings(List.of(elsewhere), 2, 1, 1, SHORT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loopback");
  }

  private static LoadReport load(InetSocketAddress target, Duration longest, int requests)
      throws InterruptedException {
    try (var load = Load.start(new LoadSettings(List.of(target), 4, 500, 10, longest))) {
      while (load.isRunning() && load.requests() < requests) {
        Thread.sleep(5);
      }
      return load.stop();
    }
  }
}

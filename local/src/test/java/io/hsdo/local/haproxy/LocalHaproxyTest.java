package io.hsdo.local.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hsdo.haproxy.CliLevel;
import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.HaproxyInfo;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.RuntimeCommand.SetWeight;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

@RequiresHaproxy
class LocalHaproxyTest {
  private static final Backend WEB = new Backend("web", "web", 80, Backend.Role.DEFAULT);
  private static final Backend OTHER = new Backend("other", "srv", 80, Backend.Role.FALLBACK);

  @Test
  void startsWithEmptySlotsInEveryBackend() {
    var config = new ServiceConfig("web", "web", 3).backend("other", "srv", 2);
    try (var haproxy = LocalHaproxy.start(config)) {
      var snapshot = read(haproxy);

      assertThat(snapshot.missingBackends()).isEmpty();
      assertThat(snapshot.servers().keySet())
          .extracting(Object::toString)
          .containsExactlyInAnyOrder(
              "web/web1", "web/web2", "web/web3", "other/srv1", "other/srv2");
      assertThat(snapshot.servers().values())
          .allMatch(server -> server.state() == AdminState.MAINT)
          .allMatch(server -> server.isChecked());
      assertThat(api(haproxy).cliLevel()).isEqualTo(CliLevel.ADMIN);
      assertThat(snapshot.info().process().pid()).isEqualTo(haproxy.pid());
    }
  }

  @Test
  void restartForgetsWhatWasChanged() {
    try (var haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", 1))) {
      HaproxyInfo before = changeWeight(haproxy);

      haproxy.restart();

      assertThat(weight(haproxy)).isEqualTo(1);
      assertThat(read(haproxy).info().process()).isNotEqualTo(before.process());
    }
  }

  @Test
  void reloadIsAnsweredByTheSuccessor() {
    try (var haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", 1))) {
      HaproxyInfo before = changeWeight(haproxy);

      haproxy.reload();

      assertThat(weight(haproxy)).isEqualTo(1);
      assertThat(read(haproxy).info().process()).isNotEqualTo(before.process());
      assertThat(read(haproxy).info().stopping()).isFalse();
    }
  }

  @Test
  void servesAnEmptyServiceAndAStatisticsPage() throws Exception {
    try (var haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", 1).withoutRetries())) {
      assertThat(get(haproxy.url()).statusCode()).isEqualTo(503);
      assertThat(get(haproxy.statsUrl()).body()).contains("web1");
    }
  }

  @Test
  void leavesNothingBehind() {
    var haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", 1));
    haproxy.reload();

    haproxy.close();

    assertThat(ProcessHandle.of(haproxy.pid())).isEmpty();
    assertThat(Files.exists(haproxy.socketPath().getParent())).isFalse();
  }

  @Test
  void saysWhatHaproxySaysOfABadConfiguration() {
    assertThatThrownBy(() -> LocalHaproxy.start(listeners -> "nonsense\n"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("unknown keyword 'nonsense'");
  }

  private static HaproxyInfo changeWeight(LocalHaproxy haproxy) {
    HaproxyInfo info = read(haproxy).info();
    api(haproxy).write(List.of(new SetWeight(WEB.server(1), 77)), info.process());
    assertThat(weight(haproxy)).isEqualTo(77);
    return info;
  }

  private static int weight(LocalHaproxy haproxy) {
    return read(haproxy).server(WEB.server(1)).orElseThrow().weight();
  }

  private static HaproxySnapshot read(LocalHaproxy haproxy) {
    return api(haproxy).read(List.of(WEB, OTHER));
  }

  private static Haproxy api(LocalHaproxy haproxy) {
    return new Haproxy(new UnixSocketRuntimeApi(haproxy.socketPath().toString()));
  }

  private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}

package io.hsdo.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.reconcile.Backend;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerHealthTest {
  private static final Backend WEB = new Backend("web", "web", 80, Backend.Role.DEFAULT);

  private static final String TITLES =
      "1\n# srv_name srv_time_since_last_change srv_check_status srv_check_result\n";

  private static final ServerHealth REFUSED = new ServerHealth(8, 2, Duration.ofSeconds(42));

  @Test
  void healthIsWhatTheLastCheckFoundAndSinceWhen() {
    assertThat(ServerHealth.read(WEB, TITLES + "web7 42 8 2\n"))
        .containsOnly(Map.entry(WEB.server(7), REFUSED));
    assertThat(REFUSED.isBad()).isTrue();
    assertThat(REFUSED.lastCheck()).isEqualTo(Optional.of("connection refused, or no route"));
  }

  /** As of a program that accepts and never answers: its checks are under way much of the time. */
  @ParameterizedTest
  @CsvSource({
    "12, 0, true",
    "12, 2, true",
    "15, 0, false",
    "0,  0, false",
    "1,  0, false",
    "15, 3, false"
  })
  void whileACheckIsUnderWayTheOneBeforeCounts(int status, int result, boolean isBad) {
    assertThat(new ServerHealth(status, result, Duration.ofSeconds(9)).isBad()).isEqualTo(isBad);
  }

  @ParameterizedTest
  @ValueSource(strings = {"web8 ages 8 2", "web8 42", "static1 42 8 2", ""})
  void whatCannotBeReadAndOtherServersAreLeftOut(String row) {
    assertThat(ServerHealth.read(WEB, TITLES + "web7 42 8 2\n" + row))
        .containsOnlyKeys(WEB.server(7));
  }

  @Test
  void haproxyThatTellsNoneHasNone() {
    assertThat(ServerHealth.read(WEB, "1\n# srv_name\nweb7\n")).isEmpty();
  }
}

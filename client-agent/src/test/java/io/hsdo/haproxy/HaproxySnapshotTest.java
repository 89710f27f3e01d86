package io.hsdo.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HaproxySnapshotTest {
  /** Who is filled while strangers keep the traffic can wait for its checks; a start cannot. */
  @ParameterizedTest(name = "strangers serve: {0}, up for {1} s -> {2}")
  @CsvSource({"true, 30, true", "true, 29, false", "false, 30, false"})
  void strangersKeepTheTrafficOfAHaproxyThatHasBeenUpForAWhile(
      boolean serve, long uptime, boolean goOn) {
    var info = new HaproxyInfo("2.6.12", new HaproxyProcess(4711, 1), uptime, false);

    var snapshot = new HaproxySnapshot(info, Map.of(), serve, Map::of, List.of());

    assertThat(snapshot.strangersGoOnServing()).isEqualTo(goOn);
  }
}

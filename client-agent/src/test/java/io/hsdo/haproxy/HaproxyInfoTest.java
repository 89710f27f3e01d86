package io.hsdo.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HaproxyInfoTest {
  @Test
  void fieldsAreFoundByName() {
    assertThat(
            HaproxyInfo.parse(
                """
                Name: HAProxy
                Version: 2.6.12-1+deb12u4
                Release_date: 2026/10/17
                Pid: 4711
                Uptime: 0d 0h01m02s
                Uptime_sec: 62
                Unstoppable Jobs: 0
                Stopping: 1
                Start_time_sec: 1795414829
                Tainted: 0"""))
        .isEqualTo(
            new HaproxyInfo("2.6.12-1+deb12u4", new HaproxyProcess(4711, 1795414829L), 62, true));
  }

  @Test
  void missingFieldIsNamed() {
    assertThatThrownBy(() -> HaproxyInfo.parse("Name: HAProxy\nVersion: 2.6.12"))
        .isInstanceOf(RuntimeApiException.class)
        .hasMessageContaining("finding Pid in 'show info'");
  }

  @Test
  void fieldThatIsNoNumberIsNamed() {
    assertThatThrownBy(() -> HaproxyInfo.parse("Name: HAProxy\nVersion: 2.6.12\nPid: one"))
        .isInstanceOf(RuntimeApiException.class)
        .hasMessageContaining("reading Pid 'one' of 'show info'");
  }
}

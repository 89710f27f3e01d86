package io.hsdo.local.packages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The agent in its unit, as systemd runs it. */
class InstalledServiceTest extends BootedMachine {
  @BeforeEach
  void install() {
    machine.install(PackageKind.DEB, Built.AGENT);
    machine.configure();
    machine.sh("systemctl restart haproxy").good();
  }

  @Test
  void serviceIsReadyInItsUnitAndAloneWritesToDebiansHaproxy() {
    machine.sh("systemctl start hsdo-agent").good();

    assertThat(machine.agent("User")).isEqualTo("hsdo");
    assertThat(machine.agent("ActiveState")).isEqualTo("active");
    assertThat(machine.agent("NRestarts")).isEqualTo("0");
    assertThat(machine.sh("stat -c '%U %G' /run/haproxy/admin.sock.hsdo-lock").good())
        .isEqualTo("hsdo haproxy\n");
    assertThat(machine.sh("journalctl -u hsdo-agent").good())
        .containsPattern("PassLog \\[\\w+]: HAProxy 2[.]6");
  }
}

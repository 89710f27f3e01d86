package io.hsdo.local.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.e2e.Await;
import io.hsdo.local.service.Program;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent in its unit, as systemd runs it. */
class InstalledServiceTest extends BootedMachine {
  private void install(PackageKind kind) {
    machine.install(kind, Built.AGENT);
    machine.configure();
    machine.systemctl("restart haproxy");
  }

  @Test
  void serviceIsReadyInItsUnitAndAloneWritesToDebiansHaproxy() {
    install(PackageKind.DEB);
    machine.systemctl("start hsdo-agent");

    assertThat(machine.agent("User")).isEqualTo("hsdo");
    assertThat(machine.agent("ActiveState")).isEqualTo("active");
    assertThat(machine.agent("NRestarts")).isEqualTo("0");
    assertThat(machine.agent("WatchdogUSec")).isEqualTo("30s");
    assertThat(machine.sh("stat -c '%U %G' /run/haproxy/admin.sock.hsdo-lock").good())
        .isEqualTo("hsdo haproxy\n");
    assertThat(machine.sh("journalctl -u hsdo-agent").good())
        .containsPattern("PassLog \\[\\w+]: HAProxy 2[.]6");
  }

  // Class archive

  @ParameterizedTest
  @EnumSource
  void classesOfTheFirstStartAreUsedByTheNextAndReplacedByAnUpgrade(PackageKind kind)
      throws Exception {
    install(kind);
    try (Program table = machine.beside(TableProgram.class)) {
      letTheAgentRead(table);

      machine.systemctl("start hsdo-agent");
      String first = archives();
      assertThat(first).matches("hsdo /var/cache/hsdo/hsdo-agent-.*[.]jsa");
      machine.systemctl("restart hsdo-agent");
      assertThat(archives()).isEqualTo(first);
      assertThat("hsdo " + archiveInUse()).isEqualTo(first);

      machine.install(kind, Built.AGENT, 2);
      String second = archives();
      assertThat(second)
          .as(machine::journal)
          .isNotEqualTo(first)
          .matches("hsdo /var/cache/hsdo/hsdo-agent-.*[.]jsa");
      machine.systemctl("restart hsdo-agent");
      assertThat("hsdo " + archiveInUse()).isEqualTo(second);
    }
  }

  /** The archive is made by a run that succeeds: that needs a table. */
  private void letTheAgentRead(Program table) throws Exception {
    Await.that(
        () -> said(table.output().contains("endpoint_url"), "no endpoint: " + table.output()));
    String endpoint =
        table
            .output()
            .lines()
            .filter(line -> line.startsWith("endpoint_url"))
            .findFirst()
            .orElseThrow();
    machine
        .sh(
            """
            mkdir -p /var/lib/hsdo/.aws
            cat >/var/lib/hsdo/.aws/config <<END
            [default]
            %s
            aws_access_key_id = local
            aws_secret_access_key = local
            END
            chown -R hsdo:hsdo /var/lib/hsdo
            """
                .formatted(endpoint))
        .good();
  }

  /** Owner and path of each. */
  private String archives() {
    return machine.sh("find /var/cache/hsdo -name '*.jsa*' -printf '%u %p\\n'").good().strip();
  }

  /** What the agent's JVM has taken, not only been told to take. */
  private String archiveInUse() {
    return machine
        .sh("grep -o '/var/cache/.*jsa' /proc/" + machine.agent("MainPID") + "/maps | sort -u")
        .good()
        .strip();
  }

  // Agents that end or hang

  @Test
  void agentThatIsFrozenIsStartedAnewAndHaproxyGoesOn() throws Exception {
    install(PackageKind.DEB);
    machine
        .sh(
            "mkdir /etc/systemd/system/hsdo-agent.service.d && cd /etc/systemd/system/hsdo-agent.service.d"
                + " && printf '[Service]\\nWatchdogSec=5\\n' >sooner.conf && systemctl daemon-reload")
        .good();
    machine.systemctl("start hsdo-agent");
    String haproxy = machine.sh("systemctl show -P MainPID haproxy").good();
    String frozen = machine.agent("MainPID");

    machine.sh("kill -STOP " + frozen).good();

    assertThat(answerOfHaproxy()).contains("200 OK");
    awaitAnotherThan(frozen);
    assertThat(machine.sh("journalctl -u hsdo-agent").good()).contains("Watchdog timeout");
    assertThat(answerOfHaproxy()).contains("200 OK");
    assertThat(machine.sh("systemctl show -P MainPID haproxy").good()).isEqualTo(haproxy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM"})
  void agentThatSomebodyEndsIsStartedAnew(String signal) throws Exception {
    install(PackageKind.DEB);
    machine.systemctl("start hsdo-agent");
    String ended = machine.agent("MainPID");

    machine.sh("kill -" + signal + " " + ended).good();

    awaitAnotherThan(ended);
  }

  private void awaitAnotherThan(String pid) throws Exception {
    Await.that(
        () -> {
          String state = machine.agent("ActiveState") + " " + machine.agent("MainPID");
          return said(state.startsWith("active ") && !state.equals("active " + pid), state);
        });
  }

  private static Optional<String> said(boolean holds, String otherwise) {
    return holds ? Optional.empty() : Optional.of(otherwise);
  }

  private String answerOfHaproxy() {
    return machine
        .sh(
            "bash -c 'exec 3<>/dev/tcp/127.0.0.1/80 && printf \"GET / HTTP/1.0\\r\\n\\r\\n\" >&3 && cat <&3'")
        .good();
  }
}

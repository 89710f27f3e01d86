package io.hsdo.local.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The packages on a machine that has booted. It takes root and some minutes, so only where
 * HSDO_TEST_INSTALL is 1, as {@code .ci/run} has it.
 */
class InstalledPackageTest {
  private static final String TRACES =
      "find / -xdev -name '*hsdo*' -not -path '/proc/*' -not -path '/root/*' -not -path '/var/lib/dpkg/*'"
          + " -not -path '/var/lib/systemd/*' -not -path '/var/log/*' | sort";

  @TempDir private Path folder;
  private DebianMachine machine;

  @BeforeEach
  void boot() throws IOException, InterruptedException {
    assumeTrue("1".equals(System.getenv("HSDO_TEST_INSTALL")), "HSDO_TEST_INSTALL is not 1");
    assumeTrue("root".equals(System.getProperty("user.name")), "only root may boot a machine");
    assumeTrue(Shell.has("debootstrap"), "debootstrap is not installed");
    assumeTrue(Files.exists(Path.of(Built.AGENT.deb())), "the packages are not built: mvn package");
    machine = new DebianMachine(folder);
  }

  @AfterEach
  void shutDown() {
    if (machine != null) {
      machine.close();
    }
  }

  @Test
  void bothPackagesOnOneMachineRunNothingUntilTheyAreAsked() {
    machine.install(Built.AGENT);
    machine.install(Built.SERVER);

    for (Built built : Built.values()) {
      assertThat(machine.sh("systemctl is-enabled " + built.program).said())
          .isEqualTo("disabled\n");
      assertThat(machine.sh("systemctl is-active " + built.program).said()).isEqualTo("inactive\n");
      machine.sh("systemd-analyze verify " + built.program + ".service").good();
      assertThat(machine.sh(built.program + " --version").good()).startsWith(built.program + " ");
      machine.sh("man -w " + built.program + " " + built.config).good();
    }
    assertThat(machine.sh("id -un hsdo").good()).isEqualTo("hsdo\n");
    assertThat(machine.sh("stat -c '%a %U %G' /etc/hsdo/server.yaml").good())
        .isEqualTo("640 root hsdo\n");
  }

  @Test
  void plainUserMayAskTheAgentWhatItWouldSay() {
    machine.install(Built.AGENT);

    Shell.Outcome check = machine.sh("setpriv --reuid nobody --clear-groups hsdo-agent check");

    assertThat(check.status()).isEqualTo(2);
    assertThat(check.said()).contains("/etc/hsdo/env.yaml").contains("is not set");
  }

  @Test
  void serviceIsReadyInItsUnitAndAloneWritesToDebiansHaproxy() {
    machine.install(Built.AGENT);
    configure();

    machine.sh("systemctl start haproxy hsdo-agent").good();

    assertThat(machine.sh("systemctl show -P User -P ActiveState -P NRestarts hsdo-agent").good())
        .contains("active")
        .contains("hsdo");
    assertThat(machine.sh("stat -c '%U %G' /run/haproxy/admin.sock.hsdo-lock").good())
        .isEqualTo("hsdo haproxy\n");
    assertThat(machine.sh("journalctl -u hsdo-agent").good())
        .containsPattern("PassLog \\[\\w+]: HAProxy 2[.]6");
  }

  @ParameterizedTest
  @EnumSource
  void editedFileOutlivesUpgradeAndDowngrade(Built built) {
    machine.install(built);
    machine.sh("echo 'INTERVAL: 7' >/etc/hsdo/" + built.config).good();

    machine.install(built, "2.0.0-1");
    assertThat(machine.sh("cat /etc/hsdo/" + built.config).good()).isEqualTo("INTERVAL: 7\n");

    machine.install(built);
    assertThat(machine.sh("cat /etc/hsdo/" + built.config).good()).isEqualTo("INTERVAL: 7\n");
    assertThat(machine.sh("dpkg -s " + built.program).good())
        .contains("Status: install ok installed");
  }

  @Test
  void upgradeRestartsAServiceThatRunsAndNoOther() {
    machine.install(Built.AGENT);
    configure();
    machine.install(Built.AGENT, "2.0.0-1");
    assertThat(machine.sh("systemctl is-active hsdo-agent").said()).isEqualTo("inactive\n");

    machine.sh("systemctl start haproxy hsdo-agent").good();
    String before = machine.sh("systemctl show -P MainPID hsdo-agent").good();
    machine.install(Built.AGENT, "2.0.1-1");

    assertThat(machine.sh("systemctl is-active hsdo-agent").said()).isEqualTo("active\n");
    assertThat(machine.sh("systemctl show -P MainPID hsdo-agent").good()).isNotEqualTo(before);
  }

  @Test
  void removalStopsTheServiceAndLeavesOnlyConfigurationAndState() {
    machine.install(Built.AGENT);
    configure();
    machine.sh("systemctl enable hsdo-agent && systemctl start haproxy hsdo-agent").good();

    machine.sh("dpkg -r hsdo-agent").good();

    assertThat(machine.sh("find /proc -maxdepth 1 -user hsdo").said()).isEmpty();
    assertThat(machine.sh(TRACES).good().lines())
        .allMatch(path -> path.startsWith("/etc/hsdo") || path.startsWith("/var/lib/hsdo"));
    assertThat(machine.sh("cat /etc/hsdo/env.yaml").good()).contains("shop");
  }

  @Test
  void purgeOfBothLeavesNothing() {
    String before = machine.sh(TRACES).good();
    machine.install(Built.AGENT);
    machine.install(Built.SERVER);
    configure();
    machine.sh("systemctl start haproxy hsdo-agent").good();

    machine.sh("dpkg -P hsdo-agent hsdo-server").good();

    assertThat(machine.sh(TRACES).good()).isEqualTo(before);
  }

  /** As somebody would who has read the file, and a HAProxy for it. */
  private void configure() {
    machine
        .sh(
            """
            cat >/etc/haproxy/haproxy.cfg <<END
            global
              stats socket /run/haproxy/admin.sock mode 660 level admin
            defaults
              mode http
              timeout connect 1s
              timeout client 1s
              timeout server 1s
            backend web
              server-template web 3 127.0.0.9:1 disabled
            END
            sed -i -e 's/^DYNAMODB_TABLE_NAME: .*/DYNAMODB_TABLE_NAME: shop/' \\
              -e 's/^AWS_REGION: .*/AWS_REGION: eu-west-1/' \\
              -e 's/^CLIENT_HAPROXY_BACKEND_LIST: .*/CLIENT_HAPROXY_BACKEND_LIST: {web: {baseName: web}}/' \\
              /etc/hsdo/env.yaml
            """)
        .good();
  }
}

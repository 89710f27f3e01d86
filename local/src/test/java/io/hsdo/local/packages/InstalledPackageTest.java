package io.hsdo.local.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the packages do to a machine when they come, change and go. */
class InstalledPackageTest extends BootedMachine {
  @ParameterizedTest
  @EnumSource
  void bothPackagesOnOneMachineRunNothingUntilTheyAreAsked(PackageKind kind) {
    machine.install(kind, Built.AGENT);
    machine.install(kind, Built.SERVER);

    for (Built built : Built.values()) {
      assertThat(machine.sh("systemctl is-enabled " + built.program).said())
          .isEqualTo("disabled\n");
      assertThat(machine.sh("systemctl is-active " + built.program).said()).isEqualTo("inactive\n");
      machine.sh("systemd-analyze verify " + built.program + ".service").good();
      assertThat(machine.sh(built.program + " --version").good()).startsWith(built.program + " ");
      machine.sh("man -w " + built.program + " " + built.config).good();
    }
    assertThat(machine.sh("id -un hsdo && id -gn hsdo").good()).isEqualTo("hsdo\nhsdo\n");
    assertThat(machine.sh("stat -c '%a %U %G' /etc/hsdo/server.yaml").good())
        .isEqualTo("640 root hsdo\n");
  }

  @Test
  void fileThatMayHoldATokenIsNotEverybodysWhenDpkgBringsItBack() {
    machine.install(PackageKind.DEB, Built.SERVER);
    machine.sh("rm /etc/hsdo/server.yaml").good();

    machine.sh("dpkg -i --force-confmiss /root/packages/hsdo-server.deb").good();

    assertThat(machine.sh("stat -c '%a %U %G' /etc/hsdo/server.yaml").good())
        .isEqualTo("640 root hsdo\n");
  }

  @Test
  void plainUserMayAskTheAgentWhatItWouldSay() {
    machine.install(PackageKind.DEB, Built.AGENT);

    Shell.Outcome check = machine.sh("setpriv --reuid nobody --clear-groups hsdo-agent check");

    assertThat(check.status()).isEqualTo(2);
    assertThat(check.said()).contains("/etc/hsdo/env.yaml").contains("is not set");
  }

  @ParameterizedTest
  @CsvSource({"DEB, AGENT", "DEB, SERVER", "RPM, AGENT", "RPM, SERVER"})
  void editedFileOutlivesUpgradeDowngradeAndRemoval(PackageKind kind, Built built) {
    String file = "/etc/hsdo/" + built.config;
    machine.install(kind, built);
    machine.sh("echo 'INTERVAL: 7' >" + file).good();

    machine.install(kind, built, 2);
    assertThat(machine.sh("cat " + file).good()).isEqualTo("INTERVAL: 7\n");

    machine.install(kind, built);
    assertThat(machine.sh("cat " + file).good()).isEqualTo("INTERVAL: 7\n");

    machine.remove(kind, built);
    assertThat(machine.sh("ls /etc/hsdo").good())
        .isEqualTo(built.config + kind.suffixOfEdited + "\n");
    assertThat(machine.sh("cat " + file + kind.suffixOfEdited).good()).isEqualTo("INTERVAL: 7\n");
  }

  @ParameterizedTest
  @EnumSource
  void upgradeAndDowngradeRestartAServiceThatRunsAndNoOther(PackageKind kind) {
    machine.install(kind, Built.AGENT);
    machine.configure();
    machine.install(kind, Built.AGENT, 2);
    assertThat(machine.agent("ActiveState")).isEqualTo("inactive");
    assertThat(machine.agent("UnitFileState")).isEqualTo("disabled");

    machine.systemctl("restart haproxy");
    machine.systemctl("enable --now hsdo-agent");
    String first = machine.agent("MainPID");
    machine.install(kind, Built.AGENT, 3);
    String upgraded = machine.agent("MainPID");
    machine.install(kind, Built.AGENT);

    assertThat(List.of(first, upgraded, machine.agent("MainPID"))).doesNotHaveDuplicates();
    assertThat(machine.agent("ActiveState")).isEqualTo("active");
    assertThat(machine.agent("UnitFileState")).isEqualTo("enabled");
  }

  @ParameterizedTest
  @EnumSource
  void removalStopsTheServiceAndLeavesOnlyTheConfiguration(PackageKind kind) {
    machine.install(kind, Built.AGENT);
    machine.configure();
    machine.systemctl("restart haproxy");
    machine.systemctl("enable --now hsdo-agent");
    // In place of the class archive and the list, which an agent makes that has a table.
    machine.sh("touch /var/cache/hsdo/hsdo-agent-17.jsa /var/lib/hsdo/slots.json").good();

    machine.remove(kind, Built.AGENT);

    assertThat(machine.sh("find /proc -maxdepth 1 -user hsdo").said()).isEmpty();
    assertThat(machine.traces()).isNotEmpty().allMatch(path -> path.startsWith("/etc/hsdo"));
    assertThat(machine.sh("cat /etc/hsdo/env.yaml" + kind.suffixOfEdited).good()).contains("shop");
  }

  @ParameterizedTest
  @EnumSource
  void removalLeavesWhatTheOperatorPutThere(PackageKind kind) {
    machine.install(kind, Built.AGENT);
    machine.sh("mkdir -p /var/lib/hsdo/.aws && touch /var/lib/hsdo/.aws/config").good();

    machine.remove(kind, Built.AGENT);

    machine.sh("ls /var/lib/hsdo/.aws/config").good();
  }

  @Test
  void purgeOfBothLeavesNothing() {
    List<String> before = machine.traces();
    machine.install(PackageKind.DEB, Built.AGENT);
    machine.install(PackageKind.DEB, Built.SERVER);
    machine.configure();
    machine.systemctl("restart haproxy");
    machine.systemctl("start hsdo-agent");

    machine.sh("dpkg -P hsdo-agent hsdo-server").good();

    assertThat(machine.traces()).isEqualTo(before);
  }
}

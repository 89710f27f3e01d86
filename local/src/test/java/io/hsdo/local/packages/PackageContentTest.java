package io.hsdo.local.packages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is in the packages, as the tools of the distributions see it. */
class PackageContentTest {
  private static final Pattern NAME = Pattern.compile("(?m)^(\\w+):");

  private static final Pattern COORDINATES =
      Pattern.compile("\\(([\\w.-]+):([\\w.-]+):([\\w.-]+) - ");

  @TempDir private Path folder;

  // Configuration

  @ParameterizedTest
  @EnumSource
  void fileAsInstalledLoadsAndNamesNoTable(Built built) {
    Path file = built.installed("etc/hsdo/" + built.config);
    assumeBuilt(file);

    Parameters parameters = Parameters.load(Map.of(), Optional.of(file));

    assertThat(parameters.warnings()).isEmpty();
    assertThat(parameters.isSet(Parameter.DYNAMODB_TABLE_NAME)).isFalse();
    assertThat(parameters.isSet(Parameter.SERVER_ASG_NAMES)).isFalse();
    assertThat(parameters.isSet(Parameter.CLIENT_HAPROXY_BACKEND_LIST)).isFalse();
  }

  @Test
  void filesOfBothTogetherHaveEveryParameterOfTheExample() throws IOException {
    Set<Parameter> agent = named(Built.AGENT.installed("etc/hsdo/env.yaml"));
    Set<Parameter> server = named(Built.SERVER.installed("etc/hsdo/server.yaml"));

    assertThat(agent).noneMatch(parameter -> parameter.name().startsWith("SERVER_"));
    assertThat(server).noneMatch(parameter -> parameter.name().startsWith("CLIENT_"));
    Set<Parameter> together = EnumSet.copyOf(agent);
    together.addAll(server);
    assertThat(together).isEqualTo(named(Path.of("../conf/env.yaml.example")));
  }

  /** As dpkg brings a file back that was lost, before any script of the package's runs. */
  @ParameterizedTest
  @CsvSource({"AGENT, -rw-r--r--", "SERVER, -rw-r-----"})
  void fileThatMayHoldATokenIsForNobodyElseInTheDebToo(Built built, String mode) {
    assumeTool("dpkg-deb");
    assumeBuilt(Path.of(built.deb()));

    assertThat(Shell.run("dpkg-deb", "-c", built.deb()).good().lines())
        .filteredOn(line -> line.endsWith(" ./etc/hsdo/" + built.config))
        .singleElement()
        .asString()
        .startsWith(mode + " root/root ");
  }

  private static Set<Parameter> named(Path file) throws IOException {
    assumeBuilt(file);
    Set<Parameter> named = EnumSet.noneOf(Parameter.class);
    NAME.matcher(Files.readString(file))
        .results()
        .forEach(name -> named.add(Parameter.named(name.group(1)).orElseThrow()));
    return named;
  }

  // Units

  @ParameterizedTest
  @EnumSource
  void unitIsAtLeastOkToSystemd(Built built) {
    assumeTool("systemd-analyze");
    Path unit = built.installed("usr/lib/systemd/system/" + built.program + ".service");
    assumeBuilt(unit);

    String said =
        Shell.run("systemd-analyze", "security", "--offline=true", "--no-pager", unit.toString())
            .good();

    assertThat(said).containsPattern("Overall exposure level for .*: [0-4][.][0-9] OK");
  }

  @ParameterizedTest
  @EnumSource
  void unitIsNeverBoundToHaproxy(Built built) throws IOException {
    Path unit = built.installed("usr/lib/systemd/system/" + built.program + ".service");
    assumeBuilt(unit);

    assertThat(Files.readAllLines(unit))
        .noneMatch(line -> line.matches("(Requires|Requisite|BindsTo|PartOf|Upholds)=.*"));
  }

  @Test
  void serverIsNotStartedAgainInAPassThatWaitsForEveryTimeoutOfAws() throws IOException {
    Path unit = Built.SERVER.installed("usr/lib/systemd/system/hsdo-server.service");
    assumeBuilt(unit);

    assertThat(Files.readAllLines(unit))
        .containsOnlyOnce("WatchdogSec=10min", "TimeoutStartSec=10min")
        .filteredOn(line -> line.matches("(Watchdog|TimeoutStart)Sec=.*"))
        .hasSize(2);
  }

  // Debian's and Red Hat's eyes

  @ParameterizedTest
  @EnumSource
  void lintianFindsNothing(Built built) {
    assumeTool("lintian");
    assumeBuilt(Path.of(built.deb()));

    assertThat(Shell.run("lintian", "--allow-root", built.deb()).good()).isBlank();
  }

  @ParameterizedTest
  @EnumSource
  void rpmlintFindsNothing(Built built) {
    assumeTool("rpmlint");
    assumeBuilt(Path.of(built.rpm()));

    assertThat(
            Shell.run(
                    "rpmlint", "--config", "../common/src/main/dist/rpm/rpmlint.toml", built.rpm())
                .good())
        .contains("0 errors, 0 warnings");
  }

  @ParameterizedTest
  @EnumSource
  void launcherIsPlainShell(Built built) {
    assumeTool("shellcheck");
    Path launcher = built.installed("usr/bin/" + built.program);
    assumeBuilt(launcher);

    assertThat(Shell.run("shellcheck", launcher.toString()).good()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void manualPagesAreWellFormed(Built built) {
    assumeTool("mandoc");
    Path section8 = built.installed("usr/share/man/man8/" + built.program + ".8.gz");
    Path section5 = built.installed("usr/share/man/man5/" + built.config + ".5.gz");
    assumeBuilt(section8);

    Shell.run("mandoc", "-T", "lint", "-W", "warning", section8.toString()).good();
    Shell.run("mandoc", "-T", "lint", "-W", "warning", section5.toString()).good();
  }

  @ParameterizedTest
  @EnumSource
  void bashCompletesACommand(Built built) {
    Path completion = built.installed("usr/share/bash-completion/completions/" + built.program);
    assumeBuilt(completion);

    assertThat(
            Shell.run(
                    "bash",
                    "-c",
                    "compopt() { :; }; source "
                        + completion
                        + "; COMP_WORDS=("
                        + built.program
                        + " stat); COMP_CWORD=1; _complete_"
                        + built.program
                        + "; echo ${COMPREPLY[@]}")
                .good())
        .isEqualTo("status\n");
  }

  /** What the Javas of the distributions call themselves. */
  @ParameterizedTest
  @CsvSource({
    "RHEL 9's own, 'java-headless = 1:11.0.25, java-11-headless = 1:11.0.25', no",
    "RHEL 9's 17, java-17-headless = 1:17.0.13, yes",
    "RHEL 10's own, 'java-headless = 1:21.0.5, java-21-headless = 1:21.0.5', yes",
    "Amazon Linux 2023's 17, 'java-headless = 1:17.0.13, java-17-headless = 1:17.0.13', yes",
    "Fedora's latest, 'java-headless = 1:26.0.1, java-26-headless = 1:26.0.1', yes"
  })
  void rpmIsContentWithAnyHeadlessJavaThatCanRunIt(String which, String names, String enough)
      throws IOException {
    assumeTool("rpmbuild");
    assumeBuilt(Path.of(Built.AGENT.rpm()));
    String java = rpmThatProvides(names + ", /bin/sh, /usr/sbin/useradd");

    Shell.Outcome outcome =
        Shell.run("rpm", "--root", folder.toString(), "-i", "--test", Built.AGENT.rpm(), java);

    assertThat(outcome.status() == 0 ? "yes" : "no")
        .as(which + ": " + outcome.said())
        .isEqualTo(enough);
  }

  private String rpmThatProvides(String names) throws IOException {
    return rpmOf(
        "java",
        """
        Provides: %s
        %%description
        Java
        %%files
        """
            .formatted(names));
  }

  /** An RPM package of version 0.1. */
  private String rpmOf(String name, String spec) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve(name + ".spec"),
            """
            Name: %1$s
            Version: 0.1
            Release: 1
            Summary: %1$s
            License: MIT
            BuildArch: noarch
            """
                    .formatted(name)
                + spec);
    Shell.run("rpmbuild", "-bb", "-D", "_topdir " + folder, file.toString()).good();
    return folder.resolve("RPMS/noarch/" + name + "-0.1-1.noarch.rpm").toString();
  }

  /** Maven, when it is offline, builds packages without one. */
  @ParameterizedTest
  @EnumSource
  void billOfMaterialsNamesEveryLibraryOfTheNotices(Built built) throws IOException {
    Path bill = built.installed("usr/share/doc/%1$s/%1$s.cdx.json".formatted(built.program));
    assumeBuilt(built.installed("usr/bin/" + built.program));
    assumeTrue(Files.exists(bill), "Maven was offline: no bill of materials");
    String named = Files.readString(bill);

    List<String> libraries =
        Files.readAllLines(built.installed("usr/share/doc/" + built.program + "/third-party.txt"))
            .stream()
            .flatMap(line -> COORDINATES.matcher(line).results())
            .map(
                found ->
                    "pkg:maven/%s/%s@%s".formatted(found.group(1), found.group(2), found.group(3)))
            .toList();

    assertThat(libraries)
        .hasSizeGreaterThan(10)
        .allSatisfy(each -> assertThat(named).contains(each));
  }

  // The jar

  @ParameterizedTest
  @EnumSource
  void jarHasOneJsonLibrary(Built built) throws IOException {
    try (JarFile jar = jar(built)) {
      assertThat(
              jar.stream()
                  .map(JarEntry::getName)
                  .filter(name -> name.endsWith("/JsonParser.class")))
          .containsExactly("software/amazon/awssdk/thirdparty/jackson/core/JsonParser.class");
    }
  }

  /** Stack traces want lines; names of variables are for debuggers, and take memory. */
  @ParameterizedTest
  @EnumSource
  void librariesHaveLinesButNoNamesOfVariables(Built built) throws IOException {
    try (JarFile jar = jar(built)) {
      assertThat(entry(jar, "software/amazon/awssdk/core/SdkField.class"))
          .contains("LineNumberTable")
          .doesNotContain("LocalVariableTable");
      assertThat(entry(jar, "io/hsdo/slot/SlotList.class")).contains("LocalVariableTable");
    }
  }

  private static JarFile jar(Built built) throws IOException {
    Path jar = built.installed("usr/share/hsdo/%1$s/%1$s.jar".formatted(built.program));
    assumeBuilt(jar);
    return new JarFile(jar.toFile());
  }

  private static String entry(JarFile jar, String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      return new String(in.readAllBytes(), ISO_8859_1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rpmKeepsAFileThatWasEditedOverAnUpgradeAndARemoval(Built built) throws IOException {
    assumeTool("rpm");
    assumeBuilt(Path.of(built.rpm()));
    Path file = folder.resolve("etc/hsdo/" + built.config);

    rpmInRoot("-i", built.rpm());
    Files.writeString(file, "INTERVAL: 7\n");
    rpmInRoot("-U", "--replacepkgs", built.rpm());

    assertThat(file).hasContent("INTERVAL: 7\n");
    rpmInRoot("-e", built.program);
    assertThat(Path.of(file + ".rpmsave")).hasContent("INTERVAL: 7\n");
    assertThat(folder.resolve("usr/bin/" + built.program)).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void rpmPutsAFileThatHasChangedBesideOneThatWasEdited(Built built) throws IOException {
    assumeTool("rpmbuild");
    assumeBuilt(Path.of(built.rpm()));
    Path file = folder.resolve("etc/hsdo/" + built.config);
    String older =
        rpmOf(
            built.program,
            """
            %%description
            Of another file
            %%install
            mkdir -p %%{buildroot}/etc/hsdo
            echo 'INTERVAL: 1' >%%{buildroot}/etc/hsdo/%1$s
            %%files
            %%config(noreplace) /etc/hsdo/%1$s
            """
                .formatted(built.config));

    rpmInRoot("-i", older);
    Files.writeString(file, "INTERVAL: 7\n");
    rpmInRoot("-U", built.rpm());

    assertThat(file).hasContent("INTERVAL: 7\n");
    assertThat(Path.of(file + ".rpmnew"))
        .hasSameTextualContentAs(built.installed("etc/hsdo/" + built.config));
  }

  private void rpmInRoot(String... arguments) {
    var command =
        new ArrayList<>(List.of("rpm", "--root", folder.toString(), "--nodeps", "--noscripts"));
    command.addAll(List.of(arguments));
    Shell.run(command, Map.of()).good();
  }

  private static void assumeBuilt(Path file) {
    assumeTrue(Files.exists(file), "the packages are not built: mvn package");
  }

  private static void assumeTool(String tool) {
    assumeTrue(Shell.has(tool), tool + " is not installed");
  }
}

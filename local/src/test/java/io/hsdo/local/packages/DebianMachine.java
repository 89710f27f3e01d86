package io.hsdo.local.packages;

import io.hsdo.local.service.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Debian of its own that has booted: systemd, Java and HAProxy in namespaces, on a copy on write.
 * What is done to it is gone when it is closed.
 */
final class DebianMachine implements AutoCloseable {
  private static final String PACKAGES = "/root/packages/";
  private static final String JOURNAL = "journalctl --no-pager --lines 60";

  private final Path folder;
  private final Process process;
  private final ProcessHandle systemd;

  /**
   * Boots one.
   *
   * @param folder an empty folder, for what is written
   */
  DebianMachine(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    String base = Shell.run("../scripts/debian-root").good().strip();
    Path packages = Files.createDirectories(folder.resolve("written" + PACKAGES));
    for (Built built : Built.values()) {
      Files.copy(Path.of(built.deb()), packages.resolve(PackageKind.DEB.fileOf(built)));
      Files.copy(Path.of(built.rpm()), packages.resolve(PackageKind.RPM.fileOf(built)));
    }
    process =
        new ProcessBuilder(
                "unshare",
                "--fork",
                "--pid",
                "--mount",
                "--cgroup",
                "--uts",
                "--ipc",
                "--net",
                "--kill-child",
                "bash",
                "src/test/resources/boot-debian",
                base,
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("console").toFile())
            .start();
    systemd = awaitSystemd();
    // Its answer does not matter: in here a unit that we do not need may fail.
    Shell.run(inside("systemctl", "is-system-running", "--wait"), Map.of());
  }

  private ProcessHandle awaitSystemd() throws IOException, InterruptedException {
    while (process.isAlive()) {
      var child = process.children().filter(DebianMachine::hasBooted).findFirst();
      if (child.isPresent()) {
        return child.get();
      }
      Thread.onSpinWait();
    }
    throw new IllegalStateException(
        "no machine, status "
            + process.waitFor()
            + ": "
            + Files.readString(folder.resolve("console")));
  }

  private static boolean hasBooted(ProcessHandle child) {
    return Files.exists(Path.of("/proc/" + child.pid() + "/root/run/systemd/private"));
  }

  /** Runs a line of shell in it. */
  Shell.Outcome sh(String line) {
    return Shell.run(inside("sh", "-c", line), Map.of());
  }

  /** Installs a package as built. */
  void install(PackageKind kind, Built built) {
    sh("cd " + PACKAGES + " && " + kind.install(kind.fileOf(built))).good();
  }

  /** Installs the same files under another version. */
  void install(PackageKind kind, Built built, int major) {
    String other = "other-" + kind.fileOf(built);
    sh("cd " + PACKAGES + " && " + kind.repack(kind.fileOf(built), major, other)).good();
    sh("cd " + PACKAGES + " && " + kind.install(other)).good();
  }

  void remove(PackageKind kind, Built built) {
    sh(kind.remove(built)).good();
  }

  /** Configures the agent as somebody would who has read its file, and a HAProxy for it. */
  void configure() {
    sh("""
        cat >/etc/haproxy/haproxy.cfg <<END
        global
          stats socket /run/haproxy/admin.sock mode 660 level admin
        defaults
          mode http
          timeout connect 1s
          timeout client 1s
          timeout server 1s
        frontend front
          bind 127.0.0.1:80
          http-request return status 200
        backend web
          server-template web 3 127.0.0.9:1 disabled
        END
        sed -i -e 's/^DYNAMODB_TABLE_NAME: .*/DYNAMODB_TABLE_NAME: shop/' \
          -e 's/^AWS_REGION: .*/AWS_REGION: eu-west-1/' \
          -e 's/^CLIENT_HAPROXY_BACKEND_LIST: .*/CLIENT_HAPROXY_BACKEND_LIST: {web: {baseName: web}}/' \
          /etc/hsdo/env.yaml
        """)
        .good();
  }

  /** Has systemd do something; where that fails, the journal says why. */
  void systemctl(String command) {
    sh("systemctl " + command + " || { " + JOURNAL + "; exit 1; }").good();
  }

  /** The last that its units have said. */
  String journal() {
    return sh(JOURNAL).good();
  }

  /** What systemd says of the agent. */
  String agent(String property) {
    return sh("systemctl show -P " + property + " hsdo-agent").good().strip();
  }

  /** Files that have to do with us; without those of the installers themselves, and logs. */
  List<String> traces() {
    return sh("find / -xdev -name '*hsdo*' -not -path '/proc/*' -not -path '/root/*'"
            + " -not -path '/var/lib/dpkg/*' -not -path '/var/lib/systemd/*' -not -path '/var/log/*'")
        .good()
        .lines()
        .sorted()
        .toList();
  }

  /**
   * Starts a class of this class path on this machine, in the network of that one.
   *
   * @return a program that is killed with its owner
   */
  Program beside(Class<?> mainClass) {
    return Program.start(
        List.of(
            "nsenter",
            "-t",
            Long.toString(systemd.pid()),
            "-n",
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            mainClass.getName()),
        Map.of(),
        folder.resolve(mainClass.getSimpleName() + ".log"));
  }

  private List<String> inside(String... command) {
    var all =
        new ArrayList<>(
            List.of(
                "nsenter",
                "-t",
                Long.toString(systemd.pid()),
                "-m",
                "-p",
                "-i",
                "-u",
                "-n",
                "-C",
                "-r",
                "-w"));
    all.addAll(List.of(command));
    return all;
  }

  @Override
  public void close() {
    systemd.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // The kernel leaves a folder of its own in 'work' that a test's cleaning may not enter.
    Shell.run("rm", "-rf", folder.resolve("work").toString()).good();
  }
}

package io.hsdo.local.packages;

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
      Files.copy(Path.of(built.deb()), packages.resolve(built.program + ".deb"));
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
  void install(Built built) {
    sh("dpkg -i " + PACKAGES + built.program + ".deb").good();
  }

  /** Installs the same files under another version. */
  void install(Built built, String version) {
    sh("cd %1$s && rm -rf other && dpkg-deb -R %2$s.deb other && sed -i 's/^Version: .*/Version: %3$s/'"
                .formatted(PACKAGES, built.program, version)
            + " other/DEBIAN/control && dpkg-deb -b -Znone other other.deb && dpkg -i other.deb")
        .good();
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

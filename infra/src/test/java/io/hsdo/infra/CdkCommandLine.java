package io.hsdo.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * The CDK's command line as a user gets it: from npm, at the version that package.json names, on a
 * Node.js of this machine or one that npm brings.
 */
final class CdkCommandLine {
  private static final Path INFRA = Path.of("").toAbsolutePath();
  private static final Path SERVER_JAR =
      INFRA.resolveSibling("lambda-server").resolve("target/hsdo-server.jar");

  /** Where npm puts it: beside nothing of ours, so that nothing of ours is written to. */
  static final Path FOLDER = INFRA.resolve("target/cdk-command-line");

  private final Command command;

  private CdkCommandLine(Command command) {
    this.command = command;
  }

  /** On the Node.js that is installed here. */
  static CdkCommandLine installed() {
    Assumptions.assumeTrue(Files.exists(SERVER_JAR), SERVER_JAR + " is not built: mvn verify does");
    try {
      Files.createDirectories(FOLDER);
      for (String file : List.of("package.json", ".npmrc")) {
        Files.copy(INFRA.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    npmInstall(FOLDER, "what package.json names");
    return new CdkCommandLine(
        new Command(
                INFRA,
                Map.of(
                    "AWS_CONFIG_FILE", "/dev/null",
                    "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                    "AWS_EC2_METADATA_DISABLED", "true",
                    "CDK_DISABLE_CLI_TELEMETRY", "true"))
            .withPath(Path.of(System.getProperty("java.home"), "bin")));
  }

  /** The same on this version of Node.js, which npm brings if the machine has another one. */
  CdkCommandLine onNode(int major) {
    if (nodeVersion(command).startsWith("v" + major + ".")) {
      return this;
    }
    String os =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
    String packageName = "node-" + os + "-" + processor;
    Path folder = INFRA.resolve("target/node-" + major);
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve("package.json"),
          "{\"private\": true, \"dependencies\": {\"" + packageName + "\": \"" + major + "\"}}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    npmInstall(folder, "Node.js " + major);
    CdkCommandLine other =
        new CdkCommandLine(
            command.withPath(folder.resolve("node_modules").resolve(packageName).resolve("bin")));
    if (!nodeVersion(other.command).startsWith("v" + major + ".")) {
      throw new AssertionError("expected Node.js " + major + ", got " + nodeVersion(other.command));
    }
    return other;
  }

  private static String nodeVersion(Command command) {
    return command.run(List.of("env", "node", "--version")).orFail().output().strip();
  }

  private static void npmInstall(Path folder, String what) {
    Command.Result result =
        new Command(folder, Map.of())
            .run(
                List.of(
                    "npm",
                    "install",
                    "--no-package-lock",
                    "--no-audit",
                    "--no-fund",
                    "--prefer-offline"));
    Assumptions.assumeTrue(
        result.status() == 0, "npm cannot install " + what + ": " + result.output());
  }

  /** The same with one more variable. */
  CdkCommandLine with(String name, String value) {
    return new CdkCommandLine(command.with(name, value));
  }

  Command.Result run(String... arguments) {
    List<String> all = new ArrayList<>();
    all.add(FOLDER.resolve("node_modules/.bin/cdk").toString());
    all.add("--no-notices");
    all.addAll(List.of(arguments));
    return command.run(all);
  }
}

package io.hsdo.local.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of our jars, running as a process of its own that ends with its owner. */
public final class Program implements AutoCloseable {
  /** A program that ignores SIGTERM this long is killed. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Process process;
  private final Path log;

  private Program(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** The jars that the build makes, by the system properties that tell where they are. */
  public enum Jar {
    SERVER("hsdo.server.jar"),
    AGENT("hsdo.agent.jar");

    private final String property;

    Jar(String property) {
      this.property = property;
    }

    /** Where the build has put it. */
    public Path path() {
      String path = System.getProperty(property);
      if (path == null || !Files.isRegularFile(Path.of(path))) {
        throw new IllegalStateException(
            "system property " + property + " is '" + path + "': expected the path of a built jar");
      }
      return Path.of(path);
    }
  }

  /** The jar, or the folder, that a class of this process comes from, for another's class path. */
  public static Path origin(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /**
   * Starts {@code java -jar} with the JDK that runs this.
   *
   * @param environment all that it gets, besides what a JVM needs
   * @param log where its output goes
   */
  public static Program start(
      Jar jar, List<String> arguments, Map<String, String> environment, Path log) {
    return start(Jvm.own(), List.of("-jar", jar.path().toString()), arguments, environment, log);
  }

  /** Starts a class of this class path, in the same way, with some system properties. */
  public static Program start(
      Jvm jvm,
      String classPath,
      Map<String, String> properties,
      String mainClass,
      List<String> arguments,
      Map<String, String> environment,
      Path log) {
    List<String> what = new ArrayList<>(List.of("-cp", classPath));
    properties.forEach((name, value) -> what.add("-D" + name + "=" + value));
    what.add(mainClass);
    return start(jvm, what, arguments, environment, log);
  }

  private static Program start(
      Jvm jvm,
      List<String> what,
      List<String> arguments,
      Map<String, String> environment,
      Path log) {
    List<String> command = new ArrayList<>(jvm.command());
    command.addAll(what);
    command.addAll(arguments);
    return start(command, environment, log);
  }

  /** Starts this command, with this environment besides what a JVM needs. */
  public static Program start(List<String> command, Map<String, String> environment, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    // What a developer has set for real AWS must not reach a program under test.
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(environment);
    try {
      return new Program(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("could not start " + command, e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /** Asks it to end, as a service manager does, without waiting until it has. */
  public void terminate() {
    process.destroy();
  }

  /** Ends it as a crash would. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Waits until it has ended and returns its exit status. */
  public int exitStatus(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("process " + pid() + " is still running");
    }
    return process.exitValue();
  }

  /** What it has written so far. */
  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + log, e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

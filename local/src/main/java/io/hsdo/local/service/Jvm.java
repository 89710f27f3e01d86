package io.hsdo.local.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program of ours runs on.
 *
 * @param home of the JDK
 * @param options of its JVM
 */
public record Jvm(Path home, List<String> options) {
  public Jvm {
    options = List.copyOf(options);
  }

  /** The JDK that runs this, told to be small and to start quickly. */
  public static Jvm own() {
    return new Jvm(
        Path.of(System.getProperty("java.home")),
        List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
  }

  /** The same with more options. */
  public Jvm with(List<String> more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(more);
    return new Jvm(home, all);
  }

  /** The beginning of its command line. */
  List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("java").toString());
    command.addAll(options);
    return command;
  }
}

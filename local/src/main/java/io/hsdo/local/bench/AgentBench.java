package io.hsdo.local.bench;

import io.hsdo.local.service.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What an agent costs at rest, how soon it is at work, and how fast it changes every slot. */
@Command(
    name = "agent",
    description = "The agent: CPU, memory, bytes and calls while nothing changes; start; a change.",
    mixinStandardHelpOptions = true)
final class AgentBench implements Runnable {
  @Option(
      names = "--n",
      split = ",",
      defaultValue = "10,100,1000,5000",
      description = "Numbers of slots. Default: ${DEFAULT-VALUE}")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--interval",
      split = ",",
      defaultValue = "1,0.25",
      description = "INTERVAL in seconds. Default: ${DEFAULT-VALUE}")
  private List<String> intervals = List.of();

  @Option(
      names = "--java",
      split = ",",
      defaultValue = "17,25",
      description = "Versions that are installed. Default: ${DEFAULT-VALUE}")
  private List<Integer> versions = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "What is measured, after a third as much to warm up. Default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(
      names = "--options",
      defaultValue = "client-agent/src/main/dist",
      description = "Folder of the JVM's option files. Default: ${DEFAULT-VALUE}")
  private Path options = Path.of("");

  @Override
  public void run() {
    var table =
        new MarkdownTable(
            "Java",
            "N",
            "INTERVAL",
            "CPU s/min",
            "HAProxy CPU s/min",
            "RSS MiB",
            "PSS MiB",
            "threads",
            "sockets",
            "polls",
            "bytes/poll",
            "commands/poll",
            "DynamoDB requests/poll",
            "start to filled ms",
            "CPU s of start",
            "change of all: commands",
            "socket ms");
    for (int version : versions) {
      for (int size : sizes) {
        for (String interval : intervals) {
          table.add(cells(JavaHome.of(version), size, interval));
        }
      }
    }
    System.out.println(Machine.today());
    System.out.println();
    System.out.print(table);
  }

  private String[] cells(JavaHome java, int size, String interval) {
    System.err.printf("Java %d, N = %d, INTERVAL = %s ...%n", java.version(), size, interval);
    try {
      Path folder = Files.createTempDirectory("bench");
      try (var stand = new AgentStand(folder, size)) {
        return new AgentRun(stand, folder, command(java, folder), interval, seconds)
            .measure()
            .cells(java.version(), size, interval);
      } finally {
        Folder.remove(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("measuring an agent failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Supplier<List<String>> command(JavaHome java, Path folder) {
    return () ->
        java.command(
            options.resolve(java.optionsFile()),
            folder.resolve("classes"),
            Program.Jar.AGENT.path());
  }
}

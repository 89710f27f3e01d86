package io.hsdo.local.bench;

import io.hsdo.local.bench.AgentRun.Rest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What an agent costs at rest, how soon it is at work, and how fast it changes every slot. */
@Command(
    name = "agent",
    description = "The agent: CPU, memory, bytes and calls while nothing changes; start; a change.",
    mixinStandardHelpOptions = true)
final class AgentBench implements Runnable {
  private static final Rest QUICK = new Rest(2, 6);

  @Option(
      names = "--n",
      split = ",",
      description = "Numbers of slots, each on Java 17 and 25 at INTERVAL 1. Default: a selection")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "What is measured at rest. Default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "60",
      description =
          "Seconds before that: an agent takes less CPU the more of it is compiled. Default:"
              + " ${DEFAULT-VALUE}")
  private int warmUp;

  @Option(names = "--quick", description = "One small list for a few seconds.")
  private boolean quick;

  @Option(
      names = "--root",
      defaultValue = "client-agent/target/dist/root",
      description = "What the agent's packages install. Default: ${DEFAULT-VALUE}")
  private Path root = Path.of("");

  @Option(
      names = "--jvm",
      defaultValue = "",
      description = "Further options of the agent's JVM, such as '-Xmx32m'.")
  private String jvm = "";

  @Override
  public void run() {
    var tables = new AgentTables();
    for (AgentCase each : cases()) {
      System.err.println(each + " ...");
      tables.add(each, measured(each));
    }
    System.out.println(Machine.today());
    System.out.println();
    System.out.print(tables);
  }

  private List<AgentCase> cases() {
    if (quick) {
      return List.of(AgentCase.usual(10));
    }
    return sizes.isEmpty()
        ? AgentCase.all()
        : sizes.stream().flatMap(AgentCase::onEveryJava).toList();
  }

  private AgentRun.Result measured(AgentCase what) {
    try {
      Path folder = Files.createTempDirectory("bench");
      try (var stand = new AgentStand(folder, what.slots(), what.tls())) {
        String options = (stand.javaOptions() + " " + jvm).strip();
        var agent = new PackagedAgent(root, JavaHome.of(what.java()), folder, options);
        Rest rest = quick ? QUICK : new Rest(warmUp, seconds);
        return new AgentRun(stand, agent, folder, what.interval(), rest).measure();
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
}

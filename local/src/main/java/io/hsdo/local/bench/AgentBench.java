package io.hsdo.local.bench;

import io.hsdo.local.service.Parts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
      description =
          "Numbers of slots. The agents of one number rest side by side. (${DEFAULT-VALUE})")
  private List<Integer> sizes = List.of(10, 100, 1_000, 5_000);

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "How long is measured at rest (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "120",
      description =
          "Seconds before that (${DEFAULT-VALUE}): an agent takes less CPU the more of it is"
              + " compiled.")
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
    try {
      if (quick) {
        measure(List.of(AgentCase.usual(10)), Duration.ofSeconds(2), Duration.ofSeconds(6), tables);
      } else {
        for (int slots : sizes) {
          measure(
              AgentCase.all(slots),
              Duration.ofSeconds(warmUp),
              Duration.ofSeconds(seconds),
              tables);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    System.out.printf("%s%n%n%s", Machine.today(), tables);
  }

  /** At rest the agents are let alone first, and then counted. */
  private void measure(List<AgentCase> cases, Duration alone, Duration counted, AgentTables tables)
      throws InterruptedException {
    try (var parts = new Parts()) {
      List<MeasuredAgent> agents = new ArrayList<>();
      for (AgentCase each : cases) {
        System.err.println(each + " ...");
        agents.add(parts.add(new MeasuredAgent(each, root, jvm)));
      }
      Thread.sleep(alone.toMillis());
      agents.forEach(MeasuredAgent::countFromNow);
      Thread.sleep(counted.toMillis());
      agents.forEach(agent -> agent.addTo(tables));
    }
  }
}

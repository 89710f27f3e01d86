package io.hsdo.local.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures HSDO on this machine and prints tables. Nothing here asserts on time. */
@Command(
    name = "scripts/bench",
    description = "Measures HSDO on this machine and prints tables.",
    mixinStandardHelpOptions = true,
    subcommands = {
      AgentBench.class,
      FunctionsBench.class,
      GrowthBench.class,
      LambdaBench.class,
      PropagationBench.class,
      RefreshBench.class,
      WeightsBench.class
    })
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) {
    Runtime.getRuntime().addShutdownHook(new Thread(Bench::endWhatWasStarted));
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  /** Whoever stops a measurement gets no chance to close what it has started. */
  private static void endWhatWasStarted() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }
}

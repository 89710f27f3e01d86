package io.hsdo.local.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures HSDO on this machine and prints tables. Nothing here asserts on time. */
@Command(
    name = "scripts/bench",
    description = "Measures HSDO on this machine and prints tables.",
    mixinStandardHelpOptions = true,
    subcommands = {AgentBench.class, LambdaBench.class, PropagationBench.class, RefreshBench.class})
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }
}

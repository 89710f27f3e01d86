package io.hsdo.agent;

import io.hsdo.agent.poll.Agent;
import io.hsdo.agent.poll.AgentStatus;
import io.hsdo.reconcile.Reconciliation;
import io.hsdo.reconcile.Reconciliation.Activation;
import io.hsdo.reconcile.RuntimeCommand;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Prints what a pass would write, as a person could write it: a line for HAProxy's socket each. */
final class DryRun {
  private static final Logger LOG = LoggerFactory.getLogger(DryRun.class);

  private DryRun() {}

  /** The exit code of a dry run by an agent that only looks. */
  static int of(Agent onlooker) throws InterruptedException {
    AgentStatus status = onlooker.poll();
    if (!status.isGood()) {
      LOG.error(
          "table and HAProxy must both answer, and this host's zone be known if it counts,"
              + " to tell what is to be done; nothing was written");
      return CommandLine.ExitCode.SOFTWARE;
    }
    Reconciliation due = status.poll().haproxy().current().orElseThrow().reconciliation();
    List<String> lines = lines(due.commands(), due.activations());
    lines.forEach(System.out::println);
    LOG.info("{} line(s) would be written, nothing was", lines.size());
    return CommandLine.ExitCode.OK;
  }

  /** The lines, in their order: a server is made ready after it was given its address. */
  static List<String> lines(List<RuntimeCommand> commands, List<Activation> activations) {
    return Stream.concat(commands.stream(), activations.stream().map(Activation::command))
        .map(DryRun::line)
        .toList();
  }

  private static String line(RuntimeCommand command) {
    return String.join(";", command.text());
  }
}

package io.hsdo.agent;

import io.hsdo.reconcile.Reconciliation.Activation;
import io.hsdo.reconcile.RuntimeCommand;
import java.util.List;
import java.util.stream.Stream;

/** What a pass would write, as a person could write it: a line for HAProxy's socket each. */
final class Rehearsal {
  private Rehearsal() {}

  /** The lines, in their order: a server is made ready after it was given its address. */
  static List<String> lines(List<RuntimeCommand> commands, List<Activation> activations) {
    return Stream.concat(commands.stream(), activations.stream().map(Activation::command))
        .map(Rehearsal::line)
        .toList();
  }

  private static String line(RuntimeCommand command) {
    return String.join(";", command.text());
  }
}

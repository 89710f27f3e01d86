package io.hsdo.reconcile;

import java.util.List;
import java.util.Map;

/**
 * What has to be done to make the observed servers the desired ones.
 *
 * @param commands phase A, in the order they must be carried out
 * @param activations phase B: servers that get another endpoint in phase A and may take traffic
 *     only once it has been read back
 * @param differences what the commands are for, server by server
 * @param missing desired servers that HAProxy does not have
 * @param unreachable servers whose administrative state no command can change
 */
public record Reconciliation(
    List<RuntimeCommand> commands,
    List<Activation> activations,
    List<Difference> differences,
    List<ServerRef> missing,
    List<ServerRef> unreachable) {
  public Reconciliation {
    commands = List.copyOf(commands);
    activations = List.copyOf(activations);
    differences = List.copyOf(differences);
    missing = List.copyOf(missing);
    unreachable = List.copyOf(unreachable);
  }

  /**
   * A server that waits for its endpoint.
   *
   * @param command what makes it take traffic, or drain
   */
  public record Activation(DesiredServer.Active server, RuntimeCommand command) {
    /** Whether the server is observed to be at its endpoint. */
    public boolean isConfirmedBy(Map<ServerRef, ObservedServer> observed) {
      var found = observed.get(server.ref());
      return found != null && found.isAt(server.endpoint());
    }
  }
}

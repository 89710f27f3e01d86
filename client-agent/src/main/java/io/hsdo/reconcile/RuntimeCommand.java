package io.hsdo.reconcile;

import java.util.List;

/**
 * A change to one server. All its parts are typed and checked, so that nothing that came out of a
 * table can become a command.
 */
public sealed interface RuntimeCommand {
  ServerRef server();

  /** The commands of the Runtime API that make the change, which belong on one line. */
  List<String> text();

  /**
   * The most weight, 0..256, that it has HAProxy put into a consistent hash, which is 16 entries
   * for each 1 of it.
   */
  default int hashedWeight() {
    return 0;
  }

  /** Takes a server out of service. */
  record SetMaint(ServerRef server) implements RuntimeCommand {
    @Override
    public List<String> text() {
      return List.of(state(server, AdminState.MAINT));
    }
  }

  /** Keeps new traffic from a server. */
  record SetDrain(ServerRef server) implements RuntimeCommand {
    @Override
    public List<String> text() {
      return List.of(state(server, AdminState.DRAIN));
    }
  }

  /**
   * Lets a server take traffic.
   *
   * @param weight the one it has by then
   */
  record SetReady(ServerRef server, int weight) implements RuntimeCommand {
    @Override
    public List<String> text() {
      return List.of(state(server, AdminState.READY));
    }

    @Override
    public int hashedWeight() {
      return weight;
    }
  }

  /**
   * Sets the user weight, 0..256.
   *
   * @param hashedWeight by how much it is raised, if the server is ready
   */
  record SetWeight(ServerRef server, int weight, int hashedWeight) implements RuntimeCommand {
    /** Of a server that is not ready. */
    public SetWeight(ServerRef server, int weight) {
      this(server, weight, 0);
    }

    @Override
    public List<String> text() {
      return List.of("set server " + server + " weight " + weight);
    }
  }

  /** Sets address and port, always both. From HAProxy 3.0 on it takes effect some time later. */
  record SetEndpoint(ServerRef server, Endpoint endpoint) implements RuntimeCommand {
    @Override
    public List<String> text() {
      return List.of(
          "set server " + server + " addr " + endpoint.address() + " port " + endpoint.port());
    }
  }

  /**
   * Makes a checked server that is in maint ready, yet down until its first good checks. It becomes
   * so in drain: HAProxy takes a server out of maint as good, and another of its threads may send
   * it a request before the next command of the line.
   */
  record Introduce(ServerRef server) implements RuntimeCommand {
    @Override
    public List<String> text() {
      return List.of(
          state(server, AdminState.DRAIN),
          "set server " + server + " health down",
          state(server, AdminState.READY));
    }
  }

  private static String state(ServerRef server, AdminState state) {
    return "set server " + server + " state " + state.keyword();
  }
}

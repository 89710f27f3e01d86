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

  /** Sets the administrative state. */
  record SetState(ServerRef server, AdminState state) implements RuntimeCommand {
    @Override
    public List<String> text() {
      return List.of("set server " + server + " state " + state.keyword());
    }
  }

  /** Sets the user weight, 0..256. */
  record SetWeight(ServerRef server, int weight) implements RuntimeCommand {
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
      String set = "set server " + server;
      return List.of(set + " state drain", set + " health down", set + " state ready");
    }
  }
}

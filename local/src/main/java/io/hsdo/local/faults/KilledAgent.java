package io.hsdo.local.faults;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.RuntimeApi;
import io.hsdo.local.haproxy.InterposedSocket.Interposer;
import io.hsdo.local.service.Program;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Agents that are killed in the middle of carrying out a change: the first before HAProxy has got
 * any command of it, each further one a command later, the last after all of them. Commands that
 * are still under way when their sender dies are lost, as HAProxy drops them.
 */
final class KilledAgent implements Interposer {
  /** A change of four slots takes at least a command each. */
  private static final int FEWEST = 4;

  private final Program agent;
  private final int passes;
  private final Set<String> stopped = new HashSet<>();
  private int passed;
  private volatile boolean killed;

  /**
   * @param passes how many changes of servers reach HAProxy
   */
  private KilledAgent(Program agent, int passes) {
    this.agent = agent;
    this.passes = passes;
  }

  /** Each is followed by another, which puts things right, until one is not killed any more. */
  static void oneAfterTheOther(Stage stage) throws Exception {
    int kills = 0;
    boolean killed = true;
    for (int passes = 0; killed; passes++) {
      var knife = new KilledAgent(stage.agents().last(), passes);
      AutoCloseable interposed = stage.interpose(knife);
      try {
        stage.changeList();
        stage.await("the agent is killed", () -> knife.killed ? Optional.empty() : stage.missing());
      } finally {
        interposed.close();
      }
      killed = knife.killed;
      if (killed) {
        kills++;
        knife.requireStoppedServersAreReadyOnlyForTheirNewMembers(stage);
        stage.agents().start();
      }
      stage.awaitCarriedOut();
      stage.changeList();
      stage.awaitCarriedOut();
    }
    if (kills < FEWEST) {
      throw new IllegalStateException("only " + kills + " agents were killed");
    }
  }

  /** Once stopped for a change, a server must not take traffic for whoever it was for before. */
  private void requireStoppedServersAreReadyOnlyForTheirNewMembers(Stage stage) {
    Backend backend = stage.backends().get(0);
    for (ObservedServer server :
        new Haproxy(stage.cli()).read(List.of(backend)).servers().values()) {
      Slot slot = stage.roster().list().slot(backend.slotNumber(server.ref()).orElseThrow());
      if (stopped.contains(server.ref().toString())
          && server.state() != AdminState.MAINT
          && !server.address().equals(slot.occupant().map(Member::address))) {
        throw new IllegalStateException(
            "killed after " + passes + " commands: " + server + ", but " + slot.description());
      }
    }
  }

  @Override
  public String exchange(String line, RuntimeApi haproxy) throws IOException {
    List<String> commands = new ArrayList<>();
    for (String command : line.split(";", -1)) {
      boolean isChange = command.startsWith("set server ");
      if (isChange && passed == passes) {
        break;
      }
      passed += isChange ? 1 : 0;
      if (isChange && command.endsWith(" state maint")) {
        stopped.add(command.split(" ", -1)[2]);
      }
      commands.add(command);
    }
    String reply = haproxy.exchange(String.join(";", commands));
    if (!line.contains(";set server ") || passed < passes) {
      return reply;
    }
    agent.kill();
    killed = true;
    throw new IOException("the agent was killed");
  }
}

package io.hsdo.local.faults;

import io.hsdo.local.faults.Fault.Traffic;
import io.hsdo.local.python.PythonClient;
import io.hsdo.local.service.Program;
import io.hsdo.slot.Address;
import java.time.Duration;
import java.util.List;

/** Somebody else writes to HAProxy. */
final class WriterFaults {
  private WriterFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.momentary("weight of a server changed by hand", hand("web/web1 weight 1")),
        Fault.momentary("server put to maint by hand", hand("web/web1 state maint")),
        Fault.momentary("server drained by hand", hand("web/web1 state drain")),
        Fault.momentary("empty slot made ready by hand", hand("web/web8 state ready"))
            .traffic(Traffic.MAY_FAIL),
        Fault.momentary("address of a server changed by hand", WriterFaults::readdress)
            .traffic(Traffic.MAY_GO_ASTRAY),
        Fault.of("a second agent", WriterFaults::second)
            .says(
                Words.once(
                    "WARN \\w+: another agent holds ",
                    "INFO \\w+: this agent alone writes to HAProxy now")),
        Fault.of("the Python client still running", WriterFaults::pythonClient)
            .lasting(Duration.ofSeconds(20))
            .says(
                Words.once(
                    "WARN \\w+: another writer keeps changing servers",
                    "INFO \\w+: no other writer changes servers any more")));
  }

  /** It takes over when the first one ends. */
  private static AutoCloseable second(Stage stage) {
    Program first = stage.agents().last();
    stage.agents().start();
    return first;
  }

  /** It polls often enough to be at work between any two polls of the agent. */
  private static AutoCloseable pythonClient(Stage stage) {
    return PythonClient.start(
        stage.table(),
        stage.tableName(),
        stage.cli(),
        "web/web",
        stage.serverPort(),
        stage.interval().dividedBy(3));
  }

  private static Fault.Happening hand(String change) {
    return stage -> stage.cli().exchange("set server " + change);
  }

  private static void readdress(Stage stage) {
    Address stranger = stage.roster().somebodyElse().address();
    stage.cli().exchange("set server web/web1 addr " + stranger + " port " + stage.serverPort());
  }
}

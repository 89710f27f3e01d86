package io.hsdo.agent;

import io.hsdo.agent.monitoring.Monitoring;
import io.hsdo.status.StatusJson;
import io.hsdo.status.StatusText;
import java.io.PrintStream;

/** Shows how table and HAProxy are, without an agent that runs. */
final class StatusCommand {
  private final Wiring wiring;

  StatusCommand(Wiring wiring) {
    this.wiring = wiring;
  }

  /** Prints it; whether all is well. */
  boolean run(boolean json, PrintStream out) throws InterruptedException {
    Monitoring monitoring = wiring.monitoringOfOneLook();
    wiring.onlooker(monitoring).poll();
    var text = new StatusText(monitoring.overview());
    if (json) {
      out.writeBytes(new StatusJson(monitoring.overview()).bytes());
    } else {
      out.print(text.text());
    }
    return text.isGood();
  }
}

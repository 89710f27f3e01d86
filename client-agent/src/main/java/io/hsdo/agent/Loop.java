package io.hsdo.agent;

import io.hsdo.agent.poll.Agent;
import io.hsdo.agent.poll.AgentStatus;
import io.hsdo.systemd.ServiceManager;
import java.time.Duration;

/** Polls at an interval, and tells the service manager that it does. */
final class Loop {
  private final Agent agent;
  private final Duration interval;
  private final ServiceManager manager;
  private final HeapSweep sweep;

  Loop(Agent agent, Duration interval, ServiceManager manager, HeapSweep sweep) {
    this.agent = agent;
    this.interval = interval;
    this.manager = manager;
    this.sweep = sweep;
  }

  /** One poll, and the rest of its interval. */
  AgentStatus turn() throws InterruptedException {
    long start = System.nanoTime();
    AgentStatus status = agent.poll();
    manager.loopTurns();
    sweep.after(status.list());
    manager.rest(interval.minusNanos(System.nanoTime() - start));
    return status;
  }
}

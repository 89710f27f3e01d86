package io.hsdo.local.bench;

import io.hsdo.local.service.Program;

/** An agent that has nothing to do, and that nothing stands in the way of. */
final class RestingAgent implements AutoCloseable {
  private static final double NANOS_A_MINUTE = 60e9;

  private final AgentStand stand;
  private final Program program;
  private final RunningProcess process;

  /** Returns when it polls. */
  RestingAgent(AgentStand stand, PackagedAgent agent, String interval) throws InterruptedException {
    this.stand = stand;
    this.program = agent.start(stand.environment(interval));
    this.process = new RunningProcess(program.pid());
    long before = polls();
    try {
      Patience.await(() -> polls() > before, "the agent did not poll");
    } catch (RuntimeException e) {
      program.close();
      throw e;
    }
  }

  private long polls() {
    return DynamoDbRequests.of(stand).headers();
  }

  /** What has been used up to a moment. */
  record Reading(long nanos, double agentCpu, double haproxyCpu, long polls) {}

  Reading read() {
    return new Reading(
        System.nanoTime(),
        process.cpuSeconds(),
        stand.haproxy().cpuSeconds() - stand.haproxyAlone().cpuSeconds(),
        polls());
  }

  /**
   * Times are CPU in seconds a minute.
   *
   * @param haproxyCpu above that of its twin without an agent
   * @param polls a minute
   */
  record Cost(
      double agentCpu,
      double haproxyCpu,
      RunningProcess.MemoryMib memory,
      int threads,
      long sockets,
      double polls) {}

  Cost since(Reading before) {
    Reading now = read();
    double minutes = (now.nanos() - before.nanos()) / NANOS_A_MINUTE;
    return new Cost(
        (now.agentCpu() - before.agentCpu()) / minutes,
        (now.haproxyCpu() - before.haproxyCpu()) / minutes,
        process.memory(),
        process.threads(),
        process.openSockets(),
        (now.polls() - before.polls()) / minutes);
  }

  @Override
  public void close() {
    program.close();
  }
}

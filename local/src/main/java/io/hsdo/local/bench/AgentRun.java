package io.hsdo.local.bench;

import io.hsdo.local.bench.RuntimeApiMeter.Exchange;
import io.hsdo.local.service.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One agent, measured from its start:
 *
 * <ol>
 *   <li>A run before it makes the archive of classes, as the unit of the packages has it made.
 *   <li>The agent starts behind a meter and fills HAProxy.
 *   <li>Some polls are counted; nothing changes.
 *   <li>Every slot gets another member while the agent stands still; then it goes on.
 *   <li>Another agent, without the meter, warms up.
 *   <li>What it costs at rest is measured.
 * </ol>
 */
final class AgentRun {
  /** For what takes seconds; a process that does not get there is broken. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
  private static final int COUNTED_SECONDS = 4;
  private static final double MINUTE = 60;
  private static final int NEXT_NETWORK = 30;

  private final AgentStand stand;
  private final PackagedAgent agent;
  private final Path folder;
  private final String interval;
  private final Rest rest;

  /**
   * @param folder for files of the run
   */
  AgentRun(AgentStand stand, PackagedAgent agent, Path folder, String interval, Rest rest) {
    this.stand = stand;
    this.agent = agent;
    this.folder = folder;
    this.interval = interval;
    this.rest = rest;
  }

  /** How long an agent at rest is let alone, and then measured, in seconds. */
  record Rest(int warmUp, int measured) {}

  /** What was measured. */
  record Result(Start start, Polls polls, List<Exchange> change, AtRest atRest) {}

  /**
   * @param untilFilled from the start of the launcher to the last command of the first reconcile
   */
  record Start(Duration untilFilled, double cpuSeconds) {}

  /** Means of some polls in which nothing changed. */
  record Polls(
      double bytes,
      double commands,
      double requests,
      double readUnits,
      OptionalDouble systemCalls) {}

  /**
   * Times are CPU in seconds a minute.
   *
   * @param haproxyCpu above that of its twin without an agent
   * @param polls a minute
   */
  record AtRest(
      double agentCpu,
      double haproxyCpu,
      RunningProcess.MemoryMib memory,
      int threads,
      long sockets,
      double polls) {}

  Result measure() throws InterruptedException {
    agent.makeArchive(stand.environment(interval));
    Start start;
    Polls polls;
    List<Exchange> change;
    long began = System.nanoTime();
    try (Program program = agent.start(stand.meteredEnvironment(interval))) {
      var process = new RunningProcess(program.pid());
      List<Exchange> filling = awaitCarriedOut();
      long filledAt = filling.get(filling.size() - 1).endNanos();
      start = new Start(Duration.ofNanos(filledAt - began), process.cpuSeconds());
      polls = countedPolls(process);
      change = changeOfAll(process);
    }
    try (Program program = agent.start(stand.environment(interval))) {
      awaitPoll();
      pause(rest.warmUp());
      return new Result(start, polls, change, atRest(new RunningProcess(program.pid())));
    }
  }

  /** All exchanges of a change, as soon as its last command is found carried out. */
  private List<Exchange> awaitCarriedOut() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!stand.meter().isCarriedOut()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the agent does not carry the list out");
      }
      Thread.sleep(LOOK_AGAIN.toMillis());
    }
    return RuntimeApiMeter.change(stand.meter().take());
  }

  private void awaitPoll() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long before = DynamoDbRequests.of(stand).headers();
    while (DynamoDbRequests.of(stand).headers() == before) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the agent does not poll");
      }
      Thread.sleep(LOOK_AGAIN.toMillis());
    }
  }

  private Polls countedPolls(RunningProcess process) throws InterruptedException {
    stand.meter().take();
    var before = DynamoDbRequests.of(stand);
    pause(COUNTED_SECONDS);
    List<Exchange> exchanges = stand.meter().take();
    var asked = DynamoDbRequests.of(stand).minus(before);
    double polls = exchanges.size();
    OptionalDouble systemCalls =
        SystemCalls.perSecond(process, COUNTED_SECONDS, folder.resolve("calls"));
    return new Polls(
        exchanges.stream().mapToInt(Exchange::bytes).sum() / polls,
        exchanges.stream().mapToInt(Exchange::commands).sum() / polls,
        asked.all() / polls,
        asked.readUnits(stand.readUnits()) / polls,
        systemCalls.isPresent()
            ? OptionalDouble.of(systemCalls.getAsDouble() * COUNTED_SECONDS / polls)
            : systemCalls);
  }

  /** Standing still meanwhile, the agent finds all of the change at once. */
  private List<Exchange> changeOfAll(RunningProcess process) throws InterruptedException {
    process.freeze();
    stand.meter().take();
    stand.seatEverybody(NEXT_NETWORK);
    process.thaw();
    return awaitCarriedOut();
  }

  private AtRest atRest(RunningProcess process) throws InterruptedException {
    double agentBefore = process.cpuSeconds();
    double haproxyBefore = haproxyCpu();
    var requestsBefore = DynamoDbRequests.of(stand);
    pause(rest.measured());
    double minutes = rest.measured() / MINUTE;
    return new AtRest(
        (process.cpuSeconds() - agentBefore) / minutes,
        (haproxyCpu() - haproxyBefore) / minutes,
        process.memory(),
        process.threads(),
        process.openSockets(),
        DynamoDbRequests.of(stand).minus(requestsBefore).headers() / minutes);
  }

  private double haproxyCpu() {
    return stand.haproxy().cpuSeconds() - stand.haproxyAlone().cpuSeconds();
  }

  private static void pause(int seconds) throws InterruptedException {
    Thread.sleep(Duration.ofSeconds(seconds).toMillis());
  }
}

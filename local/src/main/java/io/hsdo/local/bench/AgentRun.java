package io.hsdo.local.bench;

import io.hsdo.local.bench.RuntimeApiMeter.Exchange;
import io.hsdo.local.service.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * One agent, measured from its start:
 *
 * <ol>
 *   <li>An agent before it makes the archive of classes, as the launcher has one make it.
 *   <li>HAProxy is empty, and left alone: what it takes by itself.
 *   <li>The agent starts, fills HAProxy, and warms up.
 *   <li>Nothing changes.
 *   <li>Every slot gets another member.
 * </ol>
 */
final class AgentRun {
  /** For what takes seconds; a process that does not get there is broken. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
  private static final int WARM_UP_PART = 3;
  private static final double MINUTE = 60;

  private final AgentStand stand;
  private final Path folder;
  private final Supplier<List<String>> command;
  private final String interval;
  private final int seconds;

  /**
   * @param command what starts an agent; the archive is made once, and read later
   * @param seconds what is measured
   */
  AgentRun(
      AgentStand stand, Path folder, Supplier<List<String>> command, String interval, int seconds) {
    this.stand = stand;
    this.folder = folder;
    this.command = command;
    this.interval = interval;
    this.seconds = seconds;
  }

  /**
   * What was measured.
   *
   * @param atRest while nothing changed
   * @param change of every slot
   */
  record Result(
      Duration untilFilled,
      double startCpuSeconds,
      double haproxyAlone,
      AtRest atRest,
      List<Exchange> change) {
    String[] cells(int java, int size, String interval) {
      double polls = atRest.exchanges().size();
      return new String[] {
        Integer.toString(java),
        Integer.toString(size),
        interval,
        number(atRest.agentCpu(), 2),
        number(atRest.haproxyCpu() - haproxyAlone, 2),
        number(atRest.memory().resident(), 1),
        number(atRest.memory().proportional(), 1),
        Integer.toString(atRest.threads()),
        Long.toString(atRest.sockets()),
        number(polls, 0),
        number(atRest.exchanges().stream().mapToInt(Exchange::bytes).sum() / polls, 0),
        number(atRest.exchanges().stream().mapToInt(Exchange::commands).sum() / polls, 1),
        number(atRest.requests() / polls, 2),
        Long.toString(untilFilled.toMillis()),
        number(startCpuSeconds, 2),
        Integer.toString(
            change.stream().filter(Exchange::writes).mapToInt(Exchange::commands).sum()),
        number(change.stream().mapToLong(each -> each.took().toNanos()).sum() / 1e6, 1)
      };
    }

    private static String number(double value, int digits) {
      return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
  }

  /** CPU in seconds a minute. */
  record AtRest(
      double agentCpu,
      double haproxyCpu,
      RunningProcess.MemoryMib memory,
      int threads,
      long sockets,
      long requests,
      List<Exchange> exchanges) {}

  Result measure() throws InterruptedException {
    makeArchive();
    stand.restartHaproxy();
    double haproxyAlone = haproxyAlone();
    long start = System.nanoTime();
    try (Program agent = start()) {
      List<Exchange> filling = awaitCarriedOut();
      var process = new RunningProcess(agent.pid());
      double startCpu = process.cpuSeconds();
      long filledAt = filling.get(filling.size() - 1).endNanos();
      pause(seconds / WARM_UP_PART);
      AtRest atRest = atRest(process);
      stand.seatEverybody(30);
      return new Result(
          Duration.ofNanos(filledAt - start), startCpu, haproxyAlone, atRest, awaitCarriedOut());
    }
  }

  private void makeArchive() throws InterruptedException {
    try (Program agent = start()) {
      awaitCarriedOut();
      agent.terminate();
      agent.exitStatus(PATIENCE);
    }
  }

  private Program start() {
    return Program.start(
        command.get(), stand.agentEnvironment(interval), folder.resolve("agent.log"));
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

  private double haproxyAlone() throws InterruptedException {
    double before = stand.haproxy().cpuSeconds();
    int time = Math.max(1, seconds / WARM_UP_PART);
    pause(time);
    return (stand.haproxy().cpuSeconds() - before) * MINUTE / time;
  }

  private AtRest atRest(RunningProcess agent) throws InterruptedException {
    stand.meter().take();
    double agentBefore = agent.cpuSeconds();
    double haproxyBefore = stand.haproxy().cpuSeconds();
    long requestsBefore = stand.requests();
    pause(seconds);
    return new AtRest(
        (agent.cpuSeconds() - agentBefore) * MINUTE / seconds,
        (stand.haproxy().cpuSeconds() - haproxyBefore) * MINUTE / seconds,
        agent.memory(),
        agent.threads(),
        agent.openSockets(),
        stand.requests() - requestsBefore,
        stand.meter().take());
  }

  private static void pause(int seconds) throws InterruptedException {
    Thread.sleep(Duration.ofSeconds(seconds).toMillis());
  }
}

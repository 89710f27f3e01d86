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
 * </ol>
 */
final class AgentRun {
  private static final int COUNTED_SECONDS = 4;
  private static final int NEXT_NETWORK = 30;

  private final AgentStand stand;
  private final PackagedAgent agent;
  private final Path folder;
  private final String interval;

  /**
   * @param folder for files of the run
   */
  AgentRun(AgentStand stand, PackagedAgent agent, Path folder, String interval) {
    this.stand = stand;
    this.agent = agent;
    this.folder = folder;
    this.interval = interval;
  }

  /** What was measured. */
  record Result(Start start, Polls polls, Change change) {}

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
   * A change of every slot.
   *
   * @param exchanges from the first writing line to the last, with the looks between them
   * @param haproxyCpu seconds that HAProxy took for it
   */
  record Change(List<Exchange> exchanges, double haproxyCpu) {
    /** How long HAProxy's answers took. */
    Duration atSocket() {
      return exchanges.stream().map(Exchange::took).reduce(Duration.ZERO, Duration::plus);
    }

    /** How long it took with what the agent does between two lines. */
    Duration took() {
      long end = exchanges.get(exchanges.size() - 1).endNanos();
      return Duration.ofNanos(end - exchanges.get(0).startNanos());
    }

    int commandsWritten() {
      return exchanges.stream().filter(Exchange::writes).mapToInt(Exchange::commands).sum();
    }
  }

  Result measure() throws InterruptedException {
    agent.makeArchive(stand.environment(interval));
    long began = System.nanoTime();
    try (Program program = agent.start(stand.meteredEnvironment(interval))) {
      var process = new RunningProcess(program.pid());
      List<Exchange> filling = awaitCarriedOut();
      long filledAt = filling.get(filling.size() - 1).endNanos();
      var start = new Start(Duration.ofNanos(filledAt - began), process.cpuSeconds());
      Polls polls = countedPolls(process);
      return new Result(start, polls, changeOfAll(process));
    }
  }

  /** All exchanges of a change, as soon as its last command is found carried out. */
  private List<Exchange> awaitCarriedOut() {
    Patience.await(stand.meter()::isCarriedOut, "the agent did not carry the list out");
    return RuntimeApiMeter.change(stand.meter().take());
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
  private Change changeOfAll(RunningProcess process) {
    process.freeze();
    stand.meter().take();
    stand.seatEverybody(NEXT_NETWORK);
    double before = stand.haproxy().cpuSeconds();
    process.thaw();
    List<Exchange> exchanges = awaitCarriedOut();
    return new Change(exchanges, stand.haproxy().cpuSeconds() - before);
  }

  private static void pause(int seconds) throws InterruptedException {
    Thread.sleep(Duration.ofSeconds(seconds).toMillis());
  }
}

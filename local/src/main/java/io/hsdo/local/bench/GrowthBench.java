package io.hsdo.local.bench;

import io.hsdo.local.bench.LogLogChart.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How costs grow with the number of slots and with the number of agents. */
@Command(
    name = "growth",
    description = "Cost against the number of slots and of agents, as tables and charts.",
    mixinStandardHelpOptions = true)
final class GrowthBench implements Runnable {
  private static final Duration POLL_OFTEN = Duration.ofMillis(100);
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Polls and passes until what runs often is compiled. */
  private static final int WARM_UP = 60;

  /** Slots of the list that many agents follow. */
  private static final int SHARED_LIST = 100;

  @Option(names = "--n", split = ",", description = "Numbers of slots (${DEFAULT-VALUE}).")
  private List<Integer> sizes = List.of(10, 30, 100, 300, 1_000, 3_000);

  @Option(names = "--agents", split = ",", description = "Numbers of agents (${DEFAULT-VALUE}).")
  private List<Integer> agents = List.of(1, 2, 5, 10, 20);

  @Option(
      names = "--polls",
      description = "Polls and passes that are measured (${DEFAULT-VALUE}). 20 is quick.")
  private int polls = 60;

  @Option(names = "--charts", description = "Folder for the charts (${DEFAULT-VALUE}).")
  private Path charts = Path.of("docs");

  @Override
  public void run() {
    System.out.printf("%s%n", Machine.today());
    bySlots();
    byAgents();
  }

  private void bySlots() {
    SortedMap<Integer, Double> agent = new TreeMap<>();
    SortedMap<Integer, Double> refresh = new TreeMap<>();
    SortedMap<Integer, Double> kilobytes = new TreeMap<>();
    SortedMap<Integer, Double> scans = new TreeMap<>();
    SortedMap<Integer, Double> headers = new TreeMap<>();
    for (int size : sizes) {
      System.err.println("Measuring " + size + " slots ...");
      try (var table = new AgentsOnTable(size, 1, POLL_OFTEN)) {
        table.poll(WARM_UP);
        agent.put(size, table.poll(polls).cpuMillisEach());
        scans.put(size, table.readUnits().scan());
        headers.put(size, table.readUnits().header());
      }
      try (var served = new ProbedRefresh(size, RefreshBench.LAMBDA)) {
        served.passes(1, Duration.ZERO);
        served.passes(WARM_UP, Duration.ofSeconds(30));
        served.takeTraffic();
        refresh.put(size, served.passes(polls, SECOND).cpuMillisEach());
        Traffic all = served.takeTraffic().values().stream().reduce(Traffic.NONE, Traffic::plus);
        kilobytes.put(size, all.received() / 1000.0 / polls);
      }
    }
    write(
        "growth-slots.svg",
        new LogLogChart("Cost against the number of slots", "slots N, all filled"),
        List.of(
            new Series("agent, CPU ms a poll", agent),
            new Series("agent, read units a poll", headers),
            new Series("agent, read units a full scan", scans),
            new Series("refresh, CPU ms a pass", refresh),
            new Series("refresh, KB received a pass", kilobytes)));
  }

  private void byAgents() {
    SortedMap<Integer, Double> requests = new TreeMap<>();
    SortedMap<Integer, Double> units = new TreeMap<>();
    SortedMap<Integer, Double> change = new TreeMap<>();
    SortedMap<Integer, Double> cpu = new TreeMap<>();
    for (int count : agents) {
      System.err.println("Measuring " + count + " agents ...");
      try (var table = new AgentsOnTable(SHARED_LIST, count, SECOND)) {
        table.poll(count * WARM_UP / 10);
        AgentsOnTable.Cost cost = table.poll(count * polls / 10);
        requests.put(count, cost.pollsASecond());
        units.put(count, cost.pollsASecond() * table.readUnits().header());
        change.put(count, count * table.readUnits().scan());
        cpu.put(count, cost.cpuMillisEach());
      }
    }
    write(
        "growth-agents.svg",
        new LogLogChart(
            "Cost against the number of agents, N = " + SHARED_LIST,
            "agents of one table, INTERVAL 1"),
        List.of(
            new Series("DynamoDB requests a second", requests),
            new Series("read units a second", units),
            new Series("read units of the scans after a change", change),
            new Series("CPU ms a poll of each agent", cpu)));
  }

  private void write(String file, LogLogChart chart, List<Series> lines) {
    var table = new MarkdownTable(heading(lines.get(0)));
    for (Series line : lines) {
      chart.add(line);
      table.add(cells(line));
    }
    System.out.printf("%n%s", table);
    try {
      Files.writeString(charts.resolve(file), chart.svg());
    } catch (IOException e) {
      throw new UncheckedIOException("could not write " + charts.resolve(file), e);
    }
  }

  private static String[] heading(Series line) {
    List<String> cells = new ArrayList<>(List.of(""));
    line.costs().keySet().forEach(size -> cells.add(Integer.toString(size)));
    cells.add("exponent");
    return cells.toArray(String[]::new);
  }

  private static String[] cells(Series line) {
    List<String> cells = new ArrayList<>(List.of(line.name()));
    line.costs().values().forEach(cost -> cells.add("%.1f".formatted(cost)));
    cells.add("%.2f".formatted(line.exponent()));
    return cells.toArray(String[]::new);
  }
}

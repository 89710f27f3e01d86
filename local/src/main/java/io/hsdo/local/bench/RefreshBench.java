package io.hsdo.local.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a pass of the refresh takes, and what it asks AWS. */
@Command(
    name = "refresh",
    description = "CPU, allocations, calls and bytes of the refresh.",
    mixinStandardHelpOptions = true)
final class RefreshBench implements Runnable {
  /** As Lambda runs a function of 512 MB. */
  static final List<String> LAMBDA =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx410m");

  /** Until its code is compiled. */
  private static final int WARM_UP = 60;

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration RAMP_STEP = Duration.ofSeconds(30);

  /** From weight 1 to 10, and one that finds nothing left to do. */
  private static final int RAMP_STEPS = 10;

  private static final int PASSES_A_MINUTE = 60;

  @Option(names = "--n", split = ",", description = "Numbers of instances (${DEFAULT-VALUE}).")
  private List<Integer> sizes = List.of(10, 100, 1_000, 5_000);

  @Option(
      names = "--passes",
      description = "How many warm passes are measured (${DEFAULT-VALUE}). 20 is quick.")
  private int passes = 60;

  @Option(
      names = "--jvm",
      split = " ",
      description = "Options of its JVM (${DEFAULT-VALUE}, as Lambda runs 512 MB).")
  private List<String> jvm = LAMBDA;

  private final MarkdownTable warm =
      new MarkdownTable(
          "N", "CPU ms", "wall ms", "KB allocated", "bytes sent", "received", "units");
  private final MarkdownTable phases =
      new MarkdownTable(
          "N", "", "passes", "CPU ms", "slots changed", "action", "calls", "sent", "received");

  @Override
  public void run() {
    sizes.forEach(this::measure);
    System.out.printf("%s%n%nA warm pass that finds nothing to do%n%n%s", Machine.today(), warm);
    System.out.printf("%nAll that is asked%n%n%s", phases);
  }

  private void measure(int instances) {
    System.err.println("Measuring " + instances + " instances ...");
    try (var refresh = new ProbedRefresh(instances, jvm)) {
      phase(refresh, instances, "first fill", refresh.passes(1, Duration.ZERO));
      phase(refresh, instances, "ramp", refresh.passes(RAMP_STEPS, RAMP_STEP));
      refresh.passes(WARM_UP, SECOND);
      refresh.takeTraffic();
      warm(refresh, instances, refresh.passes(passes, SECOND));
      phase(refresh, instances, "a minute", refresh.passes(PASSES_A_MINUTE, SECOND));
      phase(refresh, instances, "Lambda's minute", refresh.passes(1, SECOND.multipliedBy(60)));
    }
  }

  private void warm(ProbedRefresh refresh, int instances, PassCost cost) {
    Traffic all = refresh.takeTraffic().values().stream().reduce(Traffic.NONE, Traffic::plus);
    warm.add(
        Integer.toString(instances),
        decimal(cost.cpuMillisEach()),
        decimal(cost.wallMillisEach()),
        Long.toString(cost.allocatedEach() / 1_000),
        Long.toString(all.sent() / passes),
        Long.toString(all.received() / passes),
        decimal(refresh.readUnits().scan() + 2 * refresh.readUnits().header()));
  }

  private void phase(ProbedRefresh refresh, int instances, String name, PassCost cost) {
    String[] begin = {
      Integer.toString(instances),
      name,
      Long.toString(cost.passes()),
      decimal(cost.cpuMillis()),
      Long.toString(cost.changes())
    };
    for (Map.Entry<String, Traffic> asked : refresh.takeTraffic().entrySet()) {
      Traffic traffic = asked.getValue();
      phases.add(
          begin[0],
          begin[1],
          begin[2],
          begin[3],
          begin[4],
          asked.getKey(),
          Long.toString(traffic.calls()),
          Long.toString(traffic.sent()),
          Long.toString(traffic.received()));
      begin = new String[] {"", "", "", "", ""};
    }
  }

  private static String decimal(double number) {
    return "%.1f".formatted(number);
  }
}

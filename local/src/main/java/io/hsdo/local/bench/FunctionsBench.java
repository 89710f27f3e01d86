package io.hsdo.local.bench;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The pure functions and the parser, each by itself, by JMH. */
@Command(
    name = "functions",
    description = "What polls and passes run in memory: time and allocations of each function.",
    mixinStandardHelpOptions = true)
final class FunctionsBench implements Callable<Integer> {
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final int ROUNDS = 5;
  private static final TimeValue ROUND = TimeValue.seconds(1);

  /** As the packages and Lambda run Java. */
  private static final String[] JVM = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"};

  @Option(names = "--n", split = ",", description = "Numbers of slots. Default: ${DEFAULT-VALUE}")
  private List<String> sizes = List.of("10", "100", "1000", "5000");

  @Override
  public Integer call() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(Functions.class.getName())
                    .param("slots", sizes.toArray(String[]::new))
                    .mode(Mode.AverageTime)
                    .timeUnit(TimeUnit.MICROSECONDS)
                    .forks(1)
                    .warmupIterations(ROUNDS)
                    .warmupTime(ROUND)
                    .measurementIterations(ROUNDS)
                    .measurementTime(ROUND)
                    .addProfiler(GCProfiler.class)
                    .jvmArgsAppend(JVM)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    System.out.println(Machine.today() + "\n\n" + table(results));
    return 0;
  }

  private static MarkdownTable table(Collection<RunResult> results) {
    var table = new MarkdownTable("function", "N", "µs", "± µs", "KB allocated");
    for (RunResult result : results) {
      var time = result.getPrimaryResult();
      table.add(
          time.getLabel(),
          result.getParams().getParam("slots"),
          "%.1f".formatted(time.getScore()),
          "%.1f".formatted(time.getScoreError()),
          "%.1f".formatted(allocatedBytes(result) / 1000));
    }
    return table;
  }

  private static double allocatedBytes(RunResult result) {
    return Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED), ALLOCATED)
        .getScore();
  }
}

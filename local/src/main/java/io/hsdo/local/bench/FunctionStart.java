package io.hsdo.local.bench;

import io.hsdo.local.lambda.Events;
import io.hsdo.local.lambda.Invocation;
import io.hsdo.local.lambda.LocalLambda;
import io.hsdo.local.service.Jvm;
import io.hsdo.local.service.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One execution environment from its start to its end, measured.
 *
 * @param init until it asks for its first invocation; if it is primed, until its snapshot
 * @param first the first invocation; if it is primed, with what is done after the snapshot
 * @param warm each of those that follow
 * @param peakMib the most memory it had until the end
 */
record FunctionStart(Cost init, Cost first, Cost warm, double peakMib) {
  private static final int WARM_INVOCATIONS = 20;

  /** So short that no invocation waits for anything. */
  private static final Duration TIMEOUT = Duration.ofSeconds(25);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Wall and CPU time in milliseconds. */
  record Cost(double wall, double cpu) {}

  /** How an environment is started. */
  record Setting(Jvm jvm, Map<String, String> environment, boolean primed, Path folder) {
    private LocalLambda start() {
      Map<String, String> all = new HashMap<>(environment);
      if (primed) {
        all.putAll(LocalLambda.FROM_SNAPSHOT);
      }
      return new LocalLambda(jvm, "io.hsdo.refresh.RefreshHandler", all, TIMEOUT, 1, folder);
    }
  }

  static FunctionStart measure(Setting setting) throws Exception {
    long begin = System.nanoTime();
    try (LocalLambda lambda = setting.start()) {
      var process = new RunningProcess(lambda.environments().get(0).pid());
      (setting.primed() ? lambda.awaitsSnapshot() : lambda.ready())
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      Cost init = since(begin, 0, process);

      long firstBegin = System.nanoTime();
      lambda.restore();
      invoke(lambda);
      Cost first = since(firstBegin, init.cpu(), process);

      double cpuBefore = process.cpuSeconds() * 1000;
      long warmBegin = System.nanoTime();
      for (int i = 0; i < WARM_INVOCATIONS; i++) {
        invoke(lambda);
      }
      Cost warm = since(warmBegin, cpuBefore, process);
      return new FunctionStart(
          init,
          first,
          new Cost(warm.wall() / WARM_INVOCATIONS, warm.cpu() / WARM_INVOCATIONS),
          process.peakMib());
    }
  }

  /** Starts one that writes a class archive, and waits until it has. */
  static void train(Setting setting) throws Exception {
    try (LocalLambda lambda = setting.start()) {
      invoke(lambda);
      invoke(lambda);
      Program environment = lambda.environments().get(0);
      environment.terminate();
      var unused = environment.exitStatus(PATIENCE);
    }
  }

  private static Cost since(long begin, double cpuBefore, RunningProcess process) {
    double wall = (System.nanoTime() - begin) / 1e6;
    return new Cost(wall, process.cpuSeconds() * 1000 - cpuBefore);
  }

  private static void invoke(LocalLambda lambda) throws Exception {
    Invocation.Result result =
        lambda.invoke(Events.scheduled()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (result.failed()) {
      throw new IllegalStateException("the function failed: " + result.body());
    }
  }

  /** That of several starts which lies in the middle, each number for itself. */
  static FunctionStart median(List<FunctionStart> starts) {
    return new FunctionStart(
        median(starts, FunctionStart::init),
        median(starts, FunctionStart::first),
        median(starts, FunctionStart::warm),
        middle(starts, FunctionStart::peakMib));
  }

  private static Cost median(List<FunctionStart> starts, Function<FunctionStart, Cost> phase) {
    return new Cost(
        middle(starts, start -> phase.apply(start).wall()),
        middle(starts, start -> phase.apply(start).cpu()));
  }

  private static double middle(List<FunctionStart> starts, ToDoubleFunction<FunctionStart> number) {
    double[] sorted = starts.stream().mapToDouble(number).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}

package io.hsdo.local.bench;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.HaproxyProcess;
import io.hsdo.haproxy.RuntimeApi;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.local.haproxy.HaproxyConfig;
import io.hsdo.local.haproxy.HaproxyProgram;
import io.hsdo.local.haproxy.LocalHaproxy;
import io.hsdo.local.haproxy.ServiceConfig;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.Endpoint;
import io.hsdo.reconcile.RuntimeCommand;
import io.hsdo.reconcile.RuntimeCommand.SetEndpoint;
import io.hsdo.reconcile.RuntimeCommand.SetReady;
import io.hsdo.reconcile.RuntimeCommand.SetWeight;
import io.hsdo.slot.Address;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What weights cost HAProxy, which puts each server into its consistent hash 16 times a weight. */
@Command(
    name = "weights",
    description =
        "HAProxy, each one there is: how long it takes to make servers of some weight ready, and how"
            + " long a request waits meanwhile.",
    mixinStandardHelpOptions = true)
final class WeightsBench implements Runnable {
  private static final Backend WEB = new Backend("web", "web", 80, Backend.Role.DEFAULT);

  @Option(names = "--n", description = "Number of slots (${DEFAULT-VALUE}).")
  private int slots = 1_000;

  @Option(names = "--weights", split = ",", description = "Weights (${DEFAULT-VALUE}).")
  private List<Integer> weights = List.of(10, 100, 256);

  @Override
  public void run() {
    var table = new MarkdownTable("HAProxy", "weight", "lines", "ready ms", "longest request ms");
    for (HaproxyProgram program : HaproxyProgram.all()) {
      for (int weight : weights) {
        measure(program, weight, table);
      }
    }
    System.out.printf("%s%n%n%s", Machine.today(), table);
  }

  private void measure(HaproxyProgram program, int weight, MarkdownTable table) {
    try (var local = LocalHaproxy.start(program, answeringItself())) {
      var lines = new CountedLines(new UnixSocketRuntimeApi(local.socketPath().toString()));
      var haproxy = new Haproxy(lines);
      HaproxyProcess process = haproxy.read(List.of()).info().process();
      haproxy.write(each(number -> new SetEndpoint(WEB.server(number), endpoint(number))), process);
      haproxy.write(each(number -> new SetWeight(WEB.server(number), weight)), process);
      lines.sent = 0;
      try (var requests = new SteadyRequests(local.url())) {
        long start = System.nanoTime();
        haproxy.write(each(number -> new SetReady(WEB.server(number), weight)), process);
        var took = Duration.ofNanos(System.nanoTime() - start);
        table.add(
            program.version(),
            Integer.toString(weight),
            Integer.toString(lines.sent),
            Long.toString(took.toMillis()),
            Long.toString(requests.longest().toMillis()));
      }
    }
  }

  /** One thread, so that a request can be answered by no other; and answered without a server. */
  private HaproxyConfig answeringItself() {
    var service =
        new ServiceConfig("web", "web", slots)
            .withoutChecks()
            .rule("http-request return status 200");
    return listeners -> service.text(listeners).replaceFirst("global\n", "global\n  nbthread 1\n");
  }

  private List<RuntimeCommand> each(IntFunction<RuntimeCommand> command) {
    return IntStream.rangeClosed(1, slots).mapToObj(command).toList();
  }

  private static Endpoint endpoint(int number) {
    return new Endpoint(Address.of("10.0.%d.%d".formatted(number / 250, number % 250 + 1)), 80);
  }

  /** Counts what goes to HAProxy. */
  private static final class CountedLines implements RuntimeApi {
    private final RuntimeApi haproxy;
    private int sent;

    CountedLines(RuntimeApi haproxy) {
      this.haproxy = haproxy;
    }

    @Override
    public String exchange(String line) {
      sent++;
      return haproxy.exchange(line);
    }
  }
}

package io.hsdo.local.bench;

import io.hsdo.local.bench.WatchedSlot.Seen;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.service.LocalService;
import io.hsdo.local.service.ServiceSettings;
import io.hsdo.plan.Ramp;
import io.hsdo.slot.SlotList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

/**
 * How long a change of a group takes to HAProxy's row and to the first response. The fleet fills
 * every slot; one instance is terminated and its group made smaller, then the group grows again. An
 * instance is in service and listens, or is gone, as soon as Auto Scaling is told, so that what is
 * measured is HSDO's time and HAProxy's.
 */
@Command(
    name = "propagation",
    description = "From a group's change to HAProxy's row and the first response.",
    mixinStandardHelpOptions = true)
final class PropagationBench implements Runnable {
  private static final String GROUP = "web";

  /** Rare enough that it is the events that start the passes. */
  private static final Duration SCHEDULE = Duration.ofMinutes(1);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Members begin with their full weight, so that a key comes back with its slot's next member. */
  private static final Ramp NO_RAMP = new Ramp(10, 10, 1, Duration.ofSeconds(30));

  @Option(names = "--n", split = ",", description = "Numbers of instances (${DEFAULT-VALUE}).")
  private List<Integer> sizes = List.of(100, 1_000);

  @Option(names = "--interval", split = ",", description = "INTERVAL (${DEFAULT-VALUE}).")
  private List<Double> intervals = List.of(1.0, 0.25);

  @Option(
      names = "--count",
      description = "How many changes up and down (${DEFAULT-VALUE}). 3 is quick.")
  private int count = 20;

  @Option(names = "--inter", description = "HAProxy's inter in ms (${DEFAULT-VALUE}).")
  private int inter = 500;

  /** What starts a pass of the refresh. */
  private enum By {
    INTERVAL,
    EVENT
  }

  private final MarkdownTable table =
      new MarkdownTable(
          "refresh by", "N", "INTERVAL", "", "row median", "max", "response median", "max");

  private final Random random = new Random(1);

  @Override
  public void run() {
    for (By by : By.values()) {
      for (int n : sizes) {
        intervals.forEach(
            interval -> measure(by, n, Duration.ofMillis(Math.round(interval * 1000))));
      }
    }
    System.out.printf(
        "%s%n%nSeconds after the call to Auto Scaling, %d changes each way, inter %d ms%n%n%s",
        Machine.today(), count, inter, table);
  }

  private void measure(By by, int n, Duration interval) {
    System.err.printf("By %s, N = %d, INTERVAL %s ...%n", by, n, interval);
    var settings =
        new ServiceSettings(
            n, interval, SCHEDULE, NO_RAMP, Duration.ofMillis(inter), Timings.instant(), 1, false);
    try (var service = LocalService.start(settings);
        var autoScaling = client(service)) {
      service.cloud().createGroup(GROUP, n, "eu-west-1a", "eu-west-1b");
      if (by == By.EVENT) {
        service.startFunction(GROUP);
      } else {
        service.startRefresh(GROUP);
      }
      var agent = new RunningProcess(service.startAgent().pid());
      awaitFull(service, n);
      var slot = new WatchedSlot(service.haproxy());
      List<Seen> down = new ArrayList<>();
      List<Seen> up = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        shift(agent, interval);
        String victim = occupant(service.list(), slot.number());
        down.add(slot.after(() -> terminate(autoScaling, victim), false));
        shift(agent, interval);
        up.add(slot.after(() -> grow(autoScaling, n), true));
      }
      report(by, n, interval, "up", up);
      report(by, n, interval, "down", down);
    }
  }

  private static AutoScalingClient client(LocalService service) {
    return AutoScalingClient.builder()
        .endpointOverride(service.cloud().endpoint())
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static void terminate(AutoScalingClient autoScaling, String instance) {
    autoScaling.terminateInstanceInAutoScalingGroup(
        request -> request.instanceId(instance).shouldDecrementDesiredCapacity(true));
  }

  private static void grow(AutoScalingClient autoScaling, int n) {
    autoScaling.setDesiredCapacity(
        request -> request.autoScalingGroupName(GROUP).desiredCapacity(n));
  }

  private static String occupant(SlotList list, int slot) {
    return list.slot(slot).occupant().orElseThrow().id();
  }

  private static void awaitFull(LocalService service, int n) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (service.list().serving() < n
        || service.difference(service.list(), service.haproxy()).isPresent()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("HAProxy is not full after " + PATIENCE);
      }
      pause(Duration.ofMillis(200));
    }
  }

  /**
   * So that the agent polls at another distance from the refresh, which would be the same for all
   * changes else, and the change comes at any moment between two polls.
   */
  private void shift(RunningProcess agent, Duration interval) {
    agent.freeze();
    pause(interval);
    pauseAtMost(interval);
    agent.thaw();
    pauseAtMost(interval);
  }

  private void pauseAtMost(Duration interval) {
    pause(interval.multipliedBy(random.nextInt(1_000)).dividedBy(1_000));
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two changes", e);
    }
  }

  private void report(By by, int n, Duration interval, String direction, List<Seen> seen) {
    table.add(
        by.name().toLowerCase(Locale.ROOT),
        Integer.toString(n),
        Double.toString(interval.toMillis() / 1000.0),
        direction,
        seconds(median(seen, Seen::row)),
        seconds(max(seen, Seen::row)),
        seconds(median(seen, Seen::response)),
        seconds(max(seen, Seen::response)));
  }

  private static Duration median(List<Seen> seen, Function<Seen, Duration> what) {
    return seen.stream().map(what).sorted().toList().get(seen.size() / 2);
  }

  private static Duration max(List<Seen> seen, Function<Seen, Duration> what) {
    return seen.stream().map(what).max(Comparator.naturalOrder()).orElseThrow();
  }

  private static String seconds(Duration time) {
    return "%.2f".formatted(time.toMillis() / 1000.0);
  }
}

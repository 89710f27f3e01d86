package io.hsdo.local.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.hsdo.config.Parameters;
import io.hsdo.logging.LogSettings;
import io.hsdo.logging.Logging;
import io.hsdo.plan.Trigger;
import io.hsdo.refresh.Refresh;
import io.hsdo.refresh.ServerConfiguration;
import io.hsdo.refresh.Wiring;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The refresh in a process of its own, so that its CPU time is nobody else's. Each line that it
 * reads has a pause in seconds and a number of passes: it runs as many scheduled passes, a pause of
 * its own clock before each, and answers with what they took, see {@link PassCost}. It ends with
 * its input.
 */
final class RefreshProbe {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private final SteppedClock clock = new SteppedClock();
  private final Refresh refresh;

  private RefreshProbe(Parameters parameters) {
    refresh = Wiring.refresh(ServerConfiguration.of(parameters), clock);
  }

  public static void main(String[] arguments) throws IOException {
    Parameters parameters = Parameters.load(System.getenv(), Optional.empty());
    Logging.configure(LogSettings.of(parameters, false));
    var probe = new RefreshProbe(parameters);
    var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] words = order.split(" ", -1);
      System.out.println(
          probe.run(Duration.ofSeconds(Long.parseLong(words[0])), Integer.parseInt(words[1])));
    }
  }

  private PassCost run(Duration pause, int passes) {
    long changes = 0;
    long cpu = PROCESS.getProcessCpuTime();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long begin = System.nanoTime();
    for (int i = 0; i < passes; i++) {
      clock.advance(pause);
      changes += refresh.pass(new Trigger.Scheduled()).plan().orElseThrow().changes().size();
    }
    return new PassCost(
        passes,
        PROCESS.getProcessCpuTime() - cpu,
        System.nanoTime() - begin,
        THREADS.getCurrentThreadAllocatedBytes() - allocated,
        changes);
  }

  /** The time of day when it was made, and what it was advanced by since. */
  private static final class SteppedClock extends Clock {
    private Instant now = Instant.now();

    void advance(Duration step) {
      now = now.plus(step);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("the refresh knows no zone but UTC");
    }
  }
}

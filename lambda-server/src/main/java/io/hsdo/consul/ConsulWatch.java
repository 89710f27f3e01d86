package io.hsdo.consul;

import io.hsdo.fleet.FleetWatch;
import io.hsdo.program.DaemonThreads;
import io.hsdo.time.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Ends a wait as soon as Consul tells that a service has changed. What has changed is not looked
 * at: the pass that is hurried takes its own whole snapshot.
 */
public final class ConsulWatch implements FleetWatch {
  /** Services that flap cost two passes a second at most. */
  static final Duration BETWEEN_HURRIED = Duration.ofMillis(500);

  private final Semaphore changes = new Semaphore(0);
  private final Sleeper sleeper;
  private boolean hurried;

  ConsulWatch(Sleeper sleeper) {
    this.sleeper = sleeper;
  }

  /** Watches every service, each on a thread of its own, until the program ends. */
  public static ConsulWatch start(ConsulSettings settings, Clock clock) {
    ConsulApi api = new ConsulApi(settings);
    ConsulWatch watch = new ConsulWatch(Thread::sleep);
    for (String service : settings.services()) {
      ServiceWatch looks = new ServiceWatch(api::lastChange, service, watch::changed, clock);
      DaemonThreads.named("consul-watch-" + service).newThread(() -> watch(looks)).start();
    }
    return watch;
  }

  private static void watch(ServiceWatch looks) {
    try {
      while (true) {
        Thread.sleep(looks.look().toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void changed() {
    changes.release();
  }

  @Override
  public boolean await(Duration atMost) throws InterruptedException {
    long rest = hurried ? Math.min(BETWEEN_HURRIED.toMillis(), atMost.toMillis()) : 0;
    sleeper.sleep(rest);
    hurried = changes.tryAcquire(atMost.minusMillis(rest).toNanos(), TimeUnit.NANOSECONDS);
    changes.drainPermits();
    return hurried;
  }
}

package io.hsdo.local.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A steady stream of HTTP requests, which keeps a record of each. It ends when it is stopped, and
 * by itself when its time is over.
 */
public final class Load implements AutoCloseable {
  /** A request that is under way ends within its own time limit, which is shorter. */
  private static final Duration LAST_REQUEST = Duration.ofSeconds(30);

  private final long start = System.nanoTime();
  private final LongAdder requests = new LongAdder();
  private final List<Lane> lanes = new ArrayList<>();
  private final ExecutorService threads;
  private volatile boolean stopped;

  private Load(LoadSettings settings) {
    long end = start + settings.longest().toNanos();
    for (InetSocketAddress target : settings.targets()) {
      for (int i = 0; i < settings.connections(); i++) {
        boolean keepAlive = i % 2 == 0;
        lanes.add(
            new Lane(
                lanes.size(),
                target,
                keepAlive,
                settings,
                start,
                () -> stopped || System.nanoTime() - end >= 0,
                requests));
      }
    }
    threads = Executors.newFixedThreadPool(lanes.size(), Load::thread);
    lanes.forEach(threads::execute);
    threads.shutdown();
  }

  public static Load start(LoadSettings settings) {
    return new Load(settings);
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "load");
    thread.setDaemon(true);
    return thread;
  }

  /** How many requests have ended so far, well or not. */
  public long requests() {
    return requests.sum();
  }

  /** Whether it goes on. */
  public boolean isRunning() {
    return !threads.isTerminated();
  }

  /** Lets requests end that are under way, and tells what came of all. */
  public LoadReport stop() throws InterruptedException {
    stopped = true;
    if (!threads.awaitTermination(LAST_REQUEST.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("a request has not ended after " + LAST_REQUEST);
    }
    return new LoadReport(
        lanes.stream().flatMap(lane -> lane.answers().stream()).toList(),
        lanes.stream().flatMap(lane -> lane.failures().stream()).toList(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdownNow();
  }
}

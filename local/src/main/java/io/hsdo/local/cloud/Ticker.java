package io.hsdo.local.cloud;

import io.hsdo.local.cloud.model.Cloud;
import io.hsdo.program.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the cloud up to the present, so that what is due happens also while nobody looks. */
final class Ticker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Ticker.class);

  /** What is due happens at most this much late. */
  private static final Duration TICK = Duration.ofMillis(20);

  private final Cloud cloud;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(DaemonThreads.named("cloud"));

  private Ticker(Cloud cloud) {
    this.cloud = cloud;
  }

  static Ticker start(Cloud cloud) {
    var ticker = new Ticker(cloud);
    ticker.thread.execute(ticker::run);
    return ticker;
  }

  @Override
  public void close() {
    Threads.end(thread);
  }

  private void run() {
    while (true) {
      try {
        cloud.advance();
        Thread.sleep(TICK.toMillis());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.error("a step of the cloud failed and is left out", e);
      }
    }
  }
}

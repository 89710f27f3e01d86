package io.hsdo.local.cloud;

import io.hsdo.program.DaemonThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events over one by one, in order, on a thread of its own: a listener may take its time and
 * may call the cloud.
 */
final class EventBus implements Consumer<String>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventBus.class);

  private final Consumer<String> listener;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(DaemonThreads.named("events"));

  EventBus(Consumer<String> listener) {
    this.listener = listener;
  }

  @Override
  public void accept(String event) {
    thread.execute(() -> deliver(event));
  }

  @Override
  public void close() {
    Threads.end(thread);
  }

  private void deliver(String event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      log.error("an event was not taken and is lost: {}", event, e);
    }
  }
}

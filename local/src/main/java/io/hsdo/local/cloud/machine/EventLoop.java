package io.hsdo.local.cloud.machine;

import io.hsdo.program.DaemonThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One thread that waits for all sockets at once and runs whatever has to happen on them. */
final class EventLoop implements AutoCloseable {
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparing(Timer::dueNanos));
  private volatile boolean closed;

  private EventLoop(Selector selector, String name) {
    this.selector = selector;
    thread = DaemonThreads.named(name).newThread(this::run);
  }

  static EventLoop start(String name) {
    try {
      var loop = new EventLoop(Selector.open(), name);
      loop.thread.start();
      return loop;
    } catch (IOException e) {
      throw new UncheckedIOException("opening a selector", e);
    }
  }

  /**
   * Has {@code handler} called on the loop whenever the channel is ready for {@code operations}.
   */
  SelectionKey register(SelectableChannel channel, int operations, Handler handler)
      throws IOException {
    channel.configureBlocking(false);
    SelectionKey key = channel.register(selector, operations, handler);
    selector.wakeup();
    return key;
  }

  /**
   * Runs the task on the loop and returns when it has run, with the sockets it closed really
   * closed: a selector holds on to a closed channel until it selects again.
   */
  void call(Runnable task) {
    var done = new CompletableFuture<Void>();
    tasks.add(
        () -> {
          try {
            task.run();
            selector.selectNow();
            done.complete(null);
          } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    selector.wakeup();
    if (closed) {
      throw new IllegalStateException("the loop '" + thread.getName() + "' is closed");
    }
    done.join();
  }

  /** Runs the task on the loop after the delay; only to be called on the loop. */
  void in(Duration delay, Runnable task) {
    timers.add(new Timer(System.nanoTime() + delay.toNanos(), task));
  }

  /** Closes every channel and ends the thread. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (selector) {
      while (!closed) {
        select();
        runTasks();
        runTimers();
      }
      for (SelectionKey key : new ArrayList<>(selector.keys())) {
        key.channel().close();
      }
      selector.selectNow();
      runTasks();
    } catch (IOException e) {
      throw new UncheckedIOException("waiting for sockets", e);
    }
  }

  private void select() throws IOException {
    Timer next = timers.peek();
    if (next == null) {
      selector.select();
    } else {
      long millis = Duration.ofNanos(next.dueNanos() - System.nanoTime()).toMillis();
      selector.select(Math.max(1, millis));
    }
    for (SelectionKey key : new ArrayList<>(selector.selectedKeys())) {
      if (key.isValid()) {
        ((Handler) key.attachment()).ready();
      }
    }
    selector.selectedKeys().clear();
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void runTimers() {
    for (Timer next = timers.peek();
        next != null && next.dueNanos() - System.nanoTime() <= 0;
        next = timers.peek()) {
      timers.remove();
      next.task().run();
    }
  }

  /** What happens when a channel is ready. */
  interface Handler {
    void ready();
  }

  private record Timer(long dueNanos, Runnable task) {}
}

package io.hsdo.local.load;

import io.hsdo.local.load.HttpConnection.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/** Sends one request after the other to a target, and never one before the last was answered. */
final class Lane implements Runnable {
  private final InetSocketAddress target;
  private final boolean keepAlive;
  private final LoadSettings settings;
  private final Random random;
  private final long start;
  private final BooleanSupplier over;
  private final LongAdder requests;
  private final List<Answer> answers = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private Optional<HttpConnection> open = Optional.empty();

  /**
   * A lane that has not begun.
   *
   * @param number decides about its keys and when in a period it sends
   * @param requests is counted up by each
   */
  Lane(
      int number,
      InetSocketAddress target,
      boolean keepAlive,
      LoadSettings settings,
      long start,
      BooleanSupplier over,
      LongAdder requests) {
    this.target = target;
    this.keepAlive = keepAlive;
    this.settings = settings;
    this.random = new Random(number);
    this.start = start;
    this.over = over;
    this.requests = requests;
  }

  /** To be read when it has ended. */
  List<Answer> answers() {
    return answers;
  }

  /** To be read when it has ended. */
  List<Failure> failures() {
    return failures;
  }

  @Override
  public void run() {
    long period = settings.period().toNanos();
    long next = System.nanoTime() + random.nextLong(period);
    try {
      while (!over.getAsBoolean()) {
        long wait = next - System.nanoTime();
        if (wait > 0) {
          Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
        }
        // What a pause of the machine has cost is not made up for by a burst.
        next = Math.max(next + period, System.nanoTime() - period);
        request(random.nextInt(settings.keys()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
    }
  }

  private void request(int key) {
    long sent = System.nanoTime();
    boolean reused = open.isPresent();
    try {
      HttpConnection connection = open.isPresent() ? open.get() : new HttpConnection(target);
      open = Optional.of(connection);
      Response response = connection.ask("/key-" + key, keepAlive);
      record(key, reused, sent, response);
      if (!keepAlive || response.isLast()) {
        disconnect();
      }
    } catch (IOException e) {
      fail(key, reused, sent, e.toString());
      disconnect();
    }
    requests.increment();
  }

  private void record(int key, boolean reused, long sent, Response response) {
    if (response.isOk()) {
      String server = response.headers().getOrDefault("x-server", "");
      String instance = response.headers().getOrDefault("x-instance-id", "");
      answers.add(new Answer(key, server, instance, sent, System.nanoTime()));
    } else {
      fail(key, reused, sent, response.statusLine());
    }
  }

  private void fail(int key, boolean reused, long sent, String text) {
    failures.add(new Failure(target, key, reused, sent, (sent - start) / 1_000_000, text));
  }

  private void disconnect() {
    open.ifPresent(
        connection -> {
          try {
            connection.close();
          } catch (IOException e) {
            // It has done all it was for.
          }
        });
    open = Optional.empty();
  }
}

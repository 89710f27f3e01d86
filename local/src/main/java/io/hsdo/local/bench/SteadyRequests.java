package io.hsdo.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Requests one after another, on a thread of their own, until they are closed. */
final class SteadyRequests implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofMillis(1);

  private final HttpRequest request;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Thread thread = new Thread(this::run, "requests");
  private Duration longest = Duration.ZERO;
  private volatile boolean closed;

  private SteadyRequests(URI url) {
    request = HttpRequest.newBuilder(url).build();
  }

  /** Requests of this page, the first of which has been answered. */
  static SteadyRequests of(URI url) {
    var requests = new SteadyRequests(url);
    requests.send();
    requests.thread.start();
    return requests;
  }

  private void run() {
    while (!closed) {
      long start = System.nanoTime();
      send();
      note(Duration.ofNanos(System.nanoTime() - start));
      pause();
    }
  }

  private void send() {
    try {
      client.send(request, BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException("a request of " + request.uri() + " failed", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private synchronized void note(Duration took) {
    longest = took.compareTo(longest) > 0 ? took : longest;
  }

  /** How long the slowest one so far took. */
  synchronized Duration longest() {
    return longest;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.hsdo.local.bench;

import io.hsdo.local.program.Repeated;
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
  private final Repeated requests;
  private volatile Duration longest = Duration.ZERO;

  /** Requests of this page; one has been answered before, and does not count. */
  SteadyRequests(URI url) {
    request = HttpRequest.newBuilder(url).build();
    send();
    longest = Duration.ZERO;
    requests = new Repeated("requests", this::send, BETWEEN);
  }

  private boolean send() {
    long start = System.nanoTime();
    try {
      client.send(request, BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException("a request of " + request.uri() + " failed", e);
    } catch (InterruptedException e) {
      return false;
    }
    var took = Duration.ofNanos(System.nanoTime() - start);
    longest = took.compareTo(longest) > 0 ? took : longest;
    return true;
  }

  /** How long the slowest one so far took. */
  Duration longest() {
    return longest;
  }

  @Override
  public void close() {
    requests.close();
  }
}

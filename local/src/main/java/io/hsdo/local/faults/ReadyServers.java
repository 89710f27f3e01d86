package io.hsdo.local.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * How many servers HAProxy has that take traffic, by its statistics page: the command line may be
 * what is out of order.
 */
final class ReadyServers implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int STATUS = 17;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final HttpRequest request;
  private final List<String> backends;
  private final Thread thread = new Thread(this::watch, "ready servers");
  private int least = Integer.MAX_VALUE;
  private int most;

  ReadyServers(URI statistics, List<String> backends) {
    request = HttpRequest.newBuilder(statistics.resolve("/;csv")).timeout(PATIENCE).build();
    this.backends = backends;
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      while (true) {
        note(count());
        Thread.sleep(LOOK_AGAIN.toMillis());
      }
    } catch (InterruptedException e) {
      // Nobody is interested any more.
    }
  }

  private synchronized void note(int ready) {
    least = Math.min(least, ready);
    most = Math.max(most, ready);
  }

  /** None are, as far as anybody can tell, if HAProxy does not answer. */
  private int count() throws InterruptedException {
    try {
      return (int)
          client.send(request, BodyHandlers.ofString()).body().lines().filter(this::isUp).count();
    } catch (IOException e) {
      return 0;
    }
  }

  private boolean isUp(String line) {
    String[] columns = line.split(",", -1);
    return columns.length > STATUS
        && backends.contains(columns[0])
        && !columns[1].equals("BACKEND")
        && columns[STATUS].startsWith("UP");
  }

  /** Such as {@code 3..5}. */
  synchronized String range() {
    return most < least ? "?" : least == most ? String.valueOf(most) : least + ".." + most;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

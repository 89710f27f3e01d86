package io.hsdo.local.bench;

import io.hsdo.haproxy.RuntimeApi;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.local.haproxy.LocalHaproxy;
import io.hsdo.local.service.LocalService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * The slot that answers for one key while all serve: HAProxy's row of it, and who answers for the
 * key now. It looks at both in turn, as fast as HAProxy answers.
 */
final class WatchedSlot {
  private static final String KEY = "/key-0";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Leaves HAProxy time for others. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  private final RuntimeApi runtimeApi;
  private final HttpRequest request;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String server;

  /** For a HAProxy in which all serve. */
  WatchedSlot(LocalHaproxy haproxy) {
    runtimeApi = new UnixSocketRuntimeApi(haproxy.socketPath().toString());
    request = HttpRequest.newBuilder(URI.create(haproxy.url() + KEY.substring(1))).build();
    server = answering();
  }

  int number() {
    return Integer.parseInt(server.substring(LocalService.BASE_NAME.length()));
  }

  /**
   * How long after a change something was seen.
   *
   * @param row when HAProxy's row had changed
   * @param response when the first good response came from whom it should
   */
  record Seen(Duration row, Duration response) {}

  /** Carries out a change of the fleet and waits until the slot is filled, or is empty. */
  Seen after(Runnable change, boolean filled) {
    long begin = System.nanoTime();
    change.run();
    long row = 0;
    long response = 0;
    while (row == 0 || response == 0) {
      if (row == 0 && isInUse() == filled) {
        row = System.nanoTime();
      }
      if (response == 0 && isRight(answering(), filled)) {
        response = System.nanoTime();
      }
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            server + " is not " + (filled ? "filled" : "empty") + " after " + PATIENCE);
      }
      pause();
    }
    return new Seen(Duration.ofNanos(row - begin), Duration.ofNanos(response - begin));
  }

  private boolean isRight(String answering, boolean filled) {
    return !answering.isEmpty() && answering.equals(server) == filled;
  }

  /** Who answers for the key; empty if nobody answers well. */
  private String answering() {
    try {
      HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
      return response.statusCode() == 200
          ? response.headers().firstValue("X-Server").orElse("")
          : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Whether HAProxy's row of the slot is in any state but maintenance. */
  private boolean isInUse() {
    List<String> lines =
        runtimeApi
            .exchange("show stat " + LocalService.BACKEND + " 4 " + number())
            .lines()
            .toList();
    int status = List.of(lines.get(0).split(",", -1)).indexOf("status");
    return !lines.get(1).split(",", -1)[status].equals("MAINT");
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while watching a slot", e);
  }
}

package io.hsdo.local.e2e;

import io.hsdo.haproxy.RuntimeApi;
import io.hsdo.local.haproxy.InterposedSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A stats socket before that of a HAProxy, which carries out addresses only after it has replied.
 * Older ones than 3.0 never do so by themselves, later ones seldom take this long.
 */
final class LateAddresses implements AutoCloseable {
  /** HAProxy 3.0 to 3.4 took up to 18 ms. */
  private static final Duration LATENESS = Duration.ofMillis(15);

  /** Has an empty reply, as a change of an address that goes well has no reply that matters. */
  private static final String NOTHING = "set timeout cli 10s";

  private final InterposedSocket socket;
  private final ScheduledExecutorService late =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "late addresses"));
  private final Map<String, Long> told = new ConcurrentHashMap<>();

  private LateAddresses(Path path, Path haproxy) {
    socket = InterposedSocket.before(haproxy, path, this::exchange);
  }

  /** Listens at {@code path} for the HAProxy that listens at {@code haproxy}. */
  static LateAddresses before(Path haproxy, Path path) {
    return new LateAddresses(path, haproxy);
  }

  Path path() {
    return socket.path();
  }

  /**
   * When the agent last learned that the change of this server's address was taken, as a time of
   * {@link System#nanoTime()}. By then it must have stopped the server's traffic.
   */
  long told(String server) {
    return Objects.requireNonNull(told.get(server), () -> server + " never got an address");
  }

  private String exchange(String line, RuntimeApi haproxy) {
    List<String> now = new ArrayList<>();
    List<String> later = new ArrayList<>();
    for (String command : line.split(";", -1)) {
      boolean isAddress = command.startsWith("set server ") && command.contains(" addr ");
      now.add(isAddress ? NOTHING : command);
      if (isAddress) {
        later.add(command);
      }
    }
    String reply = haproxy.exchange(String.join(";", now));
    later.forEach(command -> told.put(command.split(" ", -1)[2], System.nanoTime()));
    if (!later.isEmpty()) {
      Future<?> unused =
          late.schedule(
              () -> haproxy.exchange(String.join(";", later)),
              LATENESS.toMillis(),
              TimeUnit.MILLISECONDS);
    }
    return reply;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    late.shutdownNow();
  }
}

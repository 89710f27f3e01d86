package io.hsdo.local.bench;

import io.hsdo.haproxy.RuntimeApi;
import io.hsdo.local.haproxy.InterposedSocket.Interposer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Passes an agent's lines on to HAProxy, and notes what each was and took. */
final class RuntimeApiMeter implements Interposer {
  private final List<Exchange> exchanges = new ArrayList<>();

  /**
   * A line and its answer.
   *
   * @param startNanos by {@link System#nanoTime}, as is the end
   * @param bytes of line and answer
   * @param writes whether it was to change servers
   */
  record Exchange(long startNanos, long endNanos, int commands, int bytes, boolean writes) {
    Duration took() {
      return Duration.ofNanos(endNanos - startNanos);
    }
  }

  @Override
  public String exchange(String line, RuntimeApi haproxy) {
    long start = System.nanoTime();
    String reply = haproxy.exchange(line);
    int commands = line.split(";", -1).length;
    add(
        new Exchange(
            start,
            System.nanoTime(),
            commands,
            line.length() + 1 + reply.length(),
            line.contains("set server ")));
    return reply;
  }

  synchronized void add(Exchange exchange) {
    exchanges.add(exchange);
  }

  /** All since this was last asked. */
  synchronized List<Exchange> take() {
    List<Exchange> taken = List.copyOf(exchanges);
    exchanges.clear();
    return taken;
  }

  /** Whether all that was written has been found right by a look after it. */
  synchronized boolean isCarriedOut() {
    return exchanges.stream().anyMatch(Exchange::writes)
        && !exchanges.get(exchanges.size() - 1).writes()
        && exchanges.size() > lastWrite(exchanges) + 2;
  }

  /** The first writing line to the last one, with what is read between them. */
  static List<Exchange> change(List<Exchange> exchanges) {
    int first = 0;
    while (!exchanges.get(first).writes()) {
      first++;
    }
    return exchanges.subList(first, lastWrite(exchanges) + 1);
  }

  private static int lastWrite(List<Exchange> exchanges) {
    int last = exchanges.size() - 1;
    while (!exchanges.get(last).writes()) {
      last--;
    }
    return last;
  }
}

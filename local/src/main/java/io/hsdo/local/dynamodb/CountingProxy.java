package io.hsdo.local.dynamodb;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a DynamoDB and counts what passes, by operation. */
public final class CountingProxy implements AutoCloseable {
  private final Forwarding forwarding;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Traffic> traffic = new ConcurrentHashMap<>();

  /**
   * What has passed of one operation.
   *
   * @param sent bytes of the requests, heads left out
   * @param received bytes of the answers, heads left out
   */
  public record Traffic(long requests, long sent, long received) {
    Traffic plus(Traffic other) {
      return new Traffic(requests + other.requests, sent + other.sent, received + other.received);
    }
  }

  private CountingProxy(URI target) throws IOException {
    forwarding = new Forwarding(target);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::forward);
    server.start();
  }

  /** A proxy on a free port of the loopback address. */
  public static CountingProxy before(URI target) {
    try {
      return new CountingProxy(target);
    } catch (IOException e) {
      throw new UncheckedIOException("could not start a proxy", e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How many requests of each operation have passed, such as {@code GetItem}. */
  public Map<String, Long> requests() {
    Map<String, Long> counts = new TreeMap<>();
    traffic.forEach((operation, passed) -> counts.put(operation, passed.requests()));
    return counts;
  }

  /** What has passed of each operation. */
  public Map<String, Traffic> traffic() {
    return new TreeMap<>(traffic);
  }

  /** How many requests of this operation have passed. */
  public long requests(String operation) {
    return requests().getOrDefault(operation, 0L);
  }

  private void forward(HttpExchange exchange) throws IOException {
    try (exchange) {
      String operation = Forwarding.operation(exchange);
      byte[] body = exchange.getRequestBody().readAllBytes();
      traffic.merge(operation, new Traffic(1, body.length, 0), Traffic::plus);
      int answered = forwarding.forward(exchange, body);
      traffic.merge(operation, new Traffic(0, 0, answered), Traffic::plus);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

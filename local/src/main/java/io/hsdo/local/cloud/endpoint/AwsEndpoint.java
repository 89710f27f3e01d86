package io.hsdo.local.cloud.endpoint;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hsdo.local.cloud.model.Account;
import io.hsdo.local.cloud.model.Cloud;
import io.hsdo.program.DaemonThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Where the stock AWS SDK and command line are pointed to, as {@code endpointOverride} or {@code
 * --endpoint-url}. It listens on the loopback interface only, takes any credentials and looks at no
 * signature.
 */
public final class AwsEndpoint implements AutoCloseable {
  /** Several times what the longest request of the SDK takes. */
  private static final int MAX_REQUEST_BYTES = 1 << 20;

  /** Requests are answered from memory, so whatever still runs has been interrupted and ends. */
  private static final int SECONDS_TO_END = 10;

  static {
    // Head and body leave in two packets; without this the second waits 40 ms for the first's ACK.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final Dispatcher dispatcher;
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("aws-endpoint"));

  private AwsEndpoint(Dispatcher dispatcher, HttpServer server) {
    this.dispatcher = dispatcher;
    this.server = server;
  }

  /**
   * Serves {@code cloud} to whoever connects.
   *
   * @param port 0 for any that is free
   */
  public static AwsEndpoint start(Account account, Cloud cloud, int port) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      var endpoint = new AwsEndpoint(new Dispatcher(account, cloud), HttpServer.create(address, 0));
      endpoint.server.createContext("/", endpoint::handle);
      endpoint.server.setExecutor(endpoint.threads);
      endpoint.server.start();
      return endpoint;
    } catch (IOException e) {
      throw new UncheckedIOException("listening on port " + port + " of the loopback interface", e);
    }
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What goes wrong, and when. */
  public Faults faults() {
    return dispatcher.faults();
  }

  /** What was asked so far. */
  public Calls calls() {
    return dispatcher.calls();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    try {
      threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST_BYTES);
      if (exchange.getRequestBody().read() >= 0) {
        exchange.sendResponseHeaders(413, -1);
        return;
      }
      String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
      String form = body.length == 0 ? query : new String(body, StandardCharsets.UTF_8);
      Dispatcher.Answer answer =
          dispatcher.answer(
              form, Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")));
      byte[] bytes = answer.bytes();
      exchange.getResponseHeaders().set("Content-Type", "text/xml;charset=UTF-8");
      exchange.getResponseHeaders().set("x-amzn-RequestId", answer.requestId());
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}

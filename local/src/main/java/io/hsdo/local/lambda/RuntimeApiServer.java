package io.hsdo.local.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Lambda's Runtime API, which execution environments ask for invocations. Whoever asks first gets
 * the next one.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime
 *     API</a>
 */
final class RuntimeApiServer implements AutoCloseable {
  private static final String RUNTIME = "/2018-06-01/runtime/";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Duration timeout;
  private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
  private final Map<String, Invocation> running = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> awaitsSnapshot = new CompletableFuture<>();
  private final CountDownLatch restored = new CountDownLatch(1);

  /** An environment that does not start fails whatever waits for one, and whatever comes later. */
  private final CompletableFuture<Invocation.Result> failedStart = new CompletableFuture<>();

  private RuntimeApiServer(Duration timeout) throws IOException {
    this.timeout = timeout;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(RUNTIME, this::handle);
    server.start();
  }

  static RuntimeApiServer start(Duration timeout) {
    try {
      return new RuntimeApiServer(timeout);
    } catch (IOException e) {
      throw new UncheckedIOException("could not start Lambda's Runtime API", e);
    }
  }

  /** For {@code AWS_LAMBDA_RUNTIME_API}. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  CompletableFuture<Invocation.Result> invoke(String event) {
    Invocation invocation = new Invocation(event);
    waiting.add(invocation);
    var unused = failedStart.thenAccept(invocation.result()::complete);
    return invocation.result();
  }

  CompletableFuture<Void> ready() {
    return ready;
  }

  CompletableFuture<Void> awaitsSnapshot() {
    return awaitsSnapshot;
  }

  void restore() {
    restored.countDown();
  }

  /** How many invocations no environment has taken yet. */
  int waiting() {
    return waiting.size();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(RUNTIME.length());
    try (exchange) {
      if (path.equals("invocation/next")) {
        next(exchange);
      } else if (path.equals("restore/next")) {
        awaitsSnapshot.complete(null);
        restored.await();
        answer(exchange, 200, "");
      } else if (path.equals("init/error") || path.equals("restore/error")) {
        failedStart.complete(new Invocation.Result(true, body(exchange)));
        answer(exchange, 202, "{\"status\":\"OK\"}");
      } else {
        String[] parts = path.split("/", -1);
        Invocation invocation = running.remove(parts[1]);
        if (invocation == null) {
          answer(exchange, 400, "{\"errorMessage\":\"no such invocation\"}");
          return;
        }
        String body = body(exchange);
        answer(exchange, 202, "{\"status\":\"OK\"}");
        invocation.result().complete(new Invocation.Result(parts[2].equals("error"), body));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void next(HttpExchange exchange) throws IOException, InterruptedException {
    ready.complete(null);
    Invocation invocation = waiting.take();
    running.put(invocation.id(), invocation);
    var headers = exchange.getResponseHeaders();
    headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
    headers.set(
        "Lambda-Runtime-Deadline-Ms", Long.toString(Instant.now().plus(timeout).toEpochMilli()));
    headers.set(
        "Lambda-Runtime-Invoked-Function-Arn",
        "arn:aws:lambda:eu-west-1:123456789012:function:hsdo-refresh");
    headers.set("Content-Type", "application/json");
    answer(exchange, 200, invocation.event());
  }

  private static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

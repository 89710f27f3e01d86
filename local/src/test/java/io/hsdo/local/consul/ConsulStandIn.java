package io.hsdo.local.consul;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The few calls of Consul's HTTP API that HSDO and its tests make, with a catalog in memory, and
 * with wrong answers on demand. The same tests run against it and against a real Consul.
 */
final class ConsulStandIn implements AutoCloseable {
  private static final Pattern HEALTH = Pattern.compile("/v1/health/service/([^/]+)");
  private static final Pattern INDEX = Pattern.compile("index=(\\d+)");
  private static final Pattern WAIT = Pattern.compile("wait=(\\d+)s");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Map<String, Object>> nodes = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> services = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> checks = new LinkedHashMap<>();
  private final List<Question> questions = new ArrayList<>();
  private Optional<Wrong> wrong = Optional.empty();
  private long index = 1;
  private boolean closed;

  /** A question that was asked about a service. */
  record Question(String uri, Optional<String> token) {}

  /**
   * A wrong answer.
   *
   * @param to the services whose question it answers
   */
  record Wrong(Predicate<String> to, int status, Map<String, String> headers, String body) {}

  private ConsulStandIn(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static ConsulStandIn start() {
    try {
      return new ConsulStandIn(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  synchronized void answerWrong(Wrong answer) {
    wrong = Optional.of(answer);
  }

  synchronized void answerRight() {
    wrong = Optional.empty();
  }

  synchronized List<Question> questions() {
    return List.copyOf(questions);
  }

  /** Counts from here on, as a Consul does that was set up anew. */
  synchronized void countFrom(long first) {
    index = first;
    notifyAll();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      Matcher health = HEALTH.matcher(path);
      if (health.matches()) {
        health(exchange, URLDecoder.decode(health.group(1), UTF_8));
      } else {
        catalog(path, JSON.std.mapFrom(exchange.getRequestBody()));
        send(exchange, 200, "true");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void health(HttpExchange exchange, String service)
      throws IOException, InterruptedException {
    questions.add(
        new Question(
            exchange.getRequestURI().toString(),
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Consul-Token"))));
    Optional<Wrong> answer = wrong.filter(each -> each.to().test(service));
    if (answer.isPresent()) {
      answer.get().headers().forEach(exchange.getResponseHeaders()::set);
      send(exchange, answer.get().status(), answer.get().body());
      return;
    }
    String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    waitForChange(query);
    exchange.getResponseHeaders().set("X-Consul-Index", Long.toString(index));
    exchange.getResponseHeaders().set("X-Consul-KnownLeader", "true");
    send(exchange, 200, JSON.std.asString(instances(service)));
  }

  private void waitForChange(String query) throws InterruptedException {
    Matcher known = INDEX.matcher(query);
    Matcher patience = WAIT.matcher(query);
    if (known.find() && patience.find()) {
      long end = System.nanoTime() + Long.parseLong(patience.group(1)) * 1_000_000_000L;
      long left = end - System.nanoTime();
      while (!closed && index == Long.parseLong(known.group(1)) && left > 0) {
        wait(Math.max(1, left / 1_000_000));
        left = end - System.nanoTime();
      }
    }
  }

  private List<Object> instances(String name) {
    List<Object> instances = new ArrayList<>();
    services.forEach(
        (key, service) -> {
          if (String.valueOf(service.get("Service")).equalsIgnoreCase(name)) {
            String node = key.substring(0, key.indexOf('\n'));
            instances.add(
                Map.of(
                    "Node", nodes.get(node),
                    "Service", service,
                    "Checks", checksOf(node, String.valueOf(service.get("ID")))));
          }
        });
    return instances;
  }

  private List<Object> checksOf(String node, String serviceId) {
    return checks.values().stream()
        .filter(check -> node.equals(check.get("Node")))
        .filter(check -> List.of("", serviceId).contains(check.get("ServiceID")))
        .<Object>map(check -> check)
        .toList();
  }

  private synchronized void catalog(String path, Map<String, Object> body) {
    index++;
    String node = String.valueOf(body.get("Node"));
    switch (path) {
      case "/v1/catalog/register" -> register(node, body);
      case "/v1/catalog/deregister" ->
          deregister(node, Optional.ofNullable(body.get("ServiceID")).map(Object::toString));
      default -> throw new IllegalArgumentException("this stand-in has no " + path);
    }
    notifyAll();
  }

  private void register(String node, Map<String, Object> body) {
    nodes.put(node, Map.of("Node", node, "Address", body.get("Address")));
    if (body.get("Service") instanceof Map<?, ?> service) {
      String key = node + "\n" + service.get("ID");
      Object created =
          Optional.ofNullable(services.get(key)).map(old -> old.get("CreateIndex")).orElse(index);
      services.put(
          key,
          Map.of(
              "ID", service.get("ID"),
              "Service", service.get("Service"),
              "Address", service.get("Address"),
              "CreateIndex", created));
    }
    if (body.get("Check") instanceof Map<?, ?> check) {
      checks.put(
          node + "\n" + check.get("CheckID"),
          Map.of(
              "Node", node,
              "CheckID", check.get("CheckID"),
              "Status", check.get("Status"),
              "ServiceID", check.get("ServiceID")));
    }
  }

  private void deregister(String node, Optional<String> serviceId) {
    if (serviceId.isPresent()) {
      services.remove(node + "\n" + serviceId.get());
      checks
          .values()
          .removeIf(
              check ->
                  node.equals(check.get("Node")) && serviceId.get().equals(check.get("ServiceID")));
    } else {
      nodes.remove(node);
      services.keySet().removeIf(key -> key.startsWith(node + "\n"));
      checks.keySet().removeIf(key -> key.startsWith(node + "\n"));
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}

package io.hsdo.local.cloud.endpoint;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hsdo.local.cloud.model.Account;
import io.hsdo.local.cloud.model.AwsException;
import io.hsdo.local.cloud.model.Cloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the stock AWS SDK and command line are pointed to, as {@code endpointOverride} or {@code
 * --endpoint-url}. It listens on the loopback interface only, takes any credentials and looks at no
 * signature.
 */
public final class AwsEndpoint implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AwsEndpoint.class);

  /** Several times what the longest request of the SDK takes. */
  private static final int MAX_REQUEST_BYTES = 1 << 20;

  static {
    // Head and body leave in two packets; without this the second waits 40 ms for the first's ACK.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final Cloud cloud;
  private final Map<String, Action> actions = new HashMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(AwsEndpoint::thread);

  private AwsEndpoint(Account account, Cloud cloud, HttpServer server) {
    this.cloud = cloud;
    this.server = server;
    add(Service.AUTO_SCALING, AutoScalingDescriptions.actions());
    add(Service.AUTO_SCALING, AutoScalingChanges.actions());
    add(Service.EC2, new Ec2Actions(account).actions());
  }

  /**
   * @param port 0 for any that is free
   */
  public static AwsEndpoint start(Account account, Cloud cloud, int port) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      var endpoint = new AwsEndpoint(account, cloud, HttpServer.create(address, 0));
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

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void add(Service service, Map<String, Action> added) {
    added.forEach((name, action) -> actions.put(service.qualify(name), action));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST_BYTES);
      String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
      String form = body.length == 0 ? query : new String(body, StandardCharsets.UTF_8);
      Answer answer =
          answer(
              Parameters.decode(form),
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")));
      byte[] bytes = answer.xml().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/xml;charset=UTF-8");
      exchange.getResponseHeaders().set("x-amzn-RequestId", answer.requestId());
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Answer answer(Map<String, String> values, Optional<String> authorization) {
    Optional<String> version = Optional.ofNullable(values.get("Version"));
    Service service = Service.of(version, authorization).orElse(Service.EC2);
    String requestId = UUID.randomUUID().toString();
    String name = Optional.ofNullable(values.get("Action")).orElse("");
    try {
      Action action = actions.get(service.qualify(name));
      if (action == null) {
        throw service.unknownAction(name);
      }
      var call = new Call(service, new Parameters(service, values), cloud);
      return new Answer(
          200, requestId, service.success(name, requestId, xml -> action.answer(call, xml)));
    } catch (AwsException e) {
      return new Answer(e.status(), requestId, service.failure(e, requestId));
    } catch (RuntimeException e) {
      log.error("answering {} with an internal error", service.qualify(name), e);
      return new Answer(500, requestId, service.failure(service.internalError(), requestId));
    }
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "aws-endpoint");
    thread.setDaemon(true);
    return thread;
  }

  private record Answer(int status, String requestId, String xml) {}
}

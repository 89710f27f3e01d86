package io.hsdo.local.dynamodb;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hsdo.local.haproxy.LoopbackPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before a DynamoDB and lets go wrong what can go wrong with it. Like the real one, and
 * unlike DynamoDB Local, it refuses a caller whose clock is wrong. A scan comes in pages of {@value
 * #ROWS_A_PAGE} rows, so that a short list has several.
 */
public final class FaultyDynamoDb implements AutoCloseable {
  private static final int ROWS_A_PAGE = 3;

  /** What AWS allows between a caller's clock and its own. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private static final DateTimeFormatter SIGNED_AT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final Reply NO_ITEM = new Reply(200, "{}");
  private static final Reply NO_ITEMS =
      new Reply(200, "{\"Count\":0,\"Items\":[],\"ScannedCount\":0}");

  private static final Trouble NONE = request -> Optional.empty();

  private final Forwarding forwarding;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final InetSocketAddress address =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), LoopbackPort.free());
  private HttpServer server;
  private volatile Trouble trouble = NONE;
  private volatile boolean hasRefusedAClock;

  private FaultyDynamoDb(URI target) throws IOException {
    forwarding = new Forwarding(target);
    server = listen();
  }

  /** What DynamoDB was asked. */
  public record Request(String operation, String body) {
    boolean isFurtherPage() {
      return body.contains("\"ExclusiveStartKey\"");
    }
  }

  /** An answer that DynamoDB Local did not give. */
  public record Reply(int status, String body) {
    /** An error as DynamoDB words it. */
    static Reply error(int status, String type, String message) {
      return new Reply(status, "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(type, message));
    }
  }

  /** Answers in DynamoDB's place; what it gives no answer to, DynamoDB answers. */
  @FunctionalInterface
  public interface Trouble {
    Optional<Reply> meets(Request request) throws InterruptedException;

    /** Every answer takes this long. */
    static Trouble slow(Duration each) {
      return request -> {
        Thread.sleep(each.toMillis());
        return Optional.empty();
      };
    }

    /** Takes requests and never answers. */
    static Trouble hanging() {
      return slow(Duration.ofDays(1));
    }

    /** Throttles a table whose capacity is used up. */
    static Trouble throttling() {
      return refusing(
          "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
          "The level of configured provisioned throughput for the table was exceeded.");
    }

    /** Does not know who asks, or does not like them. */
    static Trouble denying() {
      return refusing(
          "com.amazon.coral.service#AccessDeniedException",
          "User: arn:aws:sts::123456789012:assumed-role/proxy is not authorized to perform:"
              + " dynamodb:GetItem");
    }

    static Trouble withoutTable() {
      return refusing(
          "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
          "Requested resource not found");
    }

    private static Trouble refusing(String type, String message) {
      return request -> Optional.of(Reply.error(400, type, message));
    }

    /** Answers the first page of a scan, and fails at the second. */
    static Trouble failingAtSecondPage() {
      return request ->
          request.isFurtherPage()
              ? Optional.of(
                  Reply.error(
                      500,
                      "com.amazonaws.dynamodb.v20120810#InternalServerError",
                      "The request processing has failed because of an unknown error"))
              : Optional.empty();
    }

    /** There are neither header nor rows, as in a table that was made anew. */
    static Trouble emptied() {
      return request -> Optional.of(request.operation().equals("GetItem") ? NO_ITEM : NO_ITEMS);
    }

    /** The header is there, and a scan finds no rows. */
    static Trouble withoutRows() {
      return request ->
          request.operation().equals("Scan") ? Optional.of(NO_ITEMS) : Optional.empty();
    }

    /** A scan ends after its first page, as if there were no more. */
    static Trouble withSomeRows() {
      return request -> request.isFurtherPage() ? Optional.of(NO_ITEMS) : Optional.empty();
    }
  }

  /** A proxy on a free port of the loopback address. */
  public static FaultyDynamoDb before(URI target) {
    try {
      return new FaultyDynamoDb(target);
    } catch (IOException e) {
      throw new UncheckedIOException("could not start a proxy", e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  /** Whether somebody came whose clock was wrong. */
  public boolean hasRefusedAClock() {
    return hasRefusedAClock;
  }

  /** Has {@code next} from now on, until what is returned is closed. */
  public AutoCloseable has(Trouble next) {
    trouble = next;
    return () -> trouble = NONE;
  }

  /** Nobody listens, until what is returned is closed. */
  public AutoCloseable isUnreachable() {
    server.stop(0);
    return () -> server = listen();
  }

  private HttpServer listen() throws IOException {
    HttpServer next = HttpServer.create(address, 0);
    next.setExecutor(threads);
    next.createContext("/", this::answer);
    next.start();
    return next;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var request = new Request(Forwarding.operation(exchange), body);
      Optional<Reply> reply = refusedClock(exchange);
      if (reply.isEmpty()) {
        reply = trouble.meets(request);
      }
      if (reply.isPresent()) {
        send(exchange, reply.get());
      } else {
        forwarding.forward(exchange, paged(request).getBytes(StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String paged(Request request) {
    return request.operation().equals("Scan")
        ? request.body().replaceFirst("\\{", "{\"Limit\":" + ROWS_A_PAGE + ",")
        : request.body();
  }

  private Optional<Reply> refusedClock(HttpExchange exchange) {
    Instant signed =
        SIGNED_AT.parse(exchange.getRequestHeaders().getFirst("X-Amz-Date"), Instant::from);
    Instant now = Instant.now();
    if (Duration.between(signed, now).abs().compareTo(CLOCK_SKEW) <= 0) {
      return Optional.empty();
    }
    hasRefusedAClock = true;
    String relation = signed.isBefore(now) ? "Signature expired" : "Signature not yet current";
    return Optional.of(
        Reply.error(
            400,
            "com.amazon.coral.service#InvalidSignatureException",
            "%s: %s is not within 5 min. of %s"
                .formatted(relation, SIGNED_AT.format(signed), SIGNED_AT.format(now))));
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(reply.status(), body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package io.hsdo.local.dynamodb;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;

/** Passes requests on to a DynamoDB, and its answers back. */
final class Forwarding {
  /** Set by the HTTP client itself. */
  private static final Set<String> NOT_FORWARDED =
      Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade");

  private final URI target;
  private final HttpClient client = HttpClient.newHttpClient();

  Forwarding(URI target) {
    this.target = target;
  }

  /** The operation that is asked for, such as {@code GetItem}. */
  static String operation(HttpExchange exchange) {
    String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    return target.substring(target.lastIndexOf('.') + 1);
  }

  /**
   * Asks DynamoDB with this body in place of the one that came, and answers as it does.
   *
   * @return how many bytes the answer has
   */
  int forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!NOT_FORWARDED.contains(name) && !name.startsWith(":")) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    exchange.sendResponseHeaders(
        response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
    exchange.getResponseBody().write(response.body());
    return response.body().length;
  }
}

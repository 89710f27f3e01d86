package io.hsdo.local.lambda;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** Where the SDK gets credentials in a container, and in a function that starts from a snapshot. */
final class CredentialsEndpoint implements AutoCloseable {
  private static final byte[] CREDENTIALS =
      """
      {"AccessKeyId":"ours","SecretAccessKey":"secret","Token":"token",\
      "Expiration":"2099-01-01T00:00:00Z"}"""
          .getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;
  private final AtomicLong requests = new AtomicLong();

  private CredentialsEndpoint() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          try (exchange) {
            exchange.sendResponseHeaders(200, CREDENTIALS.length);
            exchange.getResponseBody().write(CREDENTIALS);
          }
        });
    server.start();
  }

  static CredentialsEndpoint start() {
    try {
      return new CredentialsEndpoint();
    } catch (IOException e) {
      throw new UncheckedIOException("could not start an endpoint for credentials", e);
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/credentials");
  }

  /** How often somebody has asked. */
  long requests() {
    return requests.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

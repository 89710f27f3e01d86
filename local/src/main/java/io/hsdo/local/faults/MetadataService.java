package io.hsdo.local.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hsdo.local.haproxy.LoopbackPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An instance metadata service, version 2, that knows the zone; at first it is not there. */
final class MetadataService implements AutoCloseable {
  private static final String TOKEN = "token";

  private final InetSocketAddress address =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), LoopbackPort.free());
  private final String zone;
  private Runnable server = () -> {};

  MetadataService(String zone) {
    this.zone = zone;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  void start() {
    try {
      HttpServer started = HttpServer.create(address, 0);
      started.createContext(
          "/latest/api/token",
          exchange -> answer(exchange, exchange.getRequestMethod().equals("PUT"), TOKEN));
      started.createContext(
          "/latest/meta-data/placement/availability-zone",
          exchange ->
              answer(
                  exchange,
                  TOKEN.equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token")),
                  zone));
      started.start();
      server = () -> started.stop(0);
    } catch (IOException e) {
      throw new UncheckedIOException("starting a metadata service failed", e);
    }
  }

  private static void answer(HttpExchange exchange, boolean isAllowed, String text)
      throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(isAllowed ? 200 : 401, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.run();
  }
}

package io.hsdo.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameter;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves {@code /metrics} over HTTP, on threads of its own: whoever asks never delays a poll. */
final class Exporter implements AutoCloseable {
  private static final int THREADS = 2;

  private final HttpServer server;
  private final ExecutorService threads;
  private final ExpositionFormats formats = ExpositionFormats.init();

  private Exporter(HttpServer server, PrometheusRegistry registry) {
    this.server = server;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "exporter");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/metrics", exchange -> metrics(exchange, registry));
    server.start();
  }

  /**
   * Starts serving.
   *
   * @throws ConfigurationException if the address cannot be listened on
   */
  static Exporter start(InetSocketAddress address, PrometheusRegistry registry) {
    try {
      return new Exporter(HttpServer.create(address, 0), registry);
    } catch (IOException e) {
      throw new ConfigurationException(
          Parameter.EXPORTER_ADDRESS
              + " and "
              + Parameter.EXPORTER_PORT
              + " are '"
              + address
              + "', which cannot be listened on: "
              + e.getMessage());
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void metrics(HttpExchange exchange, PrometheusRegistry registry) throws IOException {
    ExpositionFormatWriter writer =
        formats.findWriter(exchange.getRequestHeaders().getFirst("Accept"));
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", writer.getContentType());
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream body = exchange.getResponseBody()) {
        writer.write(body, registry.scrape());
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

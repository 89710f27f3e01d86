package io.hsdo.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameter;
import io.hsdo.logging.OutageLog;
import io.hsdo.program.DaemonThreads;
import io.hsdo.text.Printable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a {@link Site} over HTTP, on threads of its own: whoever asks never delays a pass.
 *
 * <p>The JDK's server gives each request a thread from its first byte on, so a slow client holds
 * one. There are threads enough for many of them, each client has limited time and room, and
 * whoever comes when there is no thread or room left is turned away rather than kept waiting.
 */
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  /** A thread that waits for a client costs about 100 kB. */
  private static final int MOST_THREADS = 128;

  private static final long IDLE_SECONDS = 10;

  /** Bounds how long a client holds a thread; over a bad line the page takes a few seconds. */
  private static final int REQUEST_SECONDS = 5;

  private static final int RESPONSE_SECONDS = 20;

  /** Of a request; browsers and scrapers send a few hundred. */
  private static final int HEADER_BYTES = 16 * 1024;

  /** There is room for such a reply to everybody who has a thread. */
  private static final int SMALL_BYTES = 16 * 1024;

  static {
    // The JDK reads these when its server is first used in this process, and has no other way.
    limit("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
    limit("sun.net.httpserver.maxRspTime", RESPONSE_SECONDS);
    limit("sun.net.httpserver.maxReqHeaderSize", HEADER_BYTES);
  }

  private final HttpServer server;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          MOST_THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          DaemonThreads.named("http"));

  private final Site site;
  private final long mostBytes;

  /** Of bodies that clients are being sent. */
  private final AtomicLong bytes = new AtomicLong();

  private final OutageLog outage = new OutageLog(LOG, "answering HTTP requests", Clock.systemUTC());

  /** The path that failed last; others work meanwhile, which is not the end of it. */
  private @Nullable String failing;

  private WebServer(HttpServer server, Site site, long mostBytes) {
    this.server = server;
    this.site = site;
    this.mostBytes = mostBytes;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private static void limit(String property, int most) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(most));
    }
  }

  /**
   * Starts serving.
   *
   * @throws ConfigurationException if the address cannot be listened on
   */
  public static WebServer start(InetSocketAddress address, Site site) {
    return start(address, site, Runtime.getRuntime().maxMemory() / 8);
  }

  /**
   * The same.
   *
   * @param mostBytes of bodies that slow clients may keep in memory; one alone may be larger
   */
  static WebServer start(InetSocketAddress address, Site site, long mostBytes) {
    try {
      return new WebServer(HttpServer.create(address, 0), site, mostBytes);
    } catch (IOException e) {
      throw new ConfigurationException(
          Parameter.EXPORTER_ADDRESS
              + " and "
              + Parameter.EXPORTER_PORT
              + " are '"
              + address.getHostString()
              + ":"
              + address.getPort()
              + "', which cannot be listened on: "
              + e.getMessage()
              + "; of two programs on one host each needs a port of its own");
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      boolean head = method.equals("HEAD");
      HttpReply reply =
          head || method.equals("GET")
              ? reply(
                  new Request(
                      exchange.getRequestURI().getPath(),
                      Optional.ofNullable(exchange.getRequestURI().getRawQuery()),
                      Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept"))))
              : HttpReply.text(405, "only GET and HEAD\n").with("Allow", "GET, HEAD");
      int size = reply.bytes().length;
      if (head) {
        send(reply, true, exchange);
      } else if (reserve(size)) {
        try {
          send(reply, false, exchange);
        } finally {
          bytes.addAndGet(-size);
        }
      } else {
        send(HttpReply.TOO_MANY, false, exchange);
      }
    }
  }

  private boolean reserve(int size) {
    long others = bytes.getAndAdd(size);
    if (others == 0 || size <= SMALL_BYTES || others + size <= mostBytes) {
      return true;
    }
    bytes.addAndGet(-size);
    return false;
  }

  private static void send(HttpReply reply, boolean head, HttpExchange exchange)
      throws IOException {
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(reply.status(), head ? -1 : reply.bytes().length);
    if (!head) {
      write(reply.bytes(), exchange.getResponseBody());
    }
  }

  /** The JDK's server keeps twice what it is given at once, as long as the connection lasts. */
  private static void write(byte[] body, OutputStream out) throws IOException {
    for (int sent = 0; sent < body.length; sent += SMALL_BYTES) {
      out.write(body, sent, Math.min(SMALL_BYTES, body.length - sent));
    }
  }

  /** The JDK's server says nothing of an exception, neither to the client nor to the log. */
  private HttpReply reply(Request request) {
    try {
      HttpReply reply = site.reply(request);
      works(request.path());
      return reply;
    } catch (RuntimeException e) {
      failed(request.path(), e);
      return HttpReply.text(500, "this fails; the program's log says why\n");
    }
  }

  private synchronized void works(String path) {
    if (path.equals(failing)) {
      failing = null;
      outage.works();
    }
  }

  private synchronized void failed(String path, RuntimeException problem) {
    failing = path;
    outage.failed(problem, "whoever asks for " + Printable.of(path) + " gets status 500");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

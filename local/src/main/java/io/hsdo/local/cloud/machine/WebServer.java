package io.hsdo.local.cloud.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of one instance. It says which instance it is, whatever it is asked; {@code
 * /delay/250} makes it take 250 ms to say so, and {@code /health} is not counted as a request.
 */
final class WebServer implements EventLoop.Handler {
  private static final Logger log = LoggerFactory.getLogger(WebServer.class);
  private static final String HEALTH = "/health";
  private static final Pattern DELAY = Pattern.compile("/delay/(\\d{1,5})(?:\\?.*)?");
  private static final int BACKLOG = 1024;

  private final String instanceId;
  private final LongAdder served;
  private final EventLoop loop;
  private final ServerSocketChannel listener;
  private final Set<Connection> connections = new HashSet<>();

  private WebServer(
      String instanceId, LongAdder served, EventLoop loop, ServerSocketChannel listener) {
    this.instanceId = instanceId;
    this.served = served;
    this.loop = loop;
    this.listener = listener;
  }

  /** Listens once this returns. */
  static WebServer listen(
      InetSocketAddress address, String instanceId, LongAdder served, EventLoop loop) {
    try {
      ServerSocketChannel listener = ServerSocketChannel.open();
      listener.bind(address, BACKLOG);
      var server = new WebServer(instanceId, served, loop, listener);
      loop.register(listener, SelectionKey.OP_ACCEPT, server);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("listening on " + address + " for " + instanceId, e);
    }
  }

  static Duration delay(RequestHead request) {
    Matcher matcher = DELAY.matcher(request.path());
    return matcher.matches() ? Duration.ofMillis(Long.parseLong(matcher.group(1))) : Duration.ZERO;
  }

  /** Accepts whoever waits. */
  @Override
  public void ready() {
    try {
      for (SocketChannel next = listener.accept(); next != null; next = listener.accept()) {
        connections.add(new Connection(next, this, loop));
      }
    } catch (IOException e) {
      log.error("a connection to the {} was not accepted", this, e);
    }
  }

  boolean isListening() {
    return listener.isOpen();
  }

  /** Refuses new connections, and ends those there are after the answer that is under way. */
  void shutDown() {
    closeListener();
    List.copyOf(connections).forEach(Connection::finish);
  }

  void close() {
    closeListener();
    List.copyOf(connections).forEach(Connection::close);
  }

  void forget(Connection connection) {
    connections.remove(connection);
  }

  ByteBuffer answer(RequestHead request, boolean last) {
    if (!request.path().equals(HEALTH)) {
      served.increment();
    }
    String body = instanceId + "\n";
    String connection = last ? "close" : "keep-alive";
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n"
                .formatted(body.length())
            + "X-Instance-Id: %s\r\nConnection: %s\r\n\r\n".formatted(instanceId, connection);
    String answer = request.method().equals("HEAD") ? head : head + body;
    return ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII));
  }

  private void closeListener() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing the listener of " + this, e);
    }
  }

  @Override
  public String toString() {
    return "web server of " + instanceId;
  }
}

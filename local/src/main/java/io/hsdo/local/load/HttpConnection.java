package io.hsdo.local.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection to an HTTP server, for one request after the other. */
final class HttpConnection implements AutoCloseable {
  /**
   * Longer than any time limit of HAProxy here, so that it is HAProxy who says what was too slow.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Socket socket = new Socket();
  private final InputStream in;

  HttpConnection(InetSocketAddress target) throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(target, (int) PATIENCE.toMillis());
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * A response, without its body.
   *
   * @param headers by name in small letters
   */
  record Response(String statusLine, Map<String, String> headers) {
    boolean isOk() {
      return statusLine.startsWith("HTTP/1.1 200 ");
    }

    boolean isLast() {
      return "close".equals(headers.get("connection"));
    }
  }

  /** Asks for {@code path} and waits for the whole response. */
  Response ask(String path, boolean keepAlive) throws IOException {
    String request =
        "GET %s HTTP/1.1\r\nHost: service\r\nConnection: %s\r\n\r\n"
            .formatted(path, keepAlive ? "keep-alive" : "close");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    Map<String, String> headers = new TreeMap<>();
    String statusLine = line();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    long length = Long.parseLong(headers.getOrDefault("content-length", "0"));
    for (long i = 0; i < length; i++) {
      octet();
    }
    return new Response(statusLine, headers);
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int octet = octet(); octet != '\n'; octet = octet()) {
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }

  private int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException("closed before the end of the response");
    }
    return octet;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

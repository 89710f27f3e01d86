package io.hsdo.local.cloud.machine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The first line and the header fields of an HTTP request, as far as a server that always gives the
 * same answer has to know them.
 */
record RequestHead(
    String method, String path, boolean keepAlive, boolean http10, long contentLength) {

  /** Takes a whole head out of the buffer; empty, and the buffer untouched, until one is there. */
  static Optional<RequestHead> take(ByteBuffer received) throws MalformedRequestException {
    for (int i = received.position(); i + 3 < received.limit(); i++) {
      if (received.get(i) == '\r'
          && received.get(i + 1) == '\n'
          && received.get(i + 2) == '\r'
          && received.get(i + 3) == '\n') {
        byte[] head = new byte[i - received.position()];
        received.get(head);
        received.position(i + 4);
        return Optional.of(parse(new String(head, StandardCharsets.ISO_8859_1)));
      }
    }
    return Optional.empty();
  }

  private static RequestHead parse(String head) throws MalformedRequestException {
    String[] lines = head.split("\r\n", -1);
    String[] request = lines[0].split(" ", -1);
    if (request.length != 3 || !request[2].startsWith("HTTP/1.")) {
      throw new MalformedRequestException("400 Bad Request");
    }
    boolean http10 = request[2].equals("HTTP/1.0");
    boolean keepAlive = !http10;
    long contentLength = 0;
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 1) {
        throw new MalformedRequestException("400 Bad Request");
      }
      String value = lines[i].substring(colon + 1).strip();
      switch (lines[i].substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "connection" -> keepAlive = keepAlive(value, keepAlive);
        case "content-length" -> contentLength = length(value);
        case "transfer-encoding" -> throw new MalformedRequestException("501 Not Implemented");
        default -> {}
      }
    }
    return new RequestHead(request[0], request[1], keepAlive, http10, contentLength);
  }

  private static boolean keepAlive(String connection, boolean otherwise) {
    String options = connection.toLowerCase(Locale.ROOT);
    return options.contains("close") ? false : otherwise || options.contains("keep-alive");
  }

  private static long length(String value) throws MalformedRequestException {
    if (!value.matches("\\d{1,18}")) {
      throw new MalformedRequestException("400 Bad Request");
    }
    return Long.parseLong(value);
  }
}

package io.hsdo.local.cloud.machine;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One connection as a client sees it, to the byte. */
final class HttpConversation implements AutoCloseable {
  /** Longer than any answer takes; a test that waits this long has failed. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Socket socket = new Socket();

  HttpConversation(InetSocketAddress server) throws IOException {
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.connect(server, (int) PATIENCE.toMillis());
  }

  HttpConversation send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  /** The head and the body of the next answer. */
  String receive() throws IOException {
    String head = receiveHead();
    int length = Integer.parseInt(head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
    var body = new StringBuilder();
    while (body.length() < length) {
      body.append(receiveCharacter());
    }
    return head + body;
  }

  String receiveHead() throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append(receiveCharacter());
    }
    return head.toString();
  }

  /** Whether the server ends the connection, by a close or a reset. */
  boolean isEnded() {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private char receiveCharacter() throws IOException {
    int next = socket.getInputStream().read();
    if (next < 0) {
      throw new EOFException("the server ended the connection");
    }
    return (char) next;
  }
}

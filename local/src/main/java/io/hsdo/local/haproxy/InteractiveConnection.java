package io.hsdo.local.haproxy;

import io.hsdo.haproxy.RuntimeApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * An interactive connection to a HAProxy of level admin. It stays with the process that it was made
 * to, which lives on for it after a reload.
 */
public final class InteractiveConnection implements RuntimeApi, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Nobody else's answer ends like that of {@code show cli level}, with a prompt. */
  private static final String END = "admin\n\n> ";

  private final AFUNIXSocket socket;

  private InteractiveConnection(AFUNIXSocket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout((int) PATIENCE.toMillis());
    say("prompt");
    // The connection is in this process only once that has answered on it.
    if (socket.getInputStream().read() != '\n') {
      throw new IOException("no prompt");
    }
  }

  public static InteractiveConnection to(Path socket) {
    try {
      return new InteractiveConnection(AFUNIXSocket.connectTo(AFUNIXSocketAddress.of(socket)));
    } catch (IOException e) {
      throw new UncheckedIOException("connecting to " + socket, e);
    }
  }

  /** Leaves out the prompts, and answers one command more than it was asked. */
  @Override
  public String exchange(String line) {
    try {
      say(line + ";show cli level");
      var reply = new StringBuilder();
      while (reply.indexOf(END) < 0) {
        int octet = socket.getInputStream().read();
        if (octet < 0) {
          throw new IOException("closed by HAProxy");
        }
        reply.append((char) octet);
      }
      return reply.toString().replaceAll("(?m)^> ", "");
    } catch (IOException e) {
      throw new UncheckedIOException("asking '" + line + "'", e);
    }
  }

  private void say(String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package io.hsdo.systemd;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * The unix socket on which the service manager listens for notices. It is never waited for: a
 * manager that does not read must not hold up a poll or an end.
 */
final class NoticeSocket {
  private static final String ABSTRACT = "@";

  private final String name;

  /**
   * @param name as in {@code NOTIFY_SOCKET}: an absolute path, or {@code @} and a name of the
   *     abstract namespace
   */
  NoticeSocket(String name) {
    this.name = name;
  }

  /**
   * Sends a notice.
   *
   * @throws NoticeException if nobody can get it
   */
  void send(Notice notice) {
    try (AFUNIXDatagramChannel channel = AFUNIXDatagramChannel.open()) {
      channel.configureBlocking(false);
      ByteBuffer text = ByteBuffer.wrap(notice.text().getBytes(StandardCharsets.US_ASCII));
      if (channel.send(text, address()) == 0) {
        throw new IOException("nobody reads it");
      }
    } catch (IOException e) {
      throw new NoticeException(
          "sending " + notice.text() + " to NOTIFY_SOCKET '" + name + "' failed: " + e.getMessage(),
          e);
    }
  }

  private AFUNIXSocketAddress address() throws SocketException {
    return name.startsWith(ABSTRACT)
        ? AFUNIXSocketAddress.inAbstractNamespace(name.substring(ABSTRACT.length()))
        : AFUNIXSocketAddress.of(Path.of(name));
  }
}

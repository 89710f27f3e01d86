package io.hsdo.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.nio.file.Path;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** Takes the notices that an agent sends its service manager, and forgets them. */
final class NoticeSocket implements AutoCloseable {
  private static final int LONGEST_NOTICE = 1_024;

  private final Path path;
  private final AFUNIXDatagramSocket socket;

  private NoticeSocket(Path path, AFUNIXDatagramSocket socket) {
    this.path = path;
    this.socket = socket;
  }

  static NoticeSocket at(Path path) {
    try {
      AFUNIXDatagramSocket socket = AFUNIXDatagramSocket.newInstance();
      socket.bind(AFUNIXSocketAddress.of(path));
      var notices = new NoticeSocket(path, socket);
      var thread = new Thread(notices::listen, "notices");
      thread.setDaemon(true);
      thread.start();
      return notices;
    } catch (IOException e) {
      throw new UncheckedIOException("listening at " + path + " failed", e);
    }
  }

  Path path() {
    return path;
  }

  private void listen() {
    var notice = new DatagramPacket(new byte[LONGEST_NOTICE], LONGEST_NOTICE);
    while (!socket.isClosed()) {
      try {
        socket.receive(notice);
      } catch (IOException e) {
        // It is closed now, or the next notice is as good as this one.
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}

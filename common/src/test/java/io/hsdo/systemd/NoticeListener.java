package io.hsdo.systemd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** Listens where a service manager would. */
public final class NoticeListener implements AutoCloseable {
  private final String name;
  private final AFUNIXDatagramChannel channel;

  private NoticeListener(String name, AFUNIXDatagramChannel channel) {
    this.name = name;
    this.channel = channel;
  }

  /**
   * Listens from now on.
   *
   * @param name a path, or {@code @} and a name of the abstract namespace
   */
  public static NoticeListener on(String name) throws IOException {
    AFUNIXDatagramChannel channel = AFUNIXDatagramChannel.open();
    channel.bind(
        name.startsWith("@")
            ? AFUNIXSocketAddress.inAbstractNamespace(name.substring(1))
            : AFUNIXSocketAddress.of(Path.of(name)));
    channel.configureBlocking(false);
    return new NoticeListener(name, channel);
  }

  /** As it stands in {@code NOTIFY_SOCKET}. */
  public String name() {
    return name;
  }

  /** What was said since the last call. */
  public List<String> heard() throws IOException {
    List<String> notices = new ArrayList<>();
    ByteBuffer notice = ByteBuffer.allocate(256);
    // Whom a notice is from is not looked at: a sender without a name is none to the channel.
    channel.receive(notice);
    while (notice.position() > 0) {
      notices.add(StandardCharsets.US_ASCII.decode(notice.flip()).toString());
      notice.clear();
      channel.receive(notice);
    }
    return notices;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

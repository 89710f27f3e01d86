package io.hsdo.local.haproxy;

import io.hsdo.haproxy.RuntimeApi;
import io.hsdo.haproxy.RuntimeApiException;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A stats socket before that of a HAProxy, where somebody decides what becomes of each line. */
public final class InterposedSocket implements AutoCloseable {
  private static final int MAX_READ = 16_384;

  private final Path path;
  private final RuntimeApi haproxy;
  private final Interposer interposer;
  private final ServerSocketChannel listener;
  private final Thread thread = new Thread(this::serve, "interposed socket");

  /** Takes lines that were meant for HAProxy. */
  @FunctionalInterface
  public interface Interposer {
    /**
     * The reply to {@code line}.
     *
     * @throws IOException to close the connection without one
     */
    String exchange(String line, RuntimeApi haproxy) throws IOException;
  }

  private InterposedSocket(Path path, Path haproxy, Interposer interposer) throws IOException {
    this.path = path;
    this.haproxy = new UnixSocketRuntimeApi(haproxy.toString());
    this.interposer = interposer;
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(path));
    thread.setDaemon(true);
  }

  /** Listens at {@code path} for the HAProxy that listens at {@code haproxy}. */
  public static InterposedSocket before(Path haproxy, Path path, Interposer interposer) {
    try {
      var socket = new InterposedSocket(path, haproxy, interposer);
      socket.thread.start();
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException("listening at " + path, e);
    }
  }

  public Path path() {
    return path;
  }

  private void serve() {
    while (listener.isOpen()) {
      try (SocketChannel client = listener.accept()) {
        String reply = interposer.exchange(line(client), haproxy);
        client.write(ByteBuffer.wrap(reply.getBytes(StandardCharsets.US_ASCII)));
      } catch (IOException | RuntimeApiException e) {
        // The client sees that its connection ends.
      }
    }
  }

  private static String line(SocketChannel client) throws IOException {
    var line = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(MAX_READ);
    while (line.indexOf("\n") < 0) {
      if (client.read(buffer.clear()) < 0) {
        throw new IOException("no line");
      }
      line.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
    }
    return line.substring(0, line.indexOf("\n"));
  }

  /** What is under way ends first. */
  @Override
  public void close() throws IOException {
    listener.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(path);
  }
}

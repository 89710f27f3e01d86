package io.hsdo.haproxy;

import io.hsdo.haproxy.Reply.Block;
import io.hsdo.haproxy.RuntimeApiException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * The Runtime API on HAProxy's {@code stats socket}. Only a unix socket will do: what has level
 * admin over TCP asks nobody for a password.
 */
public final class UnixSocketRuntimeApi implements RuntimeApi {
  /**
   * Protects the poll from a frozen HAProxy, for connecting, writing and reading together. HAProxy
   * answers in milliseconds; a longer wait only delays the look at its successor.
   */
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  /**
   * Protects the agent's small heap from an answer without end. 5,000 servers take 0.4 MB, or 1 MB
   * if their names are long.
   */
  private static final int MAX_REPLY_BYTES = 8 * 1024 * 1024;

  /**
   * Protects the deadline: the kernel's buffer takes this much at once, so writing never blocks.
   */
  private static final int MAX_LINE_BYTES = 64 * 1024;

  /** The kernel's limit, with the zero at the end. */
  private static final int MAX_PATH_BYTES = 107;

  /** How much of a line an error shows. */
  private static final int SHOWN = 60;

  private final Path path;
  private final AFUNIXSocketAddress address;
  private final Duration deadline;

  /** That of the last answer, for the next one; null while somebody reads into it. */
  private final AtomicReference<@Nullable ReplyBuffer> spareBuffer = new AtomicReference<>();

  /**
   * @param path absolute path of the socket
   * @throws IllegalArgumentException if it is anything else
   */
  public UnixSocketRuntimeApi(String path) {
    this(path, DEADLINE);
  }

  /** As above, with another deadline than the usual one. */
  public UnixSocketRuntimeApi(String path, Duration deadline) {
    if (!path.startsWith("/")) {
      throw refused(
          path,
          "expected the absolute path of a unix socket, such as /var/run/haproxy/admin.sock, for"
              + " over TCP anybody could be admin");
    }
    if (path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
      throw refused(path, "the path of a socket has at most " + MAX_PATH_BYTES + " bytes");
    }
    this.path = Path.of(path);
    this.deadline = deadline;
    try {
      this.address = AFUNIXSocketAddress.of(this.path);
    } catch (SocketException e) {
      throw refused(path, "it is not the path of a unix socket (" + e.getMessage() + ")");
    }
  }

  private static IllegalArgumentException refused(String path, String reason) {
    return new IllegalArgumentException("HAProxy socket '" + path + "' is refused: " + reason);
  }

  @Override
  public String exchange(String line) {
    byte[] request = encode(line);
    long end = System.nanoTime() + deadline.toNanos();
    ReplyBuffer spare = spareBuffer.getAndSet(null);
    ReplyBuffer reply = spare == null ? new ReplyBuffer(MAX_REPLY_BYTES) : spare;
    try (AFUNIXSocket socket = AFUNIXSocket.newInstance()) {
      connect(socket, line, end);
      return converse(socket, request, reply, line, end);
    } catch (SocketTimeoutException e) {
      throw failed(Problem.TIMED_OUT, line, e);
    } catch (IOException e) {
      throw failed(Problem.CUT_OFF, line, e);
    } finally {
      reply.clear();
      spareBuffer.set(reply);
    }
  }

  private static byte[] encode(String line) {
    if (line.length() >= MAX_LINE_BYTES) {
      throw new IllegalArgumentException("a line of " + line.length() + " bytes is refused");
    }
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) < ' ' || line.charAt(i) > '~') {
        throw new IllegalArgumentException(
            "character " + (int) line.charAt(i) + " is refused in a line to HAProxy: " + line);
      }
    }
    return (line + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private void connect(AFUNIXSocket socket, String line, long end) throws SocketTimeoutException {
    try {
      // The timeout of connect itself does not count once the queue of a frozen HAProxy is full.
      socket.setSoTimeout(millisUntil(end));
      socket.connect(address);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // Told by the file, because the error's text depends on the locale.
      Problem problem =
          Files.notExists(path) || Files.isRegularFile(path) || Files.isDirectory(path)
              ? Problem.NOT_THERE
              : Files.isWritable(path) ? Problem.REFUSED : Problem.NOT_PERMITTED;
      throw failed(problem, line, e);
    }
  }

  private String converse(
      AFUNIXSocket socket, byte[] request, ReplyBuffer reply, String line, long end)
      throws IOException {
    socket.getOutputStream().write(request);
    InputStream in = socket.getInputStream();
    try {
      do {
        socket.setSoTimeout(millisUntil(end));
      } while (reply.readFrom(in));
    } catch (SocketException e) {
      // Whoever refuses a line may close before having read it all, which resets the connection.
      if (!isTooBig(reply.text())) {
        throw e;
      }
    }
    if (reply.isFull()) {
      throw failed(Problem.UNREADABLE, line, null);
    }
    String text = reply.text();
    if (isTooBig(text)) {
      throw failed(Problem.LINE_TOO_BIG, line, null);
    }
    return text;
  }

  /**
   * 3.0 and 3.1 say it of a command, from 3.2 on it is said of the line; after a severity, such as
   * {@code [3]: }, if the socket is configured with {@code severity-output}.
   */
  private static boolean isTooBig(String reply) {
    var message = new Block(reply, 0, reply.length()).withoutSeverity();
    return message.startsWith("The command line is too big")
        || message.startsWith("The command is too big");
  }

  private static int millisUntil(long end) throws SocketTimeoutException {
    long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("deadline");
    }
    return (int) millis;
  }

  private RuntimeApiException failed(Problem problem, String line, @Nullable Throwable cause) {
    String shown = line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    return new RuntimeApiException(
        problem, "sending '" + shown + "' to HAProxy's socket " + path, cause);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}

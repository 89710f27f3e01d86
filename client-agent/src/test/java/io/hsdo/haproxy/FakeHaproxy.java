package io.hsdo.haproxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * A {@link HaproxyModel} that listens on a unix socket, and keeps a transcript of what it reads.
 */
public final class FakeHaproxy implements RuntimeApiContract.HaproxyUnderTest {
  /** HAProxy's own default of {@code stats maxconn}. */
  private static final int MAX_CONNECTIONS = 10;

  /** More than a line can have, so that one read brings whatever was written at once. */
  private static final int READ_SIZE = 256 * 1024;

  private final HaproxyModel model;
  private final Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool(FakeHaproxy::daemon);
  private final Semaphore connections = new Semaphore(MAX_CONNECTIONS);
  private final List<String> lines = new ArrayList<>();
  private UnaryOperator<String> disturbance = UnaryOperator.identity();
  private CountDownLatch thawed = new CountDownLatch(0);
  private AFUNIXServerSocket listener;

  private FakeHaproxy(HaproxyModel model) throws IOException {
    this.model = model;
    this.folder = Files.createTempDirectory("fake");
    this.listener = listen();
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "fake-haproxy");
    thread.setDaemon(true);
    return thread;
  }

  /** Starts a HAProxy 2.6. */
  public static FakeHaproxy start(String config) {
    return start(Dialect.V2, InstantSource.system(), config);
  }

  /**
   * Starts a HAProxy of some generation.
   *
   * @param clock which decides when addresses are applied that take their time
   * @param config backends, see {@link ModelConfig}
   */
  public static FakeHaproxy start(Dialect dialect, InstantSource clock, String config) {
    try {
      return new FakeHaproxy(new HaproxyModel(dialect, clock, config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What listens here: to look at, and to do something to. */
  public HaproxyModel model() {
    return model;
  }

  @Override
  public Path socketPath() {
    return folder.resolve("admin.sock");
  }

  /** Every line that came in since the last look, each from a connection of its own. */
  public synchronized List<String> takeLines() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  /** Changes what is answered from now on. */
  public synchronized void disturb(UnaryOperator<String> disturbance) {
    this.disturbance = disturbance;
  }

  /** Reads, and does nothing more, until {@link #thaw}. */
  public synchronized void freeze() {
    thawed = new CountDownLatch(1);
  }

  public synchronized void thaw() {
    thawed.countDown();
  }

  /** Stops listening and leaves the socket behind. */
  public synchronized void stop() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens again, as another process. */
  public synchronized void startAgain() {
    model.restart();
    try {
      listener = listen();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private AFUNIXServerSocket listen() throws IOException {
    Files.deleteIfExists(socketPath());
    var socket = AFUNIXServerSocket.newInstance();
    socket.setDeleteOnClose(false);
    socket.bind(AFUNIXSocketAddress.of(socketPath()));
    threads.execute(() -> acceptAll(socket));
    return socket;
  }

  private void acceptAll(AFUNIXServerSocket socket) {
    try {
      while (true) {
        connections.acquire();
        AFUNIXSocket connection = socket.accept();
        threads.execute(() -> serve(connection));
      }
    } catch (IOException | InterruptedException e) {
      connections.release();
    }
  }

  private void serve(AFUNIXSocket connection) {
    try (connection) {
      var session = new CliSession(model);
      byte[] bytes = new byte[READ_SIZE];
      while (!session.isOver()) {
        int count = connection.getInputStream().read(bytes);
        String received = new String(bytes, 0, Math.max(count, 0), StandardCharsets.ISO_8859_1);
        String answer = answer(session, received, count < 0);
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException | InterruptedException e) {
      // Whoever hangs up or stops the process wants no answer.
    } finally {
      connections.release();
    }
  }

  private String answer(CliSession session, String received, boolean last)
      throws InterruptedException {
    CountDownLatch untilThawed;
    UnaryOperator<String> disturbing;
    synchronized (this) {
      received.lines().forEach(lines::add);
      untilThawed = thawed;
      disturbing = disturbance;
    }
    untilThawed.await();
    return disturbing.apply(session.receive(received, last));
  }

  @Override
  public void close() {
    stop();
    threads.shutdownNow();
    // The socket, and the lock of an agent that was here.
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

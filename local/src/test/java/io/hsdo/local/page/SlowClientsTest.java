package io.hsdo.local.page;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.e2e.Await;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.slot.SlotList;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take their time, as broken ones do, and those who mean harm. */
@RequiresHaproxy
class SlowClientsTest {
  private static final int CLIENTS = 50;
  private static final int LOOKS = 30;
  private static final Duration BEARABLE = Duration.ofSeconds(1);

  @TempDir private Path folder;

  /** Wherever it is that a client stops. */
  private enum Slowness {
    SAYS_NOTHING(""),
    STOPS_IN_THE_REQUEST("GET / HT"),
    STOPS_IN_THE_HEADERS("GET / HTTP/1.1\r\nHost: a\r\nX-A: "),
    NEVER_READS("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    private final String says;

    Slowness(String says) {
      this.says = says;
    }
  }

  private record Client(Socket socket, Slowness slowness) {}

  @Test
  void fiftySlowClientsDoNotDelayHealthByASecond() throws Exception {
    try (Stage stage = Stage.unchecked(folder, 1000, list())) {
      stage.awaitPage("All is well");
      Duration alone = slowestHealth(stage);
      List<Client> clients = new ArrayList<>();
      try {
        for (int i = 0; i < CLIENTS; i++) {
          clients.add(client(stage, Slowness.values()[i % Slowness.values().length]));
        }
        Thread drip = new Thread(() -> drip(clients), "drip");
        drip.setDaemon(true);
        drip.start();

        assertThat(slowestHealth(stage)).isLessThan(alone.plus(BEARABLE));
        awaitEndOfWhoeverStopsInARequest(clients);
        assertThat(stage.get("/metrics").statusCode()).isEqualTo(200);
        drip.interrupt();
      } finally {
        for (Client client : clients) {
          client.socket.close();
        }
      }
    }
  }

  private static Client client(Stage stage, Slowness slowness) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), stage.port()));
    socket.setTcpNoDelay(true);
    socket.getOutputStream().write(slowness.says.getBytes(US_ASCII));
    return new Client(socket, slowness);
  }

  /** A byte a second from those who are in the middle of a header. */
  private static void drip(List<Client> clients) {
    try {
      while (true) {
        Thread.sleep(1000);
        for (Client client : clients) {
          if (client.slowness == Slowness.STOPS_IN_THE_HEADERS) {
            dripInto(client.socket);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void dripInto(Socket socket) {
    try {
      socket.getOutputStream().write('a');
    } catch (IOException e) {
      // It was turned away, which is what it deserves.
    }
  }

  private static Duration slowestHealth(Stage stage) throws IOException, InterruptedException {
    long slowest = 0;
    for (int i = 0; i < LOOKS; i++) {
      long start = System.nanoTime();
      assertThat(stage.get("/healthz").statusCode()).isEqualTo(200);
      slowest = Math.max(slowest, System.nanoTime() - start);
      Thread.sleep(100);
    }
    return Duration.ofNanos(slowest);
  }

  /** Also those that send a byte now and then. */
  private static void awaitEndOfWhoeverStopsInARequest(List<Client> clients) throws Exception {
    for (Client client : clients) {
      if (client.slowness == Slowness.STOPS_IN_THE_REQUEST
          || client.slowness == Slowness.STOPS_IN_THE_HEADERS) {
        client.socket.setSoTimeout(50);
        Await.that(
            () ->
                isClosed(client.socket)
                    ? Optional.empty()
                    : Optional.of(client.slowness + " is still there"));
      }
    }
  }

  private static boolean isClosed(Socket client) {
    try {
      return client.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static SlotList list() {
    return new SlotList(
        IntStream.rangeClosed(1, 1000)
            .mapToObj(number -> Stage.serving(number, "i-" + number, "shop", 10))
            .toList());
  }
}

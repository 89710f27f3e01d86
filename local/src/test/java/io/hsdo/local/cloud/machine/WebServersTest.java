package io.hsdo.local.cloud.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WebServersTest {
  private static final String ANSWER =
      """
      HTTP/1.1 200 OK\r
      Content-Type: text/plain\r
      Content-Length: 4\r
      X-Instance-Id: i-1\r
      Connection: %s\r
      \r
      i-1
      """;

  private final WebServers servers = WebServers.open(0);
  private final String address = servers.reserve();

  @AfterEach
  void close() {
    servers.close();
  }

  @Test
  void serverSaysWhichInstanceItIs() throws IOException {
    servers.listen(address, "i-1");

    try (var client = connect(address)) {
      client.send("GET /any/path HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(client.receive()).isEqualTo(ANSWER.formatted("keep-alive"));
    }
  }

  @Test
  void connectionIsKeptAliveUntilTheClientWantsItClosed() throws IOException {
    servers.listen(address, "i-1");

    try (var client = connect(address)) {
      assertThat(client.send("GET / HTTP/1.1\r\n\r\n").receive()).contains("keep-alive");
      assertThat(client.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n").receive())
          .isEqualTo(ANSWER.formatted("close"));
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void http10ConnectionIsClosedUnlessTheClientWantsItKept() throws IOException {
    servers.listen(address, "i-1");

    try (var client = connect(address)) {
      client.send("OPTIONS / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
      assertThat(client.receive()).isEqualTo(ANSWER.formatted("keep-alive"));
      client.send("OPTIONS / HTTP/1.0\r\n\r\n");
      assertThat(client.receive()).isEqualTo(ANSWER.formatted("close"));
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void requestMayComeInPiecesAndHaveABody() throws IOException {
    servers.listen(address, "i-1");

    try (var client = connect(address)) {
      client.send("POST / HT").send("TP/1.1\r\nContent-Le").send("ngth: 20000\r\n\r\n");
      client.send("x".repeat(12_000)).send("y".repeat(8_000)).send("GET / HTTP/1.1\r\n\r\n");

      assertThat(client.receive()).isEqualTo(ANSWER.formatted("keep-alive"));
      assertThat(client.receive()).isEqualTo(ANSWER.formatted("keep-alive"));
    }
    assertThat(servers.requestsServed("i-1")).isEqualTo(2);
  }

  @Test
  void answerToHeadHasNoBody() throws IOException {
    servers.listen(address, "i-1");

    try (var client = connect(address)) {
      client.send("HEAD / HTTP/1.1\r\n\r\n").send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");

      client.receiveHead();
      assertThat(client.receive()).isEqualTo(ANSWER.formatted("close"));
    }
  }

  @Test
  void headOfMoreThanEightKibibytesIsRefused() throws IOException {
    servers.listen(address, "i-1");

    try (var client = connect(address)) {
      client.send("GET / HTTP/1.1\r\nX: " + "x".repeat(9_000));

      assertThat(client.receive()).startsWith("HTTP/1.1 431 ");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void whatIsNotHttpIsRefused() throws IOException {
    servers.listen(address, "i-1");

    for (String head : List.of("hello\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n")) {
      try (var client = connect(address)) {
        assertThat(client.send(head).receive()).startsWith("HTTP/1.1 400 ");
      }
    }
    try (var client = connect(address)) {
      client.send("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
      assertThat(client.receive()).startsWith("HTTP/1.1 501 ");
    }
  }

  @Test
  void requestsAreCountedForEachInstanceAndHealthChecksAreNot() throws IOException {
    String other = servers.reserve();
    servers.listen(address, "i-1");
    servers.listen(other, "i-2");

    for (String path : List.of("/", "/health", "/x")) {
      try (var client = connect(address)) {
        client.send("GET " + path + " HTTP/1.1\r\n\r\n").receive();
      }
    }
    servers.release(address);

    assertThat(servers.requestsServed("i-1")).isEqualTo(2);
    assertThat(servers.requestsServed("i-2")).isZero();
  }

  @Test
  void nobodyListensBeforeAndAfter() throws IOException {
    assertRefused(address);
    servers.listen(address, "i-1");
    connect(address).close();

    servers.shutDown(address);

    assertRefused(address);
  }

  @Test
  void idleConnectionEndsWhenItsServerGoesDown() throws IOException {
    servers.listen(address, "i-1");
    try (var client = connect(address)) {
      client.send("GET / HTTP/1.1\r\n\r\n").receive();

      servers.shutDown(address);

      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void requestUnderWayIsAnsweredWhenItsServerGoesDown() throws IOException {
    servers.listen(address, "i-1");
    try (var client = connect(address);
        var other = connect(address)) {
      client.send("GET /delay/300 HTTP/1.1\r\n\r\n");
      other.send("GET / HTTP/1.1\r\n\r\n").receive();

      servers.shutDown(address);

      assertThat(client.receive()).isEqualTo(ANSWER.formatted("close"));
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void requestUnderWayIsCutWhenItsAddressIsReleased() throws IOException {
    servers.listen(address, "i-1");
    try (var client = connect(address)) {
      client.send("GET /delay/9000 HTTP/1.1\r\n\r\n");

      servers.release(address);

      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void serverCanComeUpAgainOnItsAddress() throws IOException {
    servers.listen(address, "i-1");
    servers.shutDown(address);

    servers.listen(address, "i-1");

    try (var client = connect(address)) {
      assertThat(client.send("GET / HTTP/1.1\r\n\r\n").receive()).contains("i-1");
    }
  }

  @Test
  void parallelCloudsHaveDifferentSockets() throws IOException {
    try (WebServers others = WebServers.open(servers.port())) {
      String theirs = others.reserve();
      servers.listen(address, "i-1");
      others.listen(theirs, "i-2");

      assertThat(others.port()).isEqualTo(servers.port());
      assertThat(theirs).isNotEqualTo(address);
    }
  }

  @Test
  void thousandInstancesShareOneThread() throws IOException {
    List<String> addresses = IntStream.range(0, 1000).mapToObj(i -> servers.reserve()).toList();
    int threadsBefore = Thread.activeCount();

    for (int i = 0; i < addresses.size(); i++) {
      servers.listen(addresses.get(i), "i-" + i);
    }

    var answers = new ArrayList<String>();
    for (String each : addresses) {
      try (var client = connect(each)) {
        answers.add(client.send("GET / HTTP/1.1\r\n\r\n").receive());
      }
    }
    assertThat(answers).doesNotHaveDuplicates().hasSize(1000);
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threadsBefore + 1);
  }

  @Test
  void nothingIsLeftAfterClosing() throws IOException {
    servers.listen(address, "i-1");
    try (var client = connect(address)) {
      client.send("GET / HTTP/1.1\r\n\r\n").receive();

      servers.close();

      assertThat(client.isEnded()).isTrue();
    }
    assertRefused(address);
    try (WebServers next = WebServers.open(servers.port())) {
      assertThat(next.port()).isEqualTo(servers.port());
    }
  }

  private HttpConversation connect(String server) throws IOException {
    return new HttpConversation(new InetSocketAddress(server, servers.port()));
  }

  private void assertRefused(String server) {
    assertThatThrownBy(() -> connect(server).close()).isInstanceOf(ConnectException.class);
  }
}

package io.hsdo.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.config.ConfigurationException;
import io.hsdo.logging.RecordedLog;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebServerTest {
  /** It answers with what it was asked. */
  private static final Site ECHO =
      request ->
          HttpReply.text(200, request.path() + request.query().map(query -> "?" + query).orElse(""))
              .with("X-Accept", request.accept().orElse("nothing"));

  private final RecordedLog log = new RecordedLog(WebServer.class);
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebServer server = WebServer.start(anyPort(), ECHO);

  @AfterEach
  void close() {
    server.close();
    log.close();
  }

  @Test
  void siteIsAskedAndAnswers() throws Exception {
    HttpResponse<String> response =
        send(HttpRequest.newBuilder(uri("/a?q=%20")).header("Accept", "text/html").GET());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("/a?q=%20");
    assertThat(response.headers().firstValue("X-Accept")).hasValue("text/html");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void largeReplyToASlowClientLeavesRoomForSmallOnes() throws Exception {
    String large = "x".repeat(32 * 1024 * 1024);
    Site site = request -> HttpReply.text(200, request.path().equals("/large") ? large : "small");
    try (WebServer narrow = WebServer.start(anyPort(), site, 40 * 1024 * 1024)) {
      try (var slow = new Socket(InetAddress.getLoopbackAddress(), narrow.port())) {
        slow.getOutputStream().write("GET /large HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
        assertThat(slow.getInputStream().read()).isEqualTo('H');

        assertThat(status(narrow, "/large")).isEqualTo(503);
        assertThat(status(narrow, "/small")).isEqualTo(200);
      }
      while (status(narrow, "/large") != 200) {
        Thread.onSpinWait();
      }
    }
  }

  private int status(WebServer of, String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(of, path))).statusCode();
  }

  @Test
  void nothingCanBeChanged() throws Exception {
    HttpResponse<String> response =
        send(HttpRequest.newBuilder(uri("/")).POST(BodyPublishers.ofString("x")));

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }

  @Test
  void headIsAnsweredWithoutBody() throws Exception {
    HttpResponse<String> response =
        send(HttpRequest.newBuilder(uri("/")).method("HEAD", BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void pageThatFailsIsAnsweredAndLoggedOnce() throws Exception {
    var broken = new AtomicBoolean(true);
    Site site =
        request -> {
          if (broken.get() && request.path().startsWith("/broken")) {
            throw new IllegalStateException("no such slot");
          }
          return ECHO.reply(request);
        };
    try (WebServer failing = WebServer.start(anyPort(), site)) {
      HttpRequest.Builder page = HttpRequest.newBuilder(uri(failing, "/broken%0a"));

      assertThat(send(page).statusCode()).isEqualTo(500);
      assertThat(send(page).body()).isEqualTo("this fails; the program's log says why\n");
      assertThat(send(HttpRequest.newBuilder(uri(failing, "/"))).statusCode()).isEqualTo(200);
      broken.set(false);
      assertThat(send(page).statusCode()).isEqualTo(200);
      assertThat(send(page).statusCode()).isEqualTo(200);

      assertThat(log.take())
          .containsExactly(
              "WARNING answering HTTP requests fails: no such slot; whoever asks for /broken\\n gets"
                  + " status 500",
              "INFO answering HTTP requests works again after 0 s");
    }
  }

  @Test
  void portThatIsTakenIsRefused() {
    var taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> WebServer.start(taken, ECHO))
        .withMessageStartingWith(
            "EXPORTER_ADDRESS and EXPORTER_PORT are 'localhost:"
                + server.port()
                + "', which cannot be listened on: ");
  }

  @Test
  void addressThatNobodyKnowsIsRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () -> WebServer.start(InetSocketAddress.createUnresolved("nowhere.invalid", 0), ECHO))
        .withMessageStartingWith("EXPORTER_ADDRESS and EXPORTER_PORT are ");
  }

  @Test
  void nobodyListensOnceItIsClosed() {
    server.close();

    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> send(HttpRequest.newBuilder(uri("/"))));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private URI uri(String path) {
    return uri(server, path);
  }

  private static URI uri(WebServer server, String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}

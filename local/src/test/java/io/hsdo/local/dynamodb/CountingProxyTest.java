package io.hsdo.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.hsdo.local.dynamodb.CountingProxy.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CountingProxyTest {
  private static final String ANSWER = "seven b";

  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer target;
  private CountingProxy proxy;

  @BeforeEach
  void start() throws IOException {
    target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, ANSWER.length());
            exchange.getResponseBody().write(ANSWER.getBytes(StandardCharsets.UTF_8));
          }
        });
    target.start();
    proxy = CountingProxy.before(URI.create("http://127.0.0.1:" + target.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    proxy.close();
    target.stop(0);
  }

  @Test
  void bytesOfQuestionsAndAnswersAreCountedByOperation() throws Exception {
    assertThat(ask("GetItem", "abc")).isEqualTo(ANSWER);
    assertThat(ask("GetItem", "abcd")).isEqualTo(ANSWER);
    assertThat(ask("Scan", "ä")).isEqualTo(ANSWER);

    proxy.close();
    assertThat(proxy.traffic())
        .isEqualTo(Map.of("GetItem", new Traffic(2, 7, 14), "Scan", new Traffic(1, 2, 7)));
  }

  private String ask(String operation, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(proxy.endpoint())
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }
}

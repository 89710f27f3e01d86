package io.hsdo.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.SlotList;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbClientsTest {
  private static final String TRANSACTION_IN_PROGRESS =
      "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionInProgressException\"}";

  private final List<String> targets = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final Deque<String> errors = new ArrayDeque<>();

  private HttpServer server;
  private Map<String, String> settings;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    settings =
        Map.of(
            "aws.endpointUrl", "http://127.0.0.1:" + server.getAddress().getPort(),
            "aws.accessKeyId", "key",
            "aws.secretAccessKey", "secret");
    settings.forEach(System::setProperty);
  }

  @AfterEach
  void stop() {
    settings.keySet().forEach(System::clearProperty);
    server.stop(0);
  }

  @Test
  void endpointAndCredentialsComeFromTheSettingsOfTheSdk() {
    try (DynamoDbClient client = DynamoDbClients.create(Optional.of(Region.EU_WEST_3))) {
      assertThat(new DynamoDbSlotListStore(client, "slots").header(Consistency.STRONG)).isEmpty();
    }

    assertThat(targets).containsExactly("DynamoDB_20120810.GetItem");
    assertThat(authorizations)
        .singleElement()
        .satisfies(it -> assertThat(it).contains("Credential=key/", "/eu-west-3/dynamodb/"));
  }

  @Test
  void transactionInProgressIsAskedForAgainUnderTheSameToken() {
    errors.add(TRANSACTION_IN_PROGRESS);
    var read = new StoredList(Optional.empty(), Rows.NONE);

    try (DynamoDbClient client = DynamoDbClients.create(Optional.of(Region.EU_WEST_3))) {
      new DynamoDbSlotListStore(client, "slots")
          .save(read, SlotList.empty(1), PlanNotes.NONE, Instant.EPOCH);
    }

    assertThat(bodies).hasSize(2);
    assertThat(bodies.get(0)).contains("ClientRequestToken").isEqualTo(bodies.get(1));
  }

  private void answer(HttpExchange exchange) throws IOException {
    targets.add(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String error = errors.poll();
    byte[] body = (error == null ? "{}" : error).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(error == null ? 200 : 400, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}

package io.hsdo.local.page;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.e2e.Await;
import io.hsdo.local.haproxy.LocalHaproxy;
import io.hsdo.local.haproxy.LoopbackPort;
import io.hsdo.local.haproxy.ServiceConfig;
import io.hsdo.local.service.Program;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.SlotListStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table, a HAProxy and the built agent between them. Members are addresses of this machine. */
final class Stage implements AutoCloseable {
  private static final String TABLE = "web-slots";

  private final DynamoDbLocal dynamoDb = DynamoDbLocal.start();
  private final URI table = dynamoDb.endpoint();
  private final DynamoDbClient client = dynamoDb.clientBuilder().build();
  private final SlotListStore store = new DynamoDbSlotListStore(client, TABLE);
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Integer, ServerSocket> members = new HashMap<>();
  private final int port = LoopbackPort.free();
  private final int memberPort = LoopbackPort.free();
  private final Path folder;
  private final LocalHaproxy haproxy;
  private final Program agent;
  private boolean tableIsUp = true;

  private Stage(Path folder, ServiceConfig config, SlotList list) {
    this.folder = folder;
    haproxy = LocalHaproxy.start(config);
    dynamoDb.createTable(TABLE);
    save(list);
    agent = Program.start(Program.Jar.AGENT, List.of(), environment(), folder.resolve("agent.log"));
  }

  /** HAProxy checks whether members listen. */
  static Stage checked(Path folder, int slots, SlotList list) {
    return new Stage(
        folder, new ServiceConfig("web", "web", slots).checkEvery(Duration.ofMillis(300)), list);
  }

  /** HAProxy checks members too, but not while a test runs. */
  static Stage neverChecked(Path folder, int slots, SlotList list) {
    return new Stage(
        folder, new ServiceConfig("web", "web", slots).checkEvery(Duration.ofHours(1)), list);
  }

  /** HAProxy takes every member for healthy. */
  static Stage unchecked(Path folder, int slots, SlotList list) {
    return new Stage(folder, new ServiceConfig("web", "web", slots).withoutChecks(), list);
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", table.toString());
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("AWS_ACCESS_KEY_ID", "local");
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    environment.put("DYNAMODB_TABLE_NAME", TABLE);
    environment.put("INTERVAL", "0.5");
    environment.put("CLIENT_HAPROXY_SOCKET_PATH", haproxy.socketPath().toString());
    environment.put(
        "CLIENT_HAPROXY_BACKEND_LIST", "{web: {baseName: web, serverPort: " + memberPort + "}}");
    environment.put("CLIENT_CACHE_PATH", folder.resolve("slots.json").toString());
    environment.put("EXPORTER_ADDRESS", "127.0.0.1");
    environment.put("EXPORTER_PORT", Integer.toString(port));
    return environment;
  }

  /** Another command of the same agent; its exit status, and what it prints. */
  Program command(String... arguments) {
    return Program.start(
        Program.Jar.AGENT, List.of(arguments), environment(), folder.resolve("command.log"));
  }

  static Slot serving(int number, String id, String group, int weight) {
    return new Slot.Serving(
        number, member(number, id, group), weight, Optional.empty(), Optional.empty());
  }

  static Member member(int number, String id, String group) {
    String zone = "eu-west-1" + "abc".charAt(number % 3);
    return new Member(id, Address.of(address(number)), group, Optional.of(zone));
  }

  private static String address(int number) {
    return "127.21." + number / 250 + "." + (1 + number % 250);
  }

  void save(SlotList list) {
    store.save(store.load(), list, PlanNotes.NONE, Instant.now());
  }

  /** Has the header say that a refresh found the list right so long ago, and not since. */
  void wasCheckedLast(Duration ago) {
    client.updateItem(
        request ->
            request
                .tableName(TABLE)
                .key(Map.of("BackendServerID", AttributeValue.fromN("0")))
                .updateExpression("SET CheckedAt = :then")
                .expressionAttributeValues(
                    Map.of(":then", AttributeValue.fromS(Instant.now().minus(ago).toString()))));
  }

  /** Has the member of this slot listen. */
  void listen(int number) {
    try {
      var socket = new ServerSocket();
      socket.bind(new InetSocketAddress(InetAddress.getByName(address(number)), memberPort));
      members.put(number, socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stopListening(int number) throws IOException {
    Objects.requireNonNull(members.get(number)).close();
  }

  void stopAgent() {
    agent.close();
  }

  LocalHaproxy haproxy() {
    return haproxy;
  }

  /** What HAProxy has, for people. */
  String server(ServerRef ref) {
    var backend = new Backend("web", "web", memberPort, Backend.Role.DEFAULT);
    return new Haproxy(new UnixSocketRuntimeApi(haproxy.socketPath().toString()))
        .read(List.of(backend))
        .server(ref)
        .orElseThrow()
        .description();
  }

  /** Has HAProxy send the members of the first slots nothing until it has checked them. */
  void waitForChecks(int slots) {
    for (int number = 1; number <= slots; number++) {
      new UnixSocketRuntimeApi(haproxy.socketPath().toString())
          .exchange("set server web/web" + number + " health down");
    }
  }

  void stopDynamoDb() {
    tableIsUp = false;
    dynamoDb.close();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  int port() {
    return port;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  /** Waits until the page has this text. */
  void awaitPage(String text) throws Exception {
    Await.that(
        () -> {
          try {
            String page = get("/").body();
            return page.contains(text) ? Optional.empty() : Optional.of(text + " in " + page);
          } catch (IOException e) {
            return Optional.of(e + ": " + agent.output());
          }
        });
  }

  @Override
  public void close() {
    agent.close();
    client.close();
    if (tableIsUp) {
      dynamoDb.close();
    }
    for (ServerSocket member : members.values()) {
      try {
        member.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    haproxy.close();
  }
}

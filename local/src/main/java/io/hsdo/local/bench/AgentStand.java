package io.hsdo.local.bench;

import io.hsdo.local.dynamodb.CountingProxy;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.haproxy.InterposedSocket;
import io.hsdo.local.haproxy.LocalHaproxy;
import io.hsdo.local.haproxy.ServiceConfig;
import io.hsdo.local.service.Parts;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.SlotListStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What an agent is measured between: a table whose slots all serve, and a HAProxy that has just as
 * many. HAProxy checks nobody's health, and has a twin that no agent knows, so that what it takes
 * by itself is known of the same time.
 */
final class AgentStand implements AutoCloseable {
  static final String TABLE = "slots";
  static final int WEIGHT = 10;

  /** As the agent's unit sets it. */
  private static final String WATCHDOG_MICROS = "30000000";

  private final Parts parts = new Parts();
  private final Path folder;
  private final int slots;
  private final DynamoDbLocal local;
  private final SlotListStore store;
  private final CountingProxy dynamoDb;
  private final Optional<TlsEndpoint> tls;
  private final LocalHaproxy haproxy;
  private final LocalHaproxy twin;
  private final RuntimeApiMeter meter = new RuntimeApiMeter();
  private final InterposedSocket meteredSocket;
  private final NoticeSocket notices;

  /**
   * @param folder for sockets and files
   * @param secure whether the agent is to talk TLS with DynamoDB
   */
  AgentStand(Path folder, int slots, boolean secure) {
    this.folder = folder;
    this.slots = slots;
    try {
      local = parts.add(DynamoDbLocal.start());
      local.createTable(TABLE);
      var client = parts.add(new PatientDynamoDb(local.clientBuilder().build()));
      store = new DynamoDbSlotListStore(client, TABLE);
      dynamoDb = parts.add(CountingProxy.before(local.endpoint()));
      tls =
          secure
              ? Optional.of(parts.add(TlsEndpoint.before(dynamoDb.endpoint(), folder)))
              : Optional.empty();
      haproxy = parts.add(withoutChecks(slots));
      twin = parts.add(withoutChecks(slots));
      meteredSocket =
          parts.add(
              InterposedSocket.before(haproxy.socketPath(), folder.resolve("admin.sock"), meter));
      notices = parts.add(NoticeSocket.at(folder.resolve("notify.sock")));
      seatEverybody(20);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private static LocalHaproxy withoutChecks(int slots) {
    return LocalHaproxy.start(new ServiceConfig("web", "web", slots).withoutChecks());
  }

  /** Gives every slot a member of this network, {@code 10.<network>.x.y}. */
  void seatEverybody(int network) {
    store.save(store.load(), fullList(slots, network), PlanNotes.NONE, Instant.now());
  }

  /** A list whose every slot has a member of this network. */
  static SlotList fullList(int slots, int network) {
    return new SlotList(
        IntStream.rangeClosed(1, slots).mapToObj(number -> serving(number, network)).toList());
  }

  private static Slot serving(int number, int network) {
    var member =
        new Member(
            "i-%08x%09x".formatted(network, number),
            Address.of("10.%d.%d.%d".formatted(network, number / 250, number % 250 + 1)),
            "shop",
            Optional.of("eu-west-1a"));
    return new Slot.Serving(number, member, WEIGHT, Optional.of(Instant.EPOCH), Optional.empty());
  }

  RuntimeApiMeter meter() {
    return meter;
  }

  RunningProcess haproxy() {
    return new RunningProcess(haproxy.pid());
  }

  /** The one without an agent. */
  RunningProcess haproxyAlone() {
    return new RunningProcess(twin.pid());
  }

  /** What DynamoDB was asked since the stand was made, by operation. */
  Map<String, Long> requests() {
    return dynamoDb.requests();
  }

  /** As DynamoDB Local counts them. */
  ReadUnits readUnits() {
    return ReadUnits.of(local, TABLE);
  }

  /** What the agent's JVM needs to trust the endpoint. */
  String javaOptions() {
    return tls.map(TlsEndpoint::trustOptions).orElse("");
  }

  /** Of an agent whose lines HAProxy gets from the meter. */
  Map<String, String> meteredEnvironment(String interval) {
    return environment(interval, meteredSocket.path());
  }

  /** Of an agent that nobody stands in the way of. */
  Map<String, String> environment(String interval) {
    return environment(interval, haproxy.socketPath());
  }

  private Map<String, String> environment(String interval, Path haproxySocket) {
    URI endpoint = tls.map(TlsEndpoint::endpoint).orElse(dynamoDb.endpoint());
    Map<String, String> environment =
        new HashMap<>(
            agentEnvironment(endpoint, interval, haproxySocket, folder.resolve("slots.json")));
    environment.put("NOTIFY_SOCKET", notices.path().toString());
    environment.put("WATCHDOG_USEC", WATCHDOG_MICROS);
    return environment;
  }

  /** Of an agent that follows the table at this endpoint. */
  static Map<String, String> agentEnvironment(
      URI dynamoDb, String interval, Path socket, Path cache) {
    return Map.ofEntries(
        Map.entry("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString()),
        Map.entry("AWS_REGION", "eu-west-1"),
        Map.entry("AWS_ACCESS_KEY_ID", "local"),
        Map.entry("AWS_SECRET_ACCESS_KEY", "local"),
        Map.entry("DYNAMODB_TABLE_NAME", TABLE),
        Map.entry("INTERVAL", interval),
        Map.entry("CLIENT_HAPROXY_SOCKET_PATH", socket.toString()),
        Map.entry("CLIENT_HAPROXY_BACKEND_NAME", "web"),
        Map.entry("CLIENT_HAPROXY_BACKEND_BASE_NAME", "web"),
        Map.entry("CLIENT_CACHE_PATH", cache.toString()),
        Map.entry("EXPORTER_ADDRESS", "127.0.0.1"),
        Map.entry("EXPORTER_PORT", "0"));
  }

  @Override
  public void close() {
    parts.close();
  }
}

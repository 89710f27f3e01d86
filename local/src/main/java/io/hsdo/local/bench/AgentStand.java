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
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What an agent is measured between: a table whose slots all serve, and a HAProxy that has just as
 * many. HAProxy checks nobody's health, so that what it takes is its own and the agent's doing.
 */
final class AgentStand implements AutoCloseable {
  static final String TABLE = "slots";
  static final int WEIGHT = 10;

  private final Parts parts = new Parts();
  private final Path folder;
  private final int slots;
  private final SlotListStore store;
  private final CountingProxy dynamoDb;
  private final LocalHaproxy haproxy;
  private final RuntimeApiMeter meter = new RuntimeApiMeter();
  private final InterposedSocket socket;

  AgentStand(Path folder, int slots) {
    this.folder = folder;
    this.slots = slots;
    try {
      var local = parts.add(DynamoDbLocal.start());
      local.createTable(TABLE);
      store = new DynamoDbSlotListStore(parts.add(local.clientBuilder().build()), TABLE);
      dynamoDb = parts.add(CountingProxy.before(local.endpoint()));
      haproxy =
          parts.add(LocalHaproxy.start(new ServiceConfig("web", "web", slots).withoutChecks()));
      socket =
          parts.add(
              InterposedSocket.before(haproxy.socketPath(), folder.resolve("admin.sock"), meter));
      seatEverybody(20);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
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

  /** Knows nothing any more of what the agent before has told it. */
  void restartHaproxy() {
    haproxy.restart();
    meter.take();
  }

  long requests() {
    return dynamoDb.requests().values().stream().mapToLong(Long::longValue).sum();
  }

  Map<String, String> agentEnvironment(String interval) {
    return agentEnvironment(
        dynamoDb.endpoint(), interval, socket.path(), folder.resolve("slots.json"));
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
        Map.entry("EXPORTER_PORT", "0"),
        Map.entry("MALLOC_ARENA_MAX", "1"));
  }

  @Override
  public void close() {
    parts.close();
  }
}

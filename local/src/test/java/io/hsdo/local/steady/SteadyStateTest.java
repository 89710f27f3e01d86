package io.hsdo.local.steady;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.RuntimeApi;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.local.dynamodb.CountingProxy;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.haproxy.LocalHaproxy;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.haproxy.ServiceConfig;
import io.hsdo.local.service.Program;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.DynamoDbSlotListStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the agent takes, counted at the other end. */
@RequiresHaproxy
@DisplayName("A steady state costs almost nothing")
class SteadyStateTest {
  private static final int POLLS = 60;

  /**
   * At each end one poll may be counted at one side only, and one more where the table was slow: it
   * is then read beside HAProxy and not before it.
   */
  private static final int AT_THE_ENDS = 2;

  private static final String TABLE = "slots";

  @ParameterizedTest(name = "N = {0}")
  @ValueSource(ints = {10, 1_000})
  void aPollIsOneGetItemAndOneConnectionAndNoWrite(int size, @TempDir Path folder)
      throws InterruptedException {
    try (var dynamoDb = DynamoDbLocal.start();
        var proxy = CountingProxy.before(dynamoDb.endpoint());
        // HAProxy would count the connections of its health checks too.
        var haproxy = LocalHaproxy.start(new ServiceConfig("web", "web", size).withoutChecks());
        var client = dynamoDb.clientBuilder().build()) {
      dynamoDb.createTable(TABLE);
      var store = new DynamoDbSlotListStore(client, TABLE);
      store.save(store.load(), fullList(size), PlanNotes.NONE, Instant.now());
      try (var agent =
          Program.start(
              Program.Jar.AGENT,
              List.of("run"),
              environment(proxy, haproxy, folder),
              folder.resolve("agent.log"))) {
        RuntimeApi api = new UnixSocketRuntimeApi(haproxy.socketPath().toString());
        awaitFull(new Haproxy(api), size, agent);

        Map<String, Long> before = proxy.requests();
        Count first = count(proxy, api);
        awaitPolls(proxy, first.pollsAfter());
        Count last = count(proxy, api);
        Map<String, Long> after = proxy.requests();

        // Each count is a connection of its own.
        long connections = last.connections() - first.connections() - 1;
        System.out.printf(
            "N = %d: %d polls, %d Runtime API connections%n",
            size, last.pollsBefore() - first.pollsAfter(), connections);
        assertThat(without(after, "GetItem")).isEqualTo(without(before, "GetItem"));
        assertThat(connections)
            .isBetween(
                last.pollsBefore() - first.pollsAfter() - AT_THE_ENDS,
                last.pollsAfter() - first.pollsBefore() + AT_THE_ENDS);
        assertThat(agent.isRunning()).isTrue();
      }
    }
  }

  private static SlotList fullList(int size) {
    return new SlotList(
        IntStream.rangeClosed(1, size)
            .<Slot>mapToObj(
                number ->
                    new Slot.Serving(
                        number,
                        new Member(
                            "i-" + number,
                            Address.of("127.9." + number / 250 + "." + (1 + number % 250)),
                            "web",
                            Optional.of("eu-west-1a")),
                        10,
                        Optional.of(Instant.EPOCH),
                        Optional.empty()))
            .toList());
  }

  private static Map<String, String> environment(
      CountingProxy proxy, LocalHaproxy haproxy, Path folder) {
    return Map.ofEntries(
        Map.entry("AWS_ENDPOINT_URL", proxy.endpoint().toString()),
        Map.entry("AWS_REGION", "eu-west-1"),
        Map.entry("AWS_ACCESS_KEY_ID", "local"),
        Map.entry("AWS_SECRET_ACCESS_KEY", "local"),
        Map.entry("DYNAMODB_TABLE_NAME", TABLE),
        Map.entry("INTERVAL", "0.1"),
        Map.entry("CLIENT_HAPROXY_SOCKET_PATH", haproxy.socketPath().toString()),
        Map.entry("CLIENT_HAPROXY_BACKEND_NAME", "web"),
        Map.entry("CLIENT_HAPROXY_BACKEND_BASE_NAME", "web"),
        Map.entry("CLIENT_CACHE_PATH", folder.resolve("slots.json").toString()),
        Map.entry("EXPORTER_ADDRESS", "127.0.0.1"),
        Map.entry("EXPORTER_PORT", "0"));
  }

  private static void awaitFull(Haproxy haproxy, int size, Program agent)
      throws InterruptedException {
    var backend = new Backend("web", "web", 80, Backend.Role.DEFAULT);
    for (int i = 0; i < 600; i++) {
      long weighed =
          haproxy.read(List.of(backend)).servers().values().stream()
              .filter(server -> server.state() == AdminState.READY && server.weight() == 10)
              .count();
      if (weighed == size) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("HAProxy was not filled: " + agent.output());
  }

  /** HAProxy's connections at a moment between two counts of the agent's polls. */
  private record Count(long pollsBefore, long connections, long pollsAfter) {}

  private static Count count(CountingProxy proxy, RuntimeApi api) {
    return new Count(proxy.requests("GetItem"), connections(api), proxy.requests("GetItem"));
  }

  /** Waits until another {@value #POLLS} headers were read. */
  private static void awaitPolls(CountingProxy proxy, long before) throws InterruptedException {
    for (int i = 0; i < 6_000; i++) {
      if (proxy.requests("GetItem") - before >= POLLS) {
        return;
      }
      Thread.sleep(10);
    }
    throw new AssertionError("the agent does not poll");
  }

  /** HAProxy's own count of connections, this one included. */
  private static long connections(RuntimeApi api) {
    return api.exchange("show info")
        .lines()
        .filter(line -> line.startsWith("CumConns: "))
        .mapToLong(line -> Long.parseLong(line.substring("CumConns: ".length())))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Long> without(Map<String, Long> counts, String operation) {
    var others = new TreeMap<>(counts);
    others.remove(operation);
    return others;
  }
}

package io.hsdo.local.bench;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.local.dynamodb.CountingProxy;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.haproxy.LocalHaproxy;
import io.hsdo.local.haproxy.ServiceConfig;
import io.hsdo.local.service.Parts;
import io.hsdo.local.service.Program;
import io.hsdo.local.service.TemporaryFolder;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.SlotList;
import io.hsdo.table.DynamoDbSlotListStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A full list in a table, and agents that follow it, each beside a HAProxy of its own without
 * health checks.
 */
final class AgentsOnTable implements AutoCloseable {
  private static final String TABLE = AgentStand.TABLE;
  private static final int NETWORK = 20;

  private final Parts parts = new Parts();
  private final int size;
  private final DynamoDbLocal dynamoDb;
  private final CountingProxy proxy;
  private final List<LocalHaproxy> haproxies = new ArrayList<>();
  private final List<RunningProcess> agents = new ArrayList<>();

  /** Returns when all HAProxies are full. */
  AgentsOnTable(int size, int agents, Duration interval) {
    this.size = size;
    try {
      Path folder = parts.add(TemporaryFolder.create("hsdo")).path();
      dynamoDb = parts.add(DynamoDbLocal.start());
      dynamoDb.createTable(TABLE);
      var store = new DynamoDbSlotListStore(parts.add(dynamoDb.clientBuilder().build()), TABLE);
      SlotList full = AgentStand.fullList(size, NETWORK);
      store.save(store.load(), full, PlanNotes.NONE, Instant.now());
      proxy = parts.add(CountingProxy.before(dynamoDb.endpoint()));
      for (int i = 0; i < agents; i++) {
        LocalHaproxy haproxy =
            parts.add(LocalHaproxy.start(new ServiceConfig("web", "web", size).withoutChecks()));
        haproxies.add(haproxy);
        Program agent =
            parts.add(
                Program.start(
                    Program.Jar.AGENT,
                    List.of("run"),
                    environment(haproxy, interval, folder),
                    folder.resolve("agent-" + i + ".log")));
        this.agents.add(new RunningProcess(agent.pid()));
      }
      haproxies.forEach(
          haproxy -> Patience.await(() -> isFull(haproxy), "an agent did not fill its HAProxy"));
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private Map<String, String> environment(LocalHaproxy haproxy, Duration interval, Path folder) {
    return AgentStand.agentEnvironment(
        proxy.endpoint(),
        Double.toString(interval.toMillis() / 1000.0),
        haproxy.socketPath(),
        folder.resolve(haproxy.httpPort() + ".json"));
  }

  private boolean isFull(LocalHaproxy haproxy) {
    var backend = new Backend("web", "web", 80, Backend.Role.DEFAULT);
    var observed =
        new Haproxy(new UnixSocketRuntimeApi(haproxy.socketPath().toString()))
            .read(List.of(backend));
    return observed.servers().values().stream()
            .filter(
                server ->
                    server.state() == AdminState.READY && server.weight() == AgentStand.WEIGHT)
            .count()
        == size;
  }

  /**
   * What the agents took together.
   *
   * @param polls header reads
   */
  record Cost(long polls, double cpuMillis, Duration time) {
    double cpuMillisEach() {
      return cpuMillis / polls;
    }

    double pollsASecond() {
      return polls * 1000.0 / time.toMillis();
    }
  }

  /** Lets them poll this often, together. */
  Cost poll(int polls) {
    long begin = System.nanoTime();
    long before = polls();
    double cpu = cpuMillis();
    Patience.await(() -> polls() - before >= polls, "the agents did not poll so often");
    return new Cost(
        polls() - before, cpuMillis() - cpu, Duration.ofNanos(System.nanoTime() - begin));
  }

  private long polls() {
    return proxy.requests("GetItem");
  }

  private double cpuMillis() {
    return 1000 * agents.stream().mapToDouble(RunningProcess::cpuSeconds).sum();
  }

  ReadUnits readUnits() {
    return ReadUnits.of(dynamoDb, TABLE);
  }

  @Override
  public void close() {
    parts.close();
  }
}

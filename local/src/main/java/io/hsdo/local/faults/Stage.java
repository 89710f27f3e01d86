package io.hsdo.local.faults;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.haproxy.RuntimeApi;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.dynamodb.FaultyDynamoDb;
import io.hsdo.local.faults.Patience.Condition;
import io.hsdo.local.haproxy.InterposedSocket;
import io.hsdo.local.haproxy.InterposedSocket.Interposer;
import io.hsdo.local.haproxy.LocalHaproxy;
import io.hsdo.local.haproxy.ServiceConfig;
import io.hsdo.local.service.Parts;
import io.hsdo.local.service.TemporaryFolder;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.SlotList;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.SlotListStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Where a fault is played: a table behind a proxy, a HAProxy, instances, and one agent at a time,
 * which reaches HAProxy through a link that can be led elsewhere. The list is written past all
 * faults.
 */
public final class Stage implements AutoCloseable {
  static final int SLOTS = 8;

  /** A ready server goes on being healthy for this long at least, so that nothing flaps. */
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);

  private static final int SEATED = 5;
  private static final int INSTANCES = 12;

  private final Parts parts = new Parts();
  private final Setting setting;
  private final Pace pace;
  private final Path folder;
  private final String table;
  private final FaultyDynamoDb dynamoDb;
  private final DynamoDbClient client;
  private final SlotListStore store;
  private final LocalCloud cloud;
  private final LocalHaproxy haproxy;
  private final Roster roster;
  private final Seats seats = new Seats();
  private final Agents agents;
  private SlotList carriedOut;

  private Stage(DynamoDbLocal local, Setting setting, Pace pace) {
    this.setting = setting;
    this.pace = pace;
    folder = parts.add(TemporaryFolder.create("faults")).path();
    try {
      Files.createDirectory(cacheFolder());
    } catch (IOException e) {
      throw new UncheckedIOException("could not make a folder", e);
    }
    table = folder.getFileName().toString();
    try {
      local.createTable(table);
      dynamoDb = parts.add(FaultyDynamoDb.before(local.endpoint()));
      client = parts.add(local.clientBuilder().build());
      store = new DynamoDbSlotListStore(client, table);
      cloud = parts.add(LocalCloud.builder().timings(Timings.instant()).start());
      haproxy =
          parts.add(
              setting.master()
                  ? LocalHaproxy.startMaster(haproxyConfig(SLOTS))
                  : LocalHaproxy.start(haproxyConfig(SLOTS)));
      lead(haproxy.socketPath());
      cloud.createGroup("web", INSTANCES, "eu-west-1a", "eu-west-1b");
      roster = Roster.of(cloud.instances(), SLOTS, SEATED);
      carriedOut = roster.list();
      agents = new Agents(folder, agentEnvironment(), parts);
      store();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Sets a stage whose list and HAProxy are ready for an agent, which is yet to be started. */
  static Stage set(DynamoDbLocal local, Setting setting, Pace pace) {
    return new Stage(local, setting, pace);
  }

  // The list

  /** Changes the list in every way there is, and stores it. */
  void changeList() {
    roster.change();
    store();
  }

  private void store() {
    seats.stored(roster.list());
    store.save(store.load(), roster.list(), PlanNotes.NONE, Instant.now());
  }

  /** HAProxy was seen to have the list as it is now. */
  void carriedOut() {
    seats.carriedOut();
    carriedOut = roster.list();
  }

  /** The list that HAProxy was last seen to have. */
  SlotList lastCarriedOut() {
    return carriedOut;
  }

  void awaitCarriedOut() throws InterruptedException {
    await("the list is carried out", this::missing);
    carriedOut();
  }

  void await(String what, Condition condition) throws InterruptedException {
    new Patience(pace.patience()).await(what, condition);
  }

  Roster roster() {
    return roster;
  }

  Seats seats() {
    return seats;
  }

  // DynamoDB

  FaultyDynamoDb dynamoDb() {
    return dynamoDb;
  }

  /** Past all faults. */
  DynamoDbClient table() {
    return client;
  }

  String tableName() {
    return table;
  }

  // HAProxy

  LocalHaproxy haproxy() {
    return haproxy;
  }

  /** The configuration HSDO asks for, with this many slots. */
  ServiceConfig haproxyConfig(int count) {
    var config =
        new ServiceConfig("web", "web", count)
            .checkEvery(CHECK_INTERVAL)
            .withoutIdleConnections()
            .rule("http-response set-header X-Server %[srv_name]");
    return setting.zone().isEmpty()
        ? config
        : config
            .backend("web-far", "far", count)
            .rule("use_backend web-far if { nbsrv(web) lt 1 }");
  }

  /** HAProxy's own socket, which somebody else than the agent may use. */
  RuntimeApi cli() {
    return new UnixSocketRuntimeApi(haproxy.socketPath().toString());
  }

  /** Leads the agent to another socket than HAProxy's own; closing it leads it back. */
  AutoCloseable interpose(Interposer interposer) {
    var socket =
        InterposedSocket.before(
            haproxy.socketPath(), folder.resolve("interposed.sock"), interposer);
    lead(socket.path());
    return () -> {
      lead(haproxy.socketPath());
      socket.close();
    };
  }

  private void lead(Path socket) {
    try {
      Path next = folder.resolve("next");
      Files.createSymbolicLink(next, socket);
      Files.move(next, agentSocket(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("leading the agent to " + socket, e);
    }
  }

  private Path agentSocket() {
    return folder.resolve("admin.sock");
  }

  List<Backend> backends() {
    var web = new Backend("web", "web", cloud.port(), Backend.Role.DEFAULT);
    var far = new Backend("web-far", "far", cloud.port(), Backend.Role.FALLBACK);
    return setting.zone().isPresent() ? List.of(web, far) : List.of(web);
  }

  int serverPort() {
    return cloud.port();
  }

  /** What in HAProxy is not as the list says. */
  Optional<String> missing() {
    return missing(roster.list());
  }

  /** The same for a list of another time. */
  Optional<String> missing(SlotList list) {
    return new Target(setting.zone(), backends()).missing(list, new Haproxy(cli()));
  }

  /** Which of these slots has a server in maint; empty if none has. */
  Optional<String> isEmptied(List<Integer> numbers) {
    HaproxySnapshot observed = new Haproxy(cli()).read(backends());
    return backends().stream()
        .flatMap(backend -> numbers.stream().map(backend::server))
        .filter(server -> observed.server(server).orElseThrow().state() == AdminState.MAINT)
        .map(server -> server + " is in maint")
        .findFirst();
  }

  // The agents

  Agents agents() {
    return agents;
  }

  private Map<String, String> agentEnvironment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString());
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("AWS_ACCESS_KEY_ID", "local");
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    environment.put("DYNAMODB_TABLE_NAME", table);
    environment.put("INTERVAL", Double.toString(interval().toMillis() / 1000.0));
    environment.put("CLIENT_HAPROXY_SOCKET_PATH", agentSocket().toString());
    environment.put("CLIENT_HAPROXY_BACKEND_NAME", "web");
    environment.put("CLIENT_HAPROXY_BACKEND_BASE_NAME", "web");
    environment.put("CLIENT_HAPROXY_BACKEND_SERVER_PORT", Integer.toString(cloud.port()));
    environment.put("CLIENT_CACHE_PATH", cacheFile().toString());
    environment.put("EXPORTER_ADDRESS", "127.0.0.1");
    environment.put("EXPORTER_PORT", "0");
    setting
        .zone()
        .ifPresent(
            zone -> {
              environment.put("CLIENT_ZONE_AFFINITY", "true");
              environment.put("CLIENT_ZONE", zone);
              environment.put("CLIENT_HAPROXY_FALLBACK_BACKEND_NAME", "web-far");
              environment.put("CLIENT_HAPROXY_FALLBACK_BACKEND_BASE_NAME", "far");
            });
    return environment;
  }

  /** The same line on another stage, without names that are made up. */
  String readable(String line) {
    return line.replace(folder.toString(), "/run/agent")
        .replace(String.valueOf(haproxy.socketPath().getParent()), "/run/haproxy")
        .replace(table, "slots");
  }

  Duration interval() {
    return pace.interval();
  }

  /** Closed with the stage, and not before. */
  <T extends AutoCloseable> T keep(T part) {
    return parts.add(part);
  }

  /** Where the agent keeps its list. */
  Path cacheFile() {
    return cacheFolder().resolve("slots.json");
  }

  Path cacheFolder() {
    return folder.resolve("cache");
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    parts.close();
  }
}

package io.hsdo.local.service;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.haproxy.HaproxyConfig;
import io.hsdo.local.haproxy.LocalHaproxy;
import io.hsdo.local.haproxy.LoopbackPort;
import io.hsdo.local.haproxy.ServiceConfig;
import io.hsdo.local.lambda.LocalLambda;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.Header;
import io.hsdo.table.SlotListStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * One service: groups of web servers, the table, one or several HAProxies in front of them, the
 * refresh, and an agent beside each HAProxy. Closing it ends every process it started.
 */
public final class LocalService implements AutoCloseable {
  public static final String TABLE = "web-slots";
  public static final String BACKEND = "web";
  public static final String BASE_NAME = "web";

  /** As infra deploys it. */
  private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(90);

  /** One waits for ramp steps, one is free for events. */
  private static final int FUNCTION_CONCURRENCY = 2;

  private final Parts parts;
  private final AtomicReference<@Nullable LocalLambda> function = new AtomicReference<>();
  private final Path folder;
  private final ServiceSettings settings;
  private final DynamoDbLocal dynamoDb;
  private final LocalCloud cloud;
  private final List<LocalHaproxy> haproxies = new ArrayList<>();
  private final DynamoDbClient client;
  private final SlotListStore store;
  private final int metricsPort = LoopbackPort.free();

  private LocalService(ServiceSettings settings, Path folder, Parts parts) {
    this.settings = settings;
    this.folder = folder;
    this.parts = parts;
    try {
      dynamoDb = parts.add(DynamoDbLocal.start());
      dynamoDb.createTable(TABLE);
      client = parts.add(dynamoDb.clientBuilder().build());
      store = new DynamoDbSlotListStore(client, TABLE);
      cloud =
          parts.add(
              LocalCloud.builder().timings(settings.timings()).events(this::toFunction).start());
      for (int i = 0; i < settings.haproxies(); i++) {
        haproxies.add(parts.add(LocalHaproxy.start(haproxyConfig())));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private HaproxyConfig haproxyConfig() {
    var config =
        new ServiceConfig(BACKEND, BASE_NAME, settings.slots())
            .checkEvery(settings.checkInterval())
            .rule("http-response set-header X-Server %[srv_name]");
    return settings.retries() ? config : config.withoutRetries();
  }

  /** Starts everything but the programs, whose logs are gone when it is closed. */
  public static LocalService start(ServiceSettings settings) {
    Parts parts = new Parts();
    return new LocalService(settings, parts.add(TemporaryFolder.create("hsdo")).path(), parts);
  }

  /** The same with logs that stay, in this folder. */
  public static LocalService start(ServiceSettings settings, Path folder) {
    return new LocalService(settings, folder, new Parts());
  }

  private void toFunction(String event) {
    LocalLambda lambda = function.get();
    if (lambda != null) {
      lambda.send(event);
    }
  }

  /** Starts the refresh for these groups, as a server of its own. */
  public Program startRefresh(String... groups) {
    return startServer(List.of("run"), Map.of(), groups);
  }

  /** Starts any command of the server, with parameters besides those of this service. */
  public Program startServer(
      List<String> arguments, Map<String, String> parameters, String... groups) {
    Map<String, String> environment = refreshEnvironment(groups);
    environment.put("EXPORTER_ADDRESS", "127.0.0.1");
    environment.put("EXPORTER_PORT", "0");
    environment.putAll(parameters);
    String log = "refresh-" + parts.count() + ".log";
    return parts.add(Program.start(Program.Jar.SERVER, arguments, environment, log(log)));
  }

  /** Starts the refresh for these groups as a Lambda function that is told of all that happens. */
  public LocalLambda startFunction(String... groups) {
    return startFunction(Map.of(), groups);
  }

  /** The same with parameters besides those of this service; it takes another one's place. */
  public LocalLambda startFunction(Map<String, String> parameters, String... groups) {
    Map<String, String> environment = refreshEnvironment(groups);
    environment.putAll(parameters);
    LocalLambda lambda =
        parts.add(
            new LocalLambda(
                "io.hsdo.refresh.RefreshHandler",
                environment,
                FUNCTION_TIMEOUT,
                FUNCTION_CONCURRENCY,
                folder));
    function.set(lambda);
    lambda.schedule(settings.schedule());
    return lambda;
  }

  private Map<String, String> refreshEnvironment(String... groups) {
    Map<String, String> environment = environment();
    environment.put("SERVER_MODE", "aws");
    environment.put("SERVER_ASG_NAMES", String.join(",", groups));
    environment.put("HAPROXY_BACKEND_SERVERS_LIST_SIZE", Integer.toString(settings.slots()));
    environment.put(
        "SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT", Integer.toString(settings.ramp().min()));
    environment.put(
        "SERVER_HAPROXY_BACKEND_SERVER_MAX_WEIGHT", Integer.toString(settings.ramp().max()));
    environment.put(
        "SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT",
        Integer.toString(settings.ramp().increase()));
    environment.put(
        "SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT_INTERVAL",
        Long.toString(settings.ramp().interval().toSeconds()));
    return environment;
  }

  /** Starts the agent beside the only HAProxy, or the first. */
  public Program startAgent() {
    return startAgent(0);
  }

  /** Starts the agent beside a HAProxy, the first of which is 0. */
  public Program startAgent(int index) {
    return startAgent(index, List.of("run"));
  }

  /** Starts any command of the agent beside a HAProxy. */
  public Program startAgent(int index, List<String> arguments) {
    Map<String, String> environment = environment();
    environment.put("CLIENT_HAPROXY_SOCKET_PATH", haproxies.get(index).socketPath().toString());
    environment.put("CLIENT_HAPROXY_BACKEND_NAME", BACKEND);
    environment.put("CLIENT_HAPROXY_BACKEND_BASE_NAME", BASE_NAME);
    environment.put("CLIENT_HAPROXY_BACKEND_SERVER_PORT", Integer.toString(cloud.port()));
    environment.put(
        "CLIENT_CACHE_PATH", folder.resolve("slots-" + (index + 1) + ".json").toString());
    environment.put("EXPORTER_ADDRESS", "127.0.0.1");
    environment.put("EXPORTER_PORT", index == 0 ? Integer.toString(metricsPort) : "0");
    String log =
        "agent-" + (index + 1) + (arguments.equals(List.of("run")) ? "" : "-command") + ".log";
    return parts.add(Program.start(Program.Jar.AGENT, arguments, environment, log(log)));
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL", cloud.endpoint().toString());
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString());
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("AWS_ACCESS_KEY_ID", "local");
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    environment.put("DYNAMODB_TABLE_NAME", TABLE);
    environment.put("INTERVAL", Double.toString(settings.interval().toMillis() / 1000.0));
    return environment;
  }

  public LocalCloud cloud() {
    return cloud;
  }

  /** The only HAProxy, or the first. */
  public LocalHaproxy haproxy() {
    return haproxies.get(0);
  }

  public List<LocalHaproxy> haproxies() {
    return List.copyOf(haproxies);
  }

  public SlotListStore store() {
    return store;
  }

  /** The list as it is stored now. */
  public SlotList list() {
    int size = store.header(Consistency.STRONG).map(Header::size).orElse(0);
    return store.rows(Consistency.STRONG).toSlotList(size);
  }

  /** Runtime API of the only HAProxy, or the first. */
  public Haproxy runtimeApi() {
    return runtimeApi(haproxy());
  }

  private static Haproxy runtimeApi(LocalHaproxy haproxy) {
    return new Haproxy(new UnixSocketRuntimeApi(haproxy.socketPath().toString()));
  }

  /** What in this HAProxy is not as {@code list} says; a member that takes no traffic counts. */
  public Optional<String> difference(SlotList list, LocalHaproxy haproxy) {
    HaproxySnapshot observed = runtimeApi(haproxy).read(List.of(backend()));
    for (Slot slot : list.slots()) {
      var server = observed.server(backend().server(slot.number())).orElseThrow();
      boolean same =
          slot.occupant()
              .map(
                  member ->
                      server.address().filter(member.address()::equals).isPresent()
                          && server.weight() == slot.weight()
                          && server.takesTraffic())
              .orElse(server.state() == AdminState.MAINT);
      if (!same) {
        return Optional.of(slot.description() + " is not what HAProxy has: " + server);
      }
    }
    return Optional.empty();
  }

  /** The backend as the agent manages it. */
  public Backend backend() {
    return new Backend(BACKEND, BASE_NAME, cloud.port(), Backend.Role.DEFAULT);
  }

  public URI dynamoDbEndpoint() {
    return dynamoDb.endpoint();
  }

  /** Of the agent beside the only HAProxy, or the first. */
  public URI metrics() {
    return URI.create("http://127.0.0.1:" + metricsPort + "/metrics");
  }

  private Path log(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() {
    parts.close();
  }
}

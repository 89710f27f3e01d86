package io.hsdo.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.dynamodb.CountingProxy;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.service.TemporaryFolder;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.Header;
import io.hsdo.table.SlotListStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The group "web" of two members, a DynamoDB whose requests are counted, and one function. */
final class Stage implements AutoCloseable {
  static final String TABLE = "slots";

  private static final long PATIENCE_SECONDS = 60;

  private final DynamoDbLocal dynamoDb = DynamoDbLocal.start();
  private final CountingProxy proxy = CountingProxy.before(dynamoDb.endpoint());
  private final LocalCloud cloud = LocalCloud.builder().timings(Timings.instant()).start();
  private final SlotListStore store =
      new DynamoDbSlotListStore(dynamoDb.clientBuilder().build(), TABLE);
  private final TemporaryFolder folder = TemporaryFolder.create("hsdo-function");
  private Optional<LocalLambda> function = Optional.empty();

  Stage() {
    cloud.createGroup("web", 2, "eu-west-1a", "eu-west-1b");
  }

  void createTable() {
    dynamoDb.createTable(TABLE);
  }

  /** Starts the function with parameters besides the usual ones, or in their place. */
  LocalLambda start(Duration timeout, Map<String, String> parameters) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL", cloud.endpoint().toString());
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", proxy.endpoint().toString());
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("AWS_ACCESS_KEY_ID", "local");
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    environment.put("DYNAMODB_TABLE_NAME", TABLE);
    environment.put("SERVER_ASG_NAMES", "web");
    environment.put("SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT", "10");
    environment.put("HAPROXY_BACKEND_SERVERS_LIST_SIZE", "4");
    environment.putAll(parameters);
    LocalLambda started =
        new LocalLambda("io.hsdo.refresh.RefreshHandler", environment, timeout, 1, folder.path());
    function = Optional.of(started);
    return started;
  }

  /** A recorded event, told of this member and of now. */
  static String event(String name, String member) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String file = "events/" + name + ".json";
    try (InputStream recorded = Stage.class.getResourceAsStream(file)) {
      return new String(
              Objects.requireNonNull(recorded, file).readAllBytes(), StandardCharsets.UTF_8)
          .replace("${member}", member)
          .replace("${time}", now.toString())
          .replace("${until}", now.plus(Duration.ofMinutes(5)).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Invocation.Result invoke(String event) throws Exception {
    return function().invoke(event).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  void assertSucceeds(String event) throws Exception {
    Invocation.Result result = invoke(event);
    assertThat(result.failed()).as(result.body() + function().output()).isFalse();
  }

  private LocalLambda function() {
    return function.orElseThrow();
  }

  /** How many passes it has printed the metrics of. */
  long passes() {
    return function().output().lines().filter(line -> line.contains("\"_aws\"")).count();
  }

  /** Whether the process that was started is the one that still runs. */
  boolean isTheFirstEnvironment() {
    return function().environments().stream().allMatch(each -> each.isRunning());
  }

  String memberOfSlot(int number) {
    return list().slot(number).occupant().orElseThrow().id();
  }

  SlotList list() {
    int size = store.header(Consistency.STRONG).map(Header::size).orElse(0);
    return store.rows(Consistency.STRONG).toSlotList(size);
  }

  SlotListStore store() {
    return store;
  }

  LocalCloud cloud() {
    return cloud;
  }

  /** What the function has asked of DynamoDB. */
  CountingProxy requests() {
    return proxy;
  }

  @Override
  public void close() {
    function.ifPresent(LocalLambda::close);
    proxy.close();
    cloud.close();
    dynamoDb.close();
    folder.close();
  }
}

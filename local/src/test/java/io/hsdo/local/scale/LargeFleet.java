package io.hsdo.local.scale;

import io.hsdo.config.Parameters;
import io.hsdo.fleet.AutoScalingFleet;
import io.hsdo.fleet.AutoScalingHooks;
import io.hsdo.local.cloud.AwsClients;
import io.hsdo.local.cloud.Instance;
import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.dynamodb.CountingProxy;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.plan.Plan;
import io.hsdo.plan.Trigger;
import io.hsdo.refresh.Refresh;
import io.hsdo.refresh.ServerConfiguration;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.Header;
import io.hsdo.table.SlotListStore;
import io.hsdo.time.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * As many groups and instances as are asked for, a table with a slot for each, and a refresh whose
 * requests are counted where they arrive. Time stands still until a pass is {@code after} some.
 */
final class LargeFleet implements AutoCloseable {
  private static final String TABLE = "slots";

  private final ManualClock clock = new ManualClock();
  private final LocalCloud cloud =
      LocalCloud.builder().clock(clock).timings(Timings.instant()).start();
  private final AwsClients aws = new AwsClients(cloud.endpoint());
  private final DynamoDbLocal dynamoDb = DynamoDbLocal.start();
  private final CountingProxy proxy = CountingProxy.before(dynamoDb.endpoint());
  private final DynamoDbClient counted;
  private final Refresh refresh;
  private Map<String, Long> taken = Map.of();

  LargeFleet(int groups, int instances) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      String name = "web-%03d".formatted(i);
      names.add(name);
      cloud.createGroup(name, instances / groups, "eu-west-1a", "eu-west-1b");
      clock.advance(Duration.ofMillis(1));
    }
    dynamoDb.createTable(TABLE);
    counted = client(proxy.endpoint());
    var configuration =
        ServerConfiguration.of(
            Parameters.load(
                Map.of(
                    "DYNAMODB_TABLE_NAME",
                    TABLE,
                    "SERVER_ASG_NAMES",
                    String.join(",", names),
                    "HAPROXY_BACKEND_SERVERS_LIST_SIZE",
                    Integer.toString(instances),
                    "SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT",
                    "10"),
                Optional.empty()));
    refresh =
        new Refresh(
            new DynamoDbSlotListStore(counted, TABLE),
            new AutoScalingFleet(
                configuration.autoScaling().groups(), aws.autoScaling(), aws.ec2(), clock),
            new AutoScalingHooks(aws.autoScaling(), configuration.autoScaling().terminateHook()),
            configuration,
            clock);
    cloud.calls().reset();
  }

  private DynamoDbClient client(URI endpoint) {
    return dynamoDb.clientBuilder().endpointOverride(endpoint).build();
  }

  /** A scheduled pass. */
  Plan passAfter(Duration pause) {
    clock.advance(pause);
    return refresh.pass(new Trigger.Scheduled()).plan().orElseThrow();
  }

  /** The requests since the last look, by action such as {@code ec2:DescribeInstances}. */
  Map<String, Long> takeRequests() {
    Map<String, Long> requests = new TreeMap<>();
    cloud.calls().all().forEach((action, tally) -> requests.put(action, tally.count()));
    proxy.requests().forEach((operation, count) -> requests.put("dynamodb:" + operation, count));
    cloud.calls().reset();
    taken.forEach((operation, count) -> requests.merge("dynamodb:" + operation, -count, Long::sum));
    taken = proxy.requests();
    requests.values().removeIf(count -> count == 0);
    return requests;
  }

  List<Instance> instances() {
    return cloud.instances();
  }

  /** The list as it is stored, read past the counters. */
  SlotList list() {
    try (DynamoDbClient client = client(dynamoDb.endpoint())) {
      SlotListStore store = new DynamoDbSlotListStore(client, TABLE);
      int size = store.header(Consistency.STRONG).map(Header::size).orElseThrow();
      return store.rows(Consistency.STRONG).toSlotList(size);
    }
  }

  @Override
  public void close() {
    counted.close();
    proxy.close();
    dynamoDb.close();
    aws.close();
    cloud.close();
  }
}

package io.hsdo.local.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.hsdo.local.cloud.Instance;
import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.cloud.endpoint.Fault;
import io.hsdo.local.cloud.model.ActionResult;
import io.hsdo.local.cloud.model.LifecycleHook;
import io.hsdo.local.cloud.model.LifecycleTransition;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.dynamodb.CountingProxy;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.service.Program;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.SlotListStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The commands of the built server, and what they ask and write, counted at the other end. */
class CommandsTest {
  private static final String TABLE = "slots";
  private static final String GROUP = "shop";

  @TempDir private Path folder;
  private final LocalCloud cloud = LocalCloud.builder().timings(Timings.instant()).start();
  private final DynamoDbLocal dynamoDb = DynamoDbLocal.start();
  private final CountingProxy proxy = CountingProxy.before(dynamoDb.endpoint());
  private final DynamoDbClient client = dynamoDb.clientBuilder().build();
  private final SlotListStore store = new DynamoDbSlotListStore(client, TABLE);
  private String groups = GROUP;
  private String endpoint = cloud.endpoint().toString();
  private int programs;

  @BeforeEach
  void threeInstancesBehindOurHook() {
    dynamoDb.createTable(TABLE);
    cloud.createGroup(GROUP, 3, "eu-west-1a");
    cloud.putHook(
        GROUP,
        new LifecycleHook(
            "hsdo-drain",
            LifecycleTransition.TERMINATING,
            Duration.ofMinutes(5),
            ActionResult.CONTINUE,
            Optional.empty()));
  }

  @AfterEach
  void close() {
    client.close();
    proxy.close();
    dynamoDb.close();
    cloud.close();
  }

  @Test
  void planSaysWhatThePassAfterItDoesAndChangesNothing() throws Exception {
    assertThat(server("run", "--once").status()).isZero();
    String leaving = store.load().rows().toSlotList(5).slot(1).occupant().orElseThrow().id();
    cloud.terminate(leaving);
    String newcomer = newest();
    List<Map<String, Object>> before = items();
    Map<String, Long> asked = proxy.requests();
    cloud.calls().reset();

    Answer plan = server("plan");
    Answer planForScripts = server("plan", "--exit-code");

    assertThat(plan.status()).isZero();
    assertThat(planForScripts.status()).isEqualTo(3);
    assertThat(plan.output())
        .contains("table slots, version 1, 5 slots: 3 serving, 0 draining, 2 free")
        .contains("The next pass would change these slots:")
        .containsPattern(
            "1 +" + leaving + " +weight 10 +draining, terminating +drains: terminating")
        .containsPattern("4 +" + newcomer + " +empty +weight 10 +seated")
        .contains("heartbeat: " + leaving + " of group shop");
    assertThat(items()).isEqualTo(before);
    assertThat(cloud.calls().all().keySet())
        .containsExactlyInAnyOrder(
            "autoscaling:DescribeAutoScalingGroups", "ec2:DescribeInstances");
    assertThat(since(asked)).isEqualTo(Map.of("GetItem", 2L, "Scan", 2L));

    Answer pass = server("run", "--once");
    Answer planAfterwards = server("plan", "--exit-code");

    assertThat(pass.output())
        .contains("draining, terminating (drains: terminating), version 2")
        .contains("(seated), version 2");
    assertThat(planAfterwards.output()).contains("The next pass would change nothing.");
    assertThat(planAfterwards.status()).isZero();
  }

  @Test
  void statusReadsTheTableAndNothingElse() throws Exception {
    server("run", "--once");
    Map<String, Long> asked = proxy.requests();
    cloud.calls().reset();

    Answer table = server("status");
    Map<String, Object> json = JSON.std.mapFrom(server("status", "--json").output());

    assertThat(table.status()).isZero();
    assertThat(table.output())
        .startsWith("table slots, version 1, 5 slots: 3 serving, 0 draining, 2 free\nupdated ")
        .contains("\n4-5   free\n");
    for (Instance instance : cloud.instances()) {
      assertThat(table.output())
          .containsPattern(
              instance.id() + " +shop +eu-west-1a +" + instance.address() + " +10 +serving ");
    }
    assertThat(json).containsEntry("version", 1).containsEntry("serving", 3);
    assertThat(json.get("slots")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(5);
    assertThat(since(asked)).isEqualTo(Map.of("GetItem", 2L, "Scan", 2L));
    assertThat(cloud.calls().all()).isEmpty();
  }

  @Test
  void acceptLetsWhoIsHeldAndNamedGoAndSaysWhoStays() throws Exception {
    groups = GROUP + ",gone";
    Slot serves = serving(5);
    String servesOn = serves.occupant().orElseThrow().id();
    store.save(
        store.load(),
        new SlotList(
            List.of(
                serving(1), vanished(2, GROUP), vanished(3, GROUP), vanished(4, "gone"), serves)),
        PlanNotes.NONE,
        Instant.now());
    Answer plan = server("plan");
    assertThat(plan.output()).contains("slot 3 i-3: released: not listed since").contains("accept");

    Answer one = server("accept", "i-3");
    Answer others = server("accept", "i-3", "i-4", servesOn, "i-77");

    assertThat(one.output()).contains("i-3: left slot 3: released: not listed since ");
    assertThat(one.status()).isZero();
    assertThat(others.output())
        .contains("i-3: has no slot\n")
        .contains("i-4: left slot 4: released: not listed, accepted by an operator\n")
        .contains(servesOn + ": keeps slot 5: it was not held")
        .contains("i-77: has no slot\n");
    assertThat(others.status()).isEqualTo(1);
    assertThat(store.load().rows().toSlotList(5).slot(3)).isEqualTo(new Slot.Empty(3));
  }

  @Test
  void whatFailsIsALineAndStatusOne() throws Exception {
    server("run", "--once");
    cloud.faults().onAll().always(Fault.serverError());

    assertThat(server("plan").output())
        .startsWith("hsdo-server: Auto Scaling does not describe groups [shop]: ")
        .hasLineCount(1);
    assertThat(server("accept", "i-1").status()).isEqualTo(1);

    client.deleteTable(delete -> delete.tableName(TABLE));

    for (String command : List.of("plan", "status", "hand-back")) {
      Answer answer = server(command);
      assertThat(answer.output())
          .startsWith(
              "hsdo-server: could not read the header of table 'slots': there is no such table")
          .hasLineCount(1);
      assertThat(answer.status()).isEqualTo(1);
    }
  }

  @Test
  void settingThatTheAwsSdkDoesNotTakeIsALineAndStatusTwo() throws Exception {
    endpoint = "127.0.0.1:5000";

    Answer answer = server("plan");

    assertThat(answer.output())
        .startsWith("hsdo-server: AWS_ENDPOINT_URL is '127.0.0.1:5000': expected a URL or nothing")
        .hasLineCount(1);
    assertThat(answer.status()).isEqualTo(2);
  }

  private record Answer(int status, String output) {}

  private Answer server(String... arguments) throws InterruptedException {
    Path log = folder.resolve("server-" + programs++ + ".log");
    Map<String, String> environment =
        Map.of(
            "AWS_ENDPOINT_URL", endpoint,
            "AWS_ENDPOINT_URL_DYNAMODB", proxy.endpoint().toString(),
            "AWS_REGION", "eu-west-1",
            "AWS_ACCESS_KEY_ID", "local",
            "AWS_SECRET_ACCESS_KEY", "local",
            "DYNAMODB_TABLE_NAME", TABLE,
            "SERVER_ASG_NAMES", groups,
            "HAPROXY_BACKEND_SERVERS_LIST_SIZE", "5",
            "SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT", "10");
    try (var program = Program.start(Program.Jar.SERVER, List.of(arguments), environment, log)) {
      int status = program.exitStatus(Duration.ofMinutes(1));
      return new Answer(status, program.output());
    }
  }

  private String newest() {
    List<String> seated = store.load().rows().toSlotList(5).members().map(Member::id).toList();
    return cloud.instances(GROUP).stream()
        .map(Instance::id)
        .filter(id -> !seated.contains(id))
        .findFirst()
        .orElseThrow();
  }

  private Slot serving(int number) {
    Instance instance = cloud.instances(GROUP).get(number % 3);
    return seat(
        number,
        new Member(
            instance.id(), Address.of(instance.address()), GROUP, Optional.of(instance.zone())),
        Optional.empty());
  }

  /** Of whom nobody has heard for an hour. */
  private static Slot vanished(int number, String group) {
    return seat(
        number,
        new Member("i-" + number, Address.of("10.0.0." + number), group, Optional.empty()),
        Optional.of(Instant.now().minus(Duration.ofHours(1))));
  }

  private static Slot seat(int number, Member member, Optional<Instant> missingSince) {
    return new Slot.Serving(number, member, 10, Optional.of(Instant.EPOCH), missingSince);
  }

  private List<Map<String, Object>> items() {
    List<Map<String, Object>> items = new ArrayList<>();
    client
        .scanPaginator(scan -> scan.tableName(TABLE).consistentRead(true))
        .items()
        .forEach(item -> items.add(new TreeMap<>(item)));
    return items;
  }

  private Map<String, Long> since(Map<String, Long> before) {
    Map<String, Long> requests = new TreeMap<>(proxy.requests());
    before.forEach((operation, count) -> requests.merge(operation, -count, Long::sum));
    requests.values().removeIf(count -> count == 0);
    return requests;
  }
}

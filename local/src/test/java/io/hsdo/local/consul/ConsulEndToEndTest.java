package io.hsdo.local.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.config.Parameters;
import io.hsdo.fleet.FleetException;
import io.hsdo.local.consul.ConsulStandIn.Wrong;
import io.hsdo.local.consul.Registrar.Registration;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.plan.Plan;
import io.hsdo.plan.Trigger;
import io.hsdo.refresh.FleetSettings.Fleet;
import io.hsdo.refresh.Refresh;
import io.hsdo.refresh.ServerConfiguration;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.StoredList;
import io.hsdo.time.ManualClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Consul, DynamoDB Local and the refresh between them, in time that the test moves. */
class ConsulEndToEndTest {
  /** Of ten members the removal budget lets two go in an hour. */
  private static final List<Registration> TEN =
      IntStream.rangeClosed(1, 10).mapToObj(number -> Registration.of("web", number)).toList();

  private static DynamoDbLocal dynamoDb;
  private static DynamoDbClient client;
  private static int tables;

  private final ManualClock clock = new ManualClock();
  private final String table = "slots-" + ++tables;
  private DynamoDbSlotListStore store;

  @BeforeAll
  static void start() {
    dynamoDb = DynamoDbLocal.start();
    client = dynamoDb.clientBuilder().build();
  }

  @AfterAll
  static void stop() {
    client.close();
    dynamoDb.close();
  }

  @BeforeEach
  void createTable() {
    dynamoDb.createTable(table);
    store = new DynamoDbSlotListStore(client, table);
  }

  @Test
  @RequiresConsul
  void membersAreSeatedDrainedHeldAndReleasedAsARealConsulSays(@TempDir Path folder) {
    try (var agent = ConsulAgent.start(folder);
        var registrar = new Registrar(agent.url(), Optional.empty())) {
      Refresh refresh = refresh(agent.url());
      seatTen(refresh, registrar);
      assertThat(store.load().rows().slots().values())
          .extracting(slot -> slot.occupant().orElseThrow().id())
          .startsWith("node-1/web-1", "node-2/web-2")
          .endsWith("node-10/web-10");

      // Three are critical: the budget lets two drain, the third is held and keeps serving.
      for (Registration instance : TEN.subList(0, 3)) {
        registrar.check(instance, "service:" + instance.id(), "critical");
      }
      Plan critical = pass(refresh);
      assertThat(draining()).containsExactly(1, 2);
      assertThat(critical.held()).extracting(Plan.Held::slot).containsExactly(3);

      for (Registration instance : TEN.subList(0, 3)) {
        registrar.check(instance, "service:" + instance.id(), "passing");
      }
      pass(refresh);
      assertThat(draining()).isEmpty();
      assertThat(slot(1).weight()).as("its ramp begins anew").isEqualTo(1);

      // An hour later the budget is whole again, and one member is deregistered.
      clock.advance(Duration.ofMinutes(66));
      pass(refresh);
      registrar.deregister(TEN.get(4));
      pass(refresh);
      clock.advance(Duration.ofSeconds(179));
      pass(refresh);
      assertThat(slot(5)).isInstanceOf(Slot.Serving.class);
      clock.advance(Duration.ofSeconds(1));
      pass(refresh);
      assertThat(slot(5)).isEqualTo(new Slot.Empty(5));

      registrar.register(TEN.get(4));
      pass(refresh);
      assertThat(slot(5).occupant().orElseThrow().id()).isEqualTo("node-5/web-5");
    }
  }

  @Test
  @RequiresConsul
  void nothingChangesWhileARealConsulIsDeadAndWhenItComesBack(@TempDir Path folder) {
    try (var agent = ConsulAgent.start(folder);
        var registrar = new Registrar(agent.url(), Optional.empty())) {
      Refresh refresh = refresh(agent.url());
      seatTen(refresh, registrar);
      StoredList before = store.load();

      agent.kill();
      for (int hour = 0; hour < 5; hour++) {
        clock.advance(Duration.ofHours(1));
        assertThatExceptionOfType(FleetException.class)
            .isThrownBy(() -> pass(refresh))
            .withMessageContaining("no connection");
      }
      assertThat(store.load()).isEqualTo(before);

      agent.restart();
      pass(refresh);
      assertThat(store.load().rows()).isEqualTo(before.rows());
    }
  }

  /** As after a loss of its state, or with a token that may read nothing. */
  @Test
  @RequiresConsul
  void nobodyIsRemovedWhenARealConsulKnowsNobody(@TempDir Path folder) {
    try (var agent = ConsulAgent.start(folder);
        var registrar = new Registrar(agent.url(), Optional.empty())) {
      Refresh refresh = refresh(agent.url());
      seatTen(refresh, registrar);
      StoredList before = store.load();

      TEN.forEach(registrar::deregister);
      for (int hour = 0; hour < 5; hour++) {
        clock.advance(Duration.ofHours(1));
        Plan plan = pass(refresh);
        assertThat(plan.held()).hasSize(10);
        assertThat(plan.missingGroups()).containsExactly("web");
      }
      assertThat(store.load().rows()).isEqualTo(before.rows());
    }
  }

  @Test
  void nothingChangesWhileConsulAnswersWithErrors() {
    try (var consul = ConsulStandIn.start();
        var registrar = new Registrar(consul.url(), Optional.empty())) {
      Refresh refresh = refresh(consul.url());
      seatTen(refresh, registrar);
      StoredList before = store.load();

      consul.answerWrong(new Wrong(service -> true, 500, Map.of(), "No cluster leader"));
      for (int hour = 0; hour < 5; hour++) {
        clock.advance(Duration.ofHours(1));
        assertThatExceptionOfType(FleetException.class).isThrownBy(() -> pass(refresh));
      }
      assertThat(store.load()).isEqualTo(before);

      consul.answerRight();
      pass(refresh);
      assertThat(store.load().rows()).isEqualTo(before.rows());
    }
  }

  /** Checks that all fail at once say more of a network than of the members. */
  @Test
  void mostGoOnServingWhenAllAreCriticalAtOnce() {
    try (var consul = ConsulStandIn.start();
        var registrar = new Registrar(consul.url(), Optional.empty())) {
      Refresh refresh = refresh(consul.url());
      seatTen(refresh, registrar);

      TEN.forEach(
          instance -> registrar.checkNode(instance, "serfHealth-" + instance.node(), "critical"));
      pass(refresh);
      clock.advance(Duration.ofMinutes(30));
      Plan plan = pass(refresh);

      assertThat(draining()).hasSize(2);
      assertThat(plan.held()).hasSize(8);
    }
  }

  /** The Python program knows an instance by its node, and its service not at all. */
  @Test
  void slotsAndWeightsOfThePythonProgramStay() {
    try (var consul = ConsulStandIn.start();
        var registrar = new Registrar(consul.url(), Optional.empty())) {
      TEN.forEach(registrar::register);
      putPythonRow(3, "node-7", "10.0.0.7");
      putPythonRow(1, "node-9", "10.0.0.9");

      pass(refresh(consul.url()));

      assertThat(slot(3).occupant().orElseThrow().id()).isEqualTo("node-7/web-7");
      assertThat(slot(3).weight()).isEqualTo(8);
      assertThat(slot(1).occupant().orElseThrow().id()).isEqualTo("node-9/web-9");
      assertThat(store.load().rows().toSlotList(10).members()).hasSize(10);
    }
  }

  /** Whoever moves from Auto Scaling Groups to Consul keeps the slot of his address. */
  @Test
  void slotOfAnInstanceGoesToTheServiceAtItsAddress() {
    try (var consul = ConsulStandIn.start();
        var registrar = new Registrar(consul.url(), Optional.empty())) {
      TEN.forEach(registrar::register);
      List<Slot> slots = new ArrayList<>(SlotList.empty(10).slots());
      slots.set(
          3,
          new Slot.Serving(
              4,
              new Member("i-0a1", Address.of("10.0.0.8"), "web-group", Optional.of("eu-west-1a")),
              10,
              Optional.of(clock.instant().minusSeconds(3600)),
              Optional.empty()));
      store.save(store.load(), new SlotList(slots), PlanNotes.NONE, clock.instant());

      pass(refresh(consul.url()));

      assertThat(slot(4).occupant().orElseThrow().id()).isEqualTo("node-8/web-8");
      assertThat(store.load().rows().toSlotList(10).members()).hasSize(10);
    }
  }

  private void putPythonRow(int number, String name, String address) {
    client.putItem(
        put ->
            put.tableName(table)
                .item(
                    Map.of(
                        "BackendServerID", AttributeValue.fromN(Integer.toString(number)),
                        "IPAddress", AttributeValue.fromS(address),
                        "ServerName", AttributeValue.fromS(name),
                        "ASG", AttributeValue.fromS("none"),
                        "Weight", AttributeValue.fromN("8"),
                        "BackendServerStatus", AttributeValue.fromS("enabled"),
                        "LastWeightUpdate", AttributeValue.fromS("2026-03-01 11:59:59.000000"))));
  }

  private Refresh refresh(URI consul) {
    ServerConfiguration configuration =
        ServerConfiguration.of(
            Parameters.load(
                Map.of(
                    "DYNAMODB_TABLE_NAME", table,
                    "AWS_REGION", "eu-west-1",
                    "SERVER_MODE", "consul",
                    "SERVER_CONSUL_API_URL", consul.toString(),
                    "SERVER_CONSUL_SERVICE_NAME", "web",
                    "SERVER_TAKE_OVER", "true",
                    "HAPROXY_BACKEND_SERVERS_LIST_SIZE", "10"),
                Optional.empty()));
    Fleet fleet = configuration.fleet().connect(configuration.aws(), clock);
    return new Refresh(store, fleet.source(), fleet.hooks(), configuration, clock);
  }

  /** Until they have their whole weight. */
  private void seatTen(Refresh refresh, Registrar registrar) {
    TEN.forEach(registrar::register);
    pass(refresh);
    clock.advance(Duration.ofMinutes(10));
    pass(refresh);
    assertThat(store.load().rows().slots().values()).allMatch(slot -> slot.weight() == 10);
  }

  private static Plan pass(Refresh refresh) {
    return refresh.pass(new Trigger.Scheduled()).plan().orElseThrow();
  }

  private Slot slot(int number) {
    return store.load().rows().toSlotList(10).slot(number);
  }

  private List<Integer> draining() {
    return store.load().rows().slots().values().stream()
        .filter(
            slot ->
                slot instanceof Slot.Draining draining
                    && draining.reason() == DrainReason.UNHEALTHY)
        .map(Slot::number)
        .sorted()
        .toList();
  }
}

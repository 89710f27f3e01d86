package io.hsdo.local.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.hsdo.check.CacheFacts;
import io.hsdo.check.Facts;
import io.hsdo.check.HaproxyFacts;
import io.hsdo.check.Report;
import io.hsdo.check.TableFacts;
import io.hsdo.haproxy.RuntimeApiException.Problem;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.local.haproxy.LoopbackPort;
import io.hsdo.reconcile.Locality;
import io.hsdo.reconcile.Placement;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.DynamoDbSlotListStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Each mistake, made in a table of DynamoDB Local, is found by its name. */
class TableCheckTest {
  private static final Instant NOW = Instant.parse("2026-03-01T02:13:07Z");
  private static final AtomicInteger TABLES = new AtomicInteger();

  private static DynamoDbLocal dynamoDb;
  private static DynamoDbClient client;

  private final String table = "checked-" + TABLES.incrementAndGet();

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
  }

  @Test
  void freshListHasNoMistakes() {
    store(NOW.minusSeconds(20), "shop", "shop", "blog");

    assertThat(lines()).containsExactly("ok      list: version 1 of 3 slots, found right 20 s ago");
  }

  @Test
  void tableThatIsMissingIsFoundWithItsRegion() {
    assertThat(lines(client, "elsewhere", Placement.EVERYWHERE))
        .containsExactly(
            "error   table: could not read the header of table 'elsewhere': there is no such table"
                + " in region eu-west-1, check DYNAMODB_TABLE_NAME and AWS_REGION, or wait until it"
                + " has been made; where that does not say what to do, check the credentials, their"
                + " permissions dynamodb:GetItem and dynamodb:Scan, and the way to DynamoDB");
  }

  @Test
  void permissionThatIsMissingIsFound() throws IOException {
    HttpServer denying =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    denying.createContext(
        "/",
        exchange -> {
          byte[] denied =
              """
              {"__type":"com.amazon.coral.service#AccessDeniedException",\
              "Message":"User u is not authorized to perform: dynamodb:GetItem"}"""
                  .getBytes(UTF_8);
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(400, denied.length);
            exchange.getResponseBody().write(denied);
          }
        });
    denying.start();
    try (DynamoDbClient refused = at(denying.getAddress().getPort())) {
      assertThat(lines(refused, table, Placement.EVERYWHERE))
          .singleElement()
          .asString()
          .startsWith(
              "error   table: could not read the header of table '"
                  + table
                  + "': allow dynamodb:GetItem on it (User u is not authorized");
    } finally {
      denying.stop(0);
    }
  }

  @Test
  void tableThatIsOutOfReachIsFound() {
    try (DynamoDbClient unreachable = at(LoopbackPort.free())) {
      assertThat(lines(unreachable, table, Placement.EVERYWHERE))
          .singleElement()
          .asString()
          .startsWith("error   table: could not read the header of table '" + table + "': ")
          .endsWith("and the way to DynamoDB");
    }
  }

  @Test
  void emptyTableIsFound() {
    assertThat(lines())
        .containsExactly(
            "error   table-empty: the table has neither header nor rows; start the refresh, or look"
                + " into its log and its EventBridge schedule");
  }

  @Test
  void malformedHeaderIsFound() {
    store(NOW, "shop");
    put(Map.of("BackendServerID", n(0), "Version", AttributeValue.fromS("x\u001b[2J")));

    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith("error   table: the header of table '" + table + "'")
        .contains("Version is 'x\\u001b[2J', expected a whole number");
  }

  @Test
  void oldHeartbeatIsFound() {
    store(NOW.minusSeconds(720), "shop");

    assertThat(lines())
        .containsExactly(
            "warning heartbeat-old: version 1 of 1 slots was last found right 720 s ago, at"
                + " 2026-03-01T02:01:07Z; start the refresh, or look into its log and its"
                + " EventBridge schedule");
  }

  @Test
  void pythonTableIsNoted() {
    store(NOW, "shop", "shop");
    hand(1);
    hand(2);
    delete(0);

    assertThat(lines())
        .containsExactly(
            "note    python-table: the table, of 2 slots, is the Python program's: it has no"
                + " header, so nobody can tell how old it is; none needed; to take it over see"
                + " SERVER_TAKE_OVER");
  }

  @Test
  void headerThatWasLostIsFound() {
    store(NOW, "shop");
    delete(0);

    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith("warning header-lost: the table has lost its header");
  }

  @Test
  void malformedRowIsFoundAndForgesNoLine() {
    store(NOW, "shop", "shop");
    Map<String, AttributeValue> row = row(2);
    row.put("IPAddress", AttributeValue.fromS("10.0.0.1\nok      list: all is well"));
    put(row);

    assertThat(lines())
        .filteredOn(line -> !line.startsWith("ok "))
        .singleElement()
        .asString()
        .startsWith(
            "warning rows-refused: rows are malformed and their slots stay as they were: 2"
                + " (IPAddress: address '10.0.0.1\\nok      list: all is well' is refused");
  }

  @Test
  void rowThatIsMissingIsFound() {
    store(NOW, "shop", "shop", "shop");
    delete(2);

    assertThat(lines())
        .anyMatch(line -> line.startsWith("warning rows-missing: the table lacks rows 2 of 3;"));
  }

  @Test
  void memberInTwoSlotsIsFound() {
    store(NOW, "shop", "shop", "shop");
    Map<String, AttributeValue> row = row(3);
    row.put("ServerName", AttributeValue.fromS("i-1"));
    row.put("Owner", AttributeValue.fromS("i-1"));
    put(row);

    assertThat(lines())
        .contains(
            "warning rows-repeated: a member or an address stands in two slots, and agents leave out 3 (member"
                + " i-1 has a lower slot too); start the refresh, or look into its log and its"
                + " EventBridge schedule: it frees one of the slots, for an address once it is known"
                + " whose that is");
  }

  @Test
  void addressInTwoSlotsIsFound() {
    store(NOW, "shop", "shop");
    Map<String, AttributeValue> row = row(2);
    row.put("IPAddress", AttributeValue.fromS("10.0.0.1"));
    put(row);

    assertThat(lines())
        .anyMatch(
            line ->
                line.startsWith(
                    "warning rows-repeated: a member or an address stands in two slots, and agents leave out 2"
                        + " (address 10.0.0.1 has a lower slot too);"));
  }

  @Test
  void clockThatDiffersFromTheRefreshsIsFound() {
    store(NOW.plusSeconds(300), "shop");

    assertThat(lines())
        .containsExactly(
            "warning clock: version 1 of 1 slots was found right 300 s from now, by its clock; set"
                + " the clock of this host, or of the refresh's: ages and the kept list go by"
                + " them");
  }

  @Test
  void listThatServesNobodyIsFound() {
    store(NOW);

    assertThat(lines())
        .anyMatch(line -> line.startsWith("warning nobody-serves: no slot has a member"));
  }

  @Test
  void listWhoseMembersAllHaveWeightNoneIsFound() {
    store(NOW, "shop", "shop");
    for (int number : List.of(1, 2)) {
      Map<String, AttributeValue> row = row(number);
      row.put("Weight", n(0));
      put(row);
    }

    assertThat(lines())
        .contains(
            "warning nobody-serves: no slot has a member that serves with a weight above 0; see in"
                + " the refresh's log what it finds, whether its groups are the right ones, and"
                + " its SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT");
  }

  @Test
  void memberWhoseRowIsMissingMayServe() {
    store(NOW, "shop");
    delete(1);

    assertThat(lines())
        .filteredOn(line -> !line.startsWith("ok "))
        .singleElement()
        .asString()
        .startsWith("warning rows-missing: the table lacks rows 1 of 1;");
  }

  @Test
  void groupThatNoSlotBearsIsFound() {
    store(NOW, "shop", "blog");

    assertThat(lines(client, table, local(new Locality.Groups(Set.of("shop", "shpo")))))
        .contains(
            "ok      group: 'shop' has members",
            "warning group-on-no-slot: no slot has a member of group 'shpo'; the groups in the list"
                + " are blog, shop; correct CLIENT_ASG_NAMES, or seat the group by"
                + " SERVER_ASG_NAMES");
  }

  @Test
  void zoneThatNoMemberHasIsFound() {
    store(NOW, "shop");

    assertThat(lines(client, table, local(new Locality.Zone("eu-west-1x"))))
        .contains(
            "warning zone-on-no-slot: no slot has a member in zone 'eu-west-1x'; the zones in the"
                + " list are eu-west-1a; correct CLIENT_ZONE, or let the groups have members"
                + " there");
    assertThat(lines(client, table, local(new Locality.Zone("eu-west-1a"))))
        .contains("ok      zone: 'eu-west-1a' has members");
  }

  private static Placement local(Locality locality) {
    return new Placement(locality, false);
  }

  /** A list as the refresh writes it, with a member of each of these groups. */
  private void store(Instant checkedAt, String... groups) {
    var store = new DynamoDbSlotListStore(client, table);
    List<Slot> slots = new ArrayList<>();
    for (String group : groups) {
      int number = slots.size() + 1;
      var member =
          new Member(
              "i-" + number, Address.of("10.0.0." + number), group, Optional.of("eu-west-1a"));
      slots.add(new Slot.Serving(number, member, 10, Optional.of(checkedAt), Optional.empty()));
    }
    var list = slots.isEmpty() ? SlotList.empty(2) : new SlotList(slots);
    store.save(store.load(), list, PlanNotes.NONE, checkedAt);
  }

  private Map<String, AttributeValue> row(int number) {
    return new HashMap<>(
        client
            .getItem(get -> get.tableName(table).key(Map.of("BackendServerID", n(number))))
            .item());
  }

  /** Leaves of a row what the Python program writes. */
  private void hand(int number) {
    Map<String, AttributeValue> row = row(number);
    row.keySet().removeAll(Set.of("Owner", "ServingSince", "AvailabilityZone", "ChangedIn"));
    put(row);
  }

  private void put(Map<String, AttributeValue> row) {
    client.putItem(put -> put.tableName(table).item(row));
  }

  private void delete(int number) {
    client.deleteItem(delete -> delete.tableName(table).key(Map.of("BackendServerID", n(number))));
  }

  private static AttributeValue n(int number) {
    return AttributeValue.fromN(Integer.toString(number));
  }

  private static DynamoDbClient at(int port) {
    return dynamoDb
        .clientBuilder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .build();
  }

  private List<String> lines() {
    return lines(client, table, Placement.EVERYWHERE);
  }

  /** What is found, but of HAProxy, which is not there. */
  private static List<String> lines(DynamoDbClient client, String table, Placement placement) {
    return new Facts(
            List.of(),
            placement,
            new HaproxyFacts.Unreachable(Problem.NOT_THERE, "no HAProxy here"),
            Optional.empty(),
            TableFacts.read(new DynamoDbSlotListStore(client, table)),
            new CacheFacts.Off(),
            NOW)
        .findings().stream()
            .map(Report::line)
            .filter(line -> !line.startsWith("ok      cache: "))
            .filter(line -> !line.startsWith("ok      writer: "))
            .filter(line -> !line.startsWith("error   socket: no HAProxy here; "))
            .toList();
  }
}

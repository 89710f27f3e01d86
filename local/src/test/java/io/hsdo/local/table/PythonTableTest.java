package io.hsdo.local.table;

import static io.hsdo.local.table.Scene.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.cloud.Instance;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.service.Program;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Beside the Python program: on its table, taking it over, and handing it back. */
@RequiresHaproxy
class PythonTableTest {
  private static final List<String> ITS_ATTRIBUTES =
      List.of(
          "ASG",
          "BackendServerID",
          "BackendServerStatus",
          "IPAddress",
          "LastWeightUpdate",
          "ServerName",
          "Weight");

  private final Scene scene = Scene.start(3);
  private Map<Integer, String> seats = Map.of();

  /** Slot 1 and 2 have the wrong way round what a newcomer would get, slot 5 is ramping. */
  @BeforeEach
  void asThePythonProgramLeavesIt() {
    List<Instance> instances = scene.instances();
    putMember(1, instances.get(2), 10);
    putMember(2, instances.get(0), 10);
    putNobody(3);
    putNobody(4);
    putMember(5, instances.get(1), 4);
    putNobody(6);
    seats = scene.seats();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void theAgentCarriesOutItsTable() {
    scene.service().startAgent();

    await("HAProxy", () -> scene.ready().equals(scene.wanted()));

    putNobody(5);
    await("the released slot", () -> scene.ready().size() == 2);
    putMember(5, scene.instances().get(1), 1);
    await("the seated slot", () -> scene.ready().equals(scene.wanted()));
  }

  @Test
  void aTableThatWasEmptiedIsNotActedOn() {
    Program agent = scene.service().startAgent();
    await("HAProxy", () -> scene.ready().size() == 3);

    for (int number = 1; number <= Scene.SIZE; number++) {
      scene.delete(number);
    }

    await("a warning", () -> agent.output().contains("emptied or replaced"));
    assertThat(scene.ready()).hasSize(3);
  }

  @Test
  void theRefreshDoesNotTouchItUntilItIsTold() {
    Map<Integer, Map<String, AttributeValue>> before = rows();

    Program refresh = scene.service().startRefresh(Scene.GROUP);

    await("a refusal", () -> refresh.output().contains("SERVER_TAKE_OVER=true"));
    assertThat(rows()).isEqualTo(before);
    assertThat(scene.row(0)).isEmpty();
  }

  @Test
  void itIsNotTakenOverWhileItsServerWrites() {
    Program refresh = startTakingOver();
    for (int weight = 0; weight < 100 && !hasRefused(refresh); weight++) {
      putMember(5, scene.instances().get(1), weight);
      sleep(300);
    }

    assertThat(refresh.output()).contains("still being written");
    assertThat(scene.row(0)).isEmpty();
  }

  @Test
  void takingOverKeepsEverySlotAndWritesAllThatThePythonProgramReads() {
    startTakingOver();

    await("the header", () -> scene.header().isPresent());
    assertThat(scene.seats()).isEqualTo(seats);
    for (int number = 0; number <= Scene.SIZE; number++) {
      assertThat(scene.row(number)).containsKeys(ITS_ATTRIBUTES.toArray(String[]::new));
      assertThat(text(number, "LastWeightUpdate"))
          .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}|0-0-0 00:00:00\\.000000");
    }
    assertThat(text(0, "IPAddress")).isEqualTo("header");
    assertThat(text(0, "BackendServerStatus")).isEqualTo("disabled");
  }

  @Test
  void anAddressDecidesWhoseSlotItIs() {
    Map<String, AttributeValue> recycled = member(2, scene.instances().get(0), 10);
    recycled.put("ServerName", AttributeValue.fromS("i-0123456789abcdef0"));
    scene.put(recycled);

    startTakingOver();

    await("the header", () -> scene.header().isPresent());
    assertThat(scene.seats()).isEqualTo(seats);
  }

  @Test
  void newAttributesDoNotCountOnceThePythonProgramHasReseatedTheRow() {
    startTakingOver();
    await("the header", () -> scene.header().isPresent());
    Instance drained = scene.instances().get(0);
    Map<String, AttributeValue> row = scene.row(2);
    row.putAll(member(2, drained, 3));
    row.put("Owner", AttributeValue.fromS("i-0123456789abcdef0"));
    row.put("MissingSince", AttributeValue.fromS("2020-01-01T00:00:00Z"));
    row.put("ServingSince", AttributeValue.fromS("no instant"));
    scene.put(row);

    await("the owner", () -> text(2, "Owner").equals(drained.id()));
    assertThat(scene.row(2)).doesNotContainKey("MissingSince");
    assertThat(scene.seats()).isEqualTo(seats);
  }

  @Test
  void aTableThatIsHandedBackIsThePythonProgramsAgainAndTheAgentGoesOn() throws Exception {
    scene.service().startAgent();
    try (Program refresh = startTakingOver()) {
      await("HAProxy", () -> scene.header().isPresent() && scene.ready().size() == 3);
      assertThat(refresh.isRunning()).isTrue();
    }

    Program handBack = scene.service().startServer(List.of("hand-back"), Map.of(), Scene.GROUP);

    assertThat(handBack.exitStatus(Duration.ofMinutes(5))).as(handBack.output()).isZero();
    assertThat(scene.row(0)).isEmpty();
    assertThat(scene.row(1).keySet()).containsExactlyInAnyOrderElementsOf(ITS_ATTRIBUTES);
    assertThat(scene.seats()).isEqualTo(seats);
    assertThat(scene.ready()).isEqualTo(scene.wanted());
    putNobody(5);
    await("the Python program's next change", () -> scene.ready().size() == 2);
  }

  private static boolean hasRefused(Program refresh) {
    return refresh.output().contains("still being written");
  }

  private Program startTakingOver() {
    return scene
        .service()
        .startServer(List.of("run"), Map.of("SERVER_TAKE_OVER", "true"), Scene.GROUP);
  }

  private void putMember(int number, Instance instance, int weight) {
    scene.put(member(number, instance, weight));
  }

  private static Map<String, AttributeValue> member(int number, Instance instance, int weight) {
    return row(
        number, instance.address(), instance.id(), Scene.GROUP, weight, "enabled", pythonNow());
  }

  private void putNobody(int number) {
    scene.put(row(number, "none", "none", "none", 0, "disabled", "0-0-0 00:00:00.000000"));
  }

  private static Map<String, AttributeValue> row(
      int number, String address, String name, String group, int weight, String status, String at) {
    return new HashMap<>(
        Map.of(
            "BackendServerID", AttributeValue.fromN(Integer.toString(number)),
            "IPAddress", AttributeValue.fromS(address),
            "ServerName", AttributeValue.fromS(name),
            "ASG", AttributeValue.fromS(group),
            "Weight", AttributeValue.fromN(Integer.toString(weight)),
            "BackendServerStatus", AttributeValue.fromS(status),
            "LastWeightUpdate", AttributeValue.fromS(at)));
  }

  /** As {@code str(datetime.now())} in a zone far from UTC. */
  private static String pythonNow() {
    return LocalDateTime.now(ZoneOffset.ofHours(11))
        .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT));
  }

  private Map<Integer, Map<String, AttributeValue>> rows() {
    Map<Integer, Map<String, AttributeValue>> rows = new HashMap<>();
    for (int number = 1; number <= Scene.SIZE; number++) {
      rows.put(number, scene.row(number));
    }
    return rows;
  }

  private String text(int number, String attribute) {
    AttributeValue value = scene.row(number).get(attribute);
    return value == null ? "" : value.s();
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

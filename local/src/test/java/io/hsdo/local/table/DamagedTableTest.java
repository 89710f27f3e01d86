package io.hsdo.local.table;

import static io.hsdo.local.table.Scene.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.service.Program;
import io.hsdo.table.Header;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rows and headers gone bad: HAProxy goes on serving, and the refresh repairs the table. */
@RequiresHaproxy
class DamagedTableTest {
  private final Scene scene = Scene.start(3);
  private Program refresh;
  private Program agent;
  private Map<Integer, String> seats = Map.of();
  private Map<Integer, String> ready = Map.of();

  @BeforeEach
  void serveThree() {
    refresh = scene.service().startRefresh(Scene.GROUP);
    agent = scene.service().startAgent();
    scene.awaitEverybodyServes(3);
    seats = scene.seats();
    ready = scene.ready();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aMissingRowIsWrittenAgain() {
    scene.delete(2);

    await("row 2", () -> !scene.row(2).isEmpty());
    nobodyMovedAndAllServe();
  }

  @Test
  void aMissingRowOfAnEmptySlotIsWrittenAgain() {
    scene.delete(5);

    await("row 5", () -> !scene.row(5).isEmpty());
    nobodyMovedAndAllServe();
  }

  @Test
  void aMemberInTwoSlotsKeepsTheLowerOne() {
    scene.put(copyOf(2, 5));

    await("slot 5 to be empty", () -> !scene.seats().containsKey(5));
    nobodyMovedAndAllServe();
  }

  @Test
  void anAddressInTwoSlotsStaysWithItsMember() {
    Map<String, AttributeValue> impostor = copyOf(2, 5);
    impostor.put("ServerName", AttributeValue.fromS("i-0123456789abcdef0"));
    impostor.remove("Owner");
    scene.put(impostor);

    await("slot 5 to be empty", () -> !scene.seats().containsKey(5));
    nobodyMovedAndAllServe();
  }

  @Test
  void aHeaderThatWasDeletedIsWrittenAgain() {
    scene.delete(0);

    await("the header", () -> scene.header().isPresent());
    assertThat(scene.header().map(Header::size)).contains(Scene.SIZE);
    nobodyMovedAndAllServe();
  }

  @Test
  void aHeaderThatWasRestoredToAnOlderVersionIsFollowed() {
    Map<String, AttributeValue> header = scene.row(0);
    header.put("Version", AttributeValue.fromN("1"));
    scene.put(header);
    scene.service().cloud().scale(Scene.GROUP, 4);

    scene.awaitEverybodyServes(4);
    assertThat(scene.seats()).containsAllEntriesOf(seats);
  }

  @Test
  @DisplayName("What comes out of the table is checked before it reaches the admin socket")
  void aRowIsDataNeverACommand() {
    refresh.close();
    Map<String, AttributeValue> row = scene.row(2);
    row.put("IPAddress", AttributeValue.fromS("127.0.0.1; set server web/web1 state maint #"));
    scene.put(row);
    raiseVersion();

    await("a refusal", () -> agent.output().contains("rows are missing or refused"));
    allServe();
    assertThat(agent.output()).doesNotContain("HAProxy refuses");

    scene.service().startRefresh(Scene.GROUP);
    await("row 2 to be repaired", () -> scene.seats().equals(seats));
    allServe();
  }

  private void raiseVersion() {
    Map<String, AttributeValue> header = scene.row(0);
    long version = scene.header().map(Header::version).orElseThrow();
    header.put("Version", AttributeValue.fromN(Long.toString(version + 1)));
    scene.put(header);
  }

  private Map<String, AttributeValue> copyOf(int from, int to) {
    Map<String, AttributeValue> row = new HashMap<>(scene.row(from));
    row.put("BackendServerID", AttributeValue.fromN(Integer.toString(to)));
    return row;
  }

  private void nobodyMovedAndAllServe() {
    assertThat(scene.seats()).isEqualTo(seats);
    allServe();
    assertThat(scene.seats()).isEqualTo(seats);
  }

  /** At this moment and for some polls more. */
  private void allServe() {
    for (int i = 0; i < 10; i++) {
      assertThat(scene.ready()).isEqualTo(ready);
      sleepAPoll();
    }
  }

  private static void sleepAPoll() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

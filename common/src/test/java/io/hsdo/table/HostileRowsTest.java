package io.hsdo.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hsdo.hostile.Hostile;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Whatever stands in the table, reading it ends well: rows are slots, or refused by name. */
class HostileRowsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T06:05:00Z");
  private static final int TRIALS = 600;
  private static final int GOOD = 3;

  /** Good rows are slots 1 to 3; hostile ones never say to be one of them. */
  private static final List<String> OTHER_IDS =
      List.of("4", "5", "0", "-7", "100000", "100001", "4.5", "1e1", "1e9", "1e-9", "NaN", "", "x");

  static LongStream seeds() {
    return Hostile.seeds(1, 2, 3);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void hostileRowIsASlotOrRefusedAndNoOtherIsLost(long seed) {
    Hostile hostile = new Hostile(seed);
    for (int trial = 0; trial < TRIALS; trial++) {
      List<Map<String, AttributeValue>> items = new ArrayList<>(goodItems());
      Map<String, AttributeValue> bad = damaged(hostile, RowCodec.encode(serving(4), NOW));
      bad.put(RowCodec.ID, AttributeValue.fromN(hostile.oneOf(OTHER_IDS)));
      items.add(bad);
      Collections.shuffle(items, new Random(trial));

      Rows rows = RowCodec.decode(items);

      assertThat(rows.slots()).containsAllEntriesOf(goodSlots());
      boolean header = bad.get(RowCodec.ID).n().equals("0");
      assertThat(rows.slots().size() + rows.refused().size()).isEqualTo(GOOD + (header ? 0 : 1));
      assertThat(rows.slots().keySet()).allMatch(number -> number >= 1 && number <= 100_000);
      assertThat(rows.slots().values())
          .allMatch(slot -> slot.weight() >= 0 && slot.weight() <= 256);
      assertThat(rows.refused()).allMatch(row -> !row.problem().isEmpty());
      assertThat(rows.reach()).isBetween(GOOD, 100_000);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void slotThatWasReadIsWrittenAsItWasRead(long seed) {
    Hostile hostile = new Hostile(seed);
    for (int trial = 0; trial < TRIALS; trial++) {
      Rows rows =
          RowCodec.decode(List.of(damaged(hostile, RowCodec.encode(hostileSlot(hostile), NOW))));

      for (Slot slot : rows.slots().values()) {
        assertThat(RowCodec.decode(List.of(RowCodec.encode(slot, NOW))).slots().values())
            .containsExactly(slot);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void hostileHeaderIsReadOrRefusedByName(long seed) {
    Hostile hostile = new Hostile(seed);
    var good = HeaderCodec.encode(new Header(812, 6, NOW, NOW, PlanNotes.NONE, 0));
    for (int trial = 0; trial < TRIALS; trial++) {
      Map<String, AttributeValue> item = damaged(hostile, good);

      Throwable thrown = catchThrowable(() -> HeaderCodec.decode("slots", item));

      if (thrown != null) {
        assertThat(thrown)
            .isInstanceOf(SlotListStoreException.class)
            .hasMessageContaining("the header of table 'slots'");
      }
    }
  }

  private static List<Map<String, AttributeValue>> goodItems() {
    return goodSlots().values().stream().map(slot -> RowCodec.encode(slot, NOW)).toList();
  }

  private static Map<Integer, Slot> goodSlots() {
    return Map.of(1, serving(1), 2, new Slot.Empty(2), 3, serving(3));
  }

  private static Slot serving(int number) {
    return new Slot.Serving(number, member(number), 10, Optional.of(NOW), Optional.empty());
  }

  private static Slot hostileSlot(Hostile hostile) {
    int number = 1 + hostile.number(9);
    return hostile.onceIn(2)
        ? serving(number)
        : new Slot.Draining(
            number,
            member(number),
            DrainReason.TERMINATING,
            Optional.of(NOW),
            Optional.of(NOW),
            Optional.of(NOW));
  }

  private static Member member(int number) {
    return new Member(
        "i-" + number, Address.of("10.0.0." + number), "shop", Optional.of("eu-west-1a"));
  }

  private static Map<String, AttributeValue> damaged(
      Hostile hostile, Map<String, AttributeValue> item) {
    Map<String, AttributeValue> damaged = new HashMap<>(item);
    List<String> names = item.keySet().stream().sorted().toList();
    for (int i = hostile.number(3); i >= 0; i--) {
      String name = hostile.oneOf(names);
      if (hostile.onceIn(5)) {
        damaged.remove(name);
      } else {
        damaged.put(name, value(hostile, damaged.getOrDefault(name, AttributeValue.fromNul(true))));
      }
    }
    if (hostile.onceIn(4)) {
      damaged.put(hostile.text(), value(hostile, AttributeValue.fromS("")));
    }
    return damaged;
  }

  private static AttributeValue value(Hostile hostile, AttributeValue before) {
    String text = before.s() == null ? hostile.text() : hostile.damaged(before.s());
    return switch (hostile.number(9)) {
      case 0 -> AttributeValue.fromN(hostile.text());
      case 1 -> AttributeValue.fromBool(true);
      case 2 -> AttributeValue.fromNul(true);
      case 3 -> AttributeValue.fromL(List.of(AttributeValue.fromS(text)));
      case 4 -> AttributeValue.fromM(Map.of("a", AttributeValue.fromS(text)));
      case 5 -> AttributeValue.fromB(SdkBytes.fromUtf8String(text));
      case 6 -> AttributeValue.fromSs(List.of(text));
      default -> AttributeValue.fromS(text);
    };
  }
}

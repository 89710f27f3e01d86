package io.hsdo.table;

import static io.hsdo.table.DrawnItem.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SaveStepTest {
  private static final Instant NOW = Instant.parse("2026-11-23T06:05:00Z");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final InMemorySlotListStore store = new InMemorySlotListStore();
  private int members;

  /**
   * Members come, leave, move and change their weight while the list grows and shrinks, at random.
   */
  @RepeatedTest(20)
  void everyStepLeavesAValidList() {
    SlotList list = SlotList.empty(0);
    for (int pass = 0; pass < 20; pass++) {
      SlotList next = next(list);
      StoredList read = store.load();
      List<Header> headers = new ArrayList<>();
      store.afterEachWrite(() -> headers.add(validHeader()));

      Header last = store.save(read, next, PlanNotes.NONE, NOW);

      long version = read.header().map(Header::version).orElse(0L);
      assertThat(headers)
          .as("seed %d", seed)
          .extracting(Header::version)
          .isEqualTo(
              IntStream.rangeClosed(1, headers.size()).mapToObj(step -> version + step).toList());
      assertThat(last.size()).as("seed %d", seed).isEqualTo(next.size());
      assertThat(store.load().rows().highest()).as("seed %d", seed).isEqualTo(next.size());
      assertThat(store.load().rows().toSlotList(next.size())).as("seed %d", seed).isEqualTo(next);
      assertThat(SaveStep.plan(store.load(), next, PlanNotes.NONE, NOW))
          .as("seed %d", seed)
          .isEmpty();
      list = next;
    }
  }

  @Test
  void rowThatIsNoSlotsIsLeftAlone() {
    store.save(store.load(), SlotList.empty(2), PlanNotes.NONE, NOW);
    store.put(with(store.item(2).orElseThrow(), "BackendServerID N 7.5"));

    assertThat(SaveStep.plan(store.load(), SlotList.empty(2), PlanNotes.NONE, NOW)).isEmpty();
  }

  private Header validHeader() {
    StoredList stored = store.load();
    Header header = stored.header().orElseThrow();
    assertThat(stored.rows().showAllOf(header)).as("rows of its version, seed %d", seed).isTrue();
    assertThat(stored.rows().slots().headMap(header.size() + 1).keySet())
        .as("rows up to Size %d, seed %d", header.size(), seed)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, header.size()).boxed().toList());
    assertThat(stored.rows().toSlotList(stored.rows().highest()).members())
        .as("members, seed %d", seed)
        .doesNotHaveDuplicates();
    return header;
  }

  private SlotList next(SlotList list) {
    int size = random.nextInt(4) == 0 ? random.nextInt(400) : list.size();
    double churn = random.nextDouble();
    Deque<Member> unplaced = new ArrayDeque<>();
    List<Slot> slots = new ArrayList<>();
    for (Slot slot : list.slots()) {
      boolean stays = slot.number() <= size && random.nextDouble() > churn;
      if (!stays && random.nextBoolean()) {
        slot.occupant().ifPresent(unplaced::add);
      }
      if (slot.number() <= size) {
        slots.add(stays ? slot : new Slot.Empty(slot.number()));
      }
    }
    for (int number = slots.size() + 1; number <= size; number++) {
      slots.add(new Slot.Empty(number));
    }
    for (int i = 0; i < size; i++) {
      boolean wasEmpty = i >= list.size() || list.slots().get(i).occupant().isEmpty();
      if (wasEmpty && random.nextBoolean()) {
        slots.set(i, serving(i + 1, unplaced.isEmpty() ? newcomer() : unplaced.remove()));
      }
    }
    return new SlotList(slots);
  }

  private Member newcomer() {
    members++;
    var address =
        Address.of("10." + members / 65536 + "." + members / 256 % 256 + "." + members % 256);
    return new Member("i-" + members, address, "web", Optional.empty());
  }

  private Slot serving(int number, Member member) {
    return new Slot.Serving(
        number, member, random.nextInt(Slot.MAX_WEIGHT), Optional.of(NOW), Optional.empty());
  }
}

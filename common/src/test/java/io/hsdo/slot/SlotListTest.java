package io.hsdo.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotListTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void emptyListHasEverySlotAndNobodyInIt() {
    SlotList list = SlotList.empty(3);

    assertThat(list.slots())
        .containsExactly(new Slot.Empty(1), new Slot.Empty(2), new Slot.Empty(3));
    assertThat(list.members()).isEmpty();
    assertThat(list.serving()).isZero();
    assertThat(SlotList.empty(0).slots()).isEmpty();
  }

  @Test
  void slotsAreCountedFromOne() {
    SlotList list = slots("a - (c)");

    assertThat(list.size()).isEqualTo(3);
    assertThat(list.slot(1)).isEqualTo(serving(1, "a"));
    assertThat(list.slot(3)).isEqualTo(draining(3, "c"));
  }

  @Test
  void listServesNobodyIfNoSlotHasAWeight() {
    assertThat(SlotList.servesNobody(0, Map.of())).isTrue();
    assertThat(SlotList.servesNobody(2, known("- (b)"))).isTrue();
    assertThat(SlotList.servesNobody(2, known("- b"))).isFalse();
    var weightless = new Slot.Serving(1, member("a"), 0, Optional.of(NOW), Optional.empty());
    assertThat(SlotList.servesNobody(1, Map.of(1, weightless))).isTrue();
  }

  @Test
  void slotThatIsNotKnownMayServe() {
    assertThat(SlotList.servesNobody(2, known("-"))).isFalse();
  }

  private static Map<Integer, Slot> known(String drawing) {
    return slots(drawing).slots().stream()
        .collect(Collectors.toMap(Slot::number, Function.identity()));
  }

  @Test
  void gapIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SlotList(List.of(new Slot.Empty(1), new Slot.Empty(3))))
        .withMessage("slot list has slot 3 in place of slot 2");
  }

  @Test
  void slotOutOfItsPlaceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SlotList(List.of(new Slot.Empty(2), new Slot.Empty(1))))
        .withMessage("slot list has slot 2 in place of slot 1");
  }

  @Test
  void listDoesNotChangeWithWhatItWasMadeFrom() {
    List<Slot> slots = new ArrayList<>(List.of(new Slot.Empty(1)));
    SlotList list = new SlotList(slots);

    slots.clear();

    assertThat(list).isEqualTo(SlotList.empty(1));
  }

  @Test
  void membersAreWhoeverServesOrDrains() {
    assertThat(slots("a - (c)").members()).extracting(Member::id).containsExactly("a", "c");
  }

  @Test
  void whoDrainsDoesNotServe() {
    assertThat(slots("a - (c) d").serving()).isEqualTo(2);
  }

  @Test
  void memberIsFoundInItsSlot() {
    SlotList list = slots("a - (c)");

    assertThat(list.slotOf("c")).contains(draining(3, "c"));
    assertThat(list.slotOf("b")).isEmpty();
  }

  @Test
  void memberOfTwoSlotsIsFoundInTheLowerOne() {
    assertThat(slots("- a a").slotOf("a")).contains(serving(2, "a"));
  }

  @Test
  void onlySlotsThatDifferHaveChanged() {
    assertThat(slots("a b - d").changedSince(slots("a - - (d)")))
        .containsExactly(serving(2, "b"), serving(4, "d"));
    assertThat(slots("a - (c)").changedSince(slots("a - (c)"))).isEmpty();
  }

  @Test
  void slotsOfALongerListHaveChanged() {
    assertThat(slots("a - -").changedSince(slots("a")))
        .containsExactly(new Slot.Empty(2), new Slot.Empty(3));
  }

  @Test
  void slotsThatAreNoMoreHaveNotChanged() {
    assertThat(slots("a").changedSince(slots("a b c"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void firstSlotIsNumberOne(int number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Slot.Empty(number))
        .withMessage("slot number " + number + " is refused: the first is 1");
    assertThatIllegalArgumentException().isThrownBy(() -> serving(number, "a"));
    assertThatIllegalArgumentException().isThrownBy(() -> draining(number, "a"));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 257})
  void weightsThatHaproxyDoesNotKnowAreRefused(int weight) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Slot.Serving(7, member("a"), weight, Optional.empty(), Optional.empty()))
        .withMessage("weight " + weight + " of slot 7 is refused: expected 0 to 256");
  }

  @Test
  void descriptionTellsWhoIsThereAndHow() {
    assertThat(slots("a - (c)").slots())
        .extracting(Slot::description)
        .containsExactly("a 10.0.0.1 weight 10", "empty", "c 10.0.0.3 draining, terminating");
  }

  @Test
  void reasonIsReadAsItIsWritten() {
    assertThat(DrainReason.values())
        .allSatisfy(reason -> assertThat(DrainReason.of(reason.text())).isEqualTo(reason));
  }

  @Test
  void reasonOfANewerVersionIsUnspecifiedButTold() {
    assertThat(DrainReason.of("solar-flare")).isEqualTo(DrainReason.UNSPECIFIED);
    assertThat(DrainReason.UNSPECIFIED.isTold()).isTrue();
  }

  @Test
  void healthVerdictsAreTheOnlyAdvice() {
    assertThat(DrainReason.values())
        .filteredOn(reason -> !reason.isTold())
        .containsExactly(DrainReason.UNHEALTHY);
  }

  /** A list as drawn: {@code a} serves, {@code (a)} drains, {@code -} is empty. */
  private static SlotList slots(String drawing) {
    List<Slot> slots = new ArrayList<>();
    for (String slot : drawing.split(" ", -1)) {
      int number = slots.size() + 1;
      if (slot.equals("-")) {
        slots.add(new Slot.Empty(number));
      } else if (slot.startsWith("(")) {
        slots.add(draining(number, slot.substring(1, 2)));
      } else {
        slots.add(serving(number, slot));
      }
    }
    return new SlotList(slots);
  }

  private static Slot serving(int number, String id) {
    return new Slot.Serving(number, member(id), 10, Optional.of(NOW), Optional.empty());
  }

  private static Slot draining(int number, String id) {
    return new Slot.Draining(
        number,
        member(id),
        DrainReason.TERMINATING,
        Optional.of(NOW),
        Optional.empty(),
        Optional.empty());
  }

  private static Member member(String id) {
    return new Member(
        id, Address.of("10.0.0." + (id.charAt(0) - 'a' + 1)), "web", Optional.empty());
  }
}

package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.InMemorySlotListStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandBackTest {
  private final ManualClock clock = new ManualClock();
  private final InMemorySlotListStore store = new InMemorySlotListStore();

  @BeforeEach
  void oneServesAndOneDrains() {
    SlotList list =
        new SlotList(
            List.of(
                new Slot.Serving(1, member(1), 10, Optional.of(Instant.EPOCH), Optional.empty()),
                new Slot.Draining(
                    2,
                    member(2),
                    DrainReason.STANDBY,
                    Instant.EPOCH,
                    Optional.empty(),
                    Optional.empty())));
    store.save(store.load(), list, PlanNotes.NONE, clock.instant());
  }

  @Test
  void aQuietTableIsHandedBackWithoutDrains() throws InterruptedException {
    handBack(() -> {});

    assertThat(store.header(Consistency.STRONG)).isEmpty();
    assertThat(store.rows(Consistency.STRONG).owned()).isFalse();
    SlotList list = store.rows(Consistency.STRONG).toSlotList(2);
    assertThat(list.slot(1).occupant()).contains(member(1));
    assertThat(list.slot(2)).isEqualTo(new Slot.Empty(2));
  }

  @Test
  void aTableThatARefreshStillChecksIsNotHandedBack() {
    assertThatThrownBy(() -> handBack(() -> store.heartbeat(1, clock.instant().plusSeconds(60))))
        .isInstanceOf(RefreshException.class)
        .hasMessageContaining("still at work");

    assertThat(store.header(Consistency.STRONG)).isPresent();
  }

  @Test
  void aTableThatIsAlreadyThePythonProgramsIsLeftAlone() throws InterruptedException {
    handBack(() -> {});

    assertThatThrownBy(() -> handBack(() -> {}))
        .isInstanceOf(RefreshException.class)
        .hasMessageContaining("no header");
  }

  private void handBack(Runnable meanwhile) throws InterruptedException {
    new HandBack(
            store,
            clock,
            millis -> {
              assertThat(millis).isEqualTo(HandBack.QUIET.toMillis());
              meanwhile.run();
            })
        .run();
  }

  private static Member member(int number) {
    return new Member("i-" + number, Address.of("10.0.0." + number), "web", Optional.empty());
  }
}

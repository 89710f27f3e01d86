package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.fleet.LifecycleHooks;
import io.hsdo.logging.RecordedLog;
import io.hsdo.plan.Trigger;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.table.Rows;
import io.hsdo.table.SlotListStore;
import io.hsdo.table.StoredList;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another refresh does a whole pass before each of the calls of the first one in turn. */
@DisplayName("Two writers can't corrupt the list")
class TwoWritersTest {
  private static final LifecycleHooks NO_HOOKS = action -> false;

  private final ManualClock clock = new ManualClock();
  private final InMemorySlotListStore store = new InMemorySlotListStore();
  private final FakeFleet fleet = new FakeFleet();
  private final RecordedLog log = new RecordedLog(Refresh.class);
  private int calls;

  @AfterEach
  void closeTheLog() {
    log.close();
  }

  @ParameterizedTest(name = "before call {0}")
  @ValueSource(ints = {1, 2, 3, 4})
  void bothSpendOneBudgetAndSeatNobodyTwice(int interruptedAt) {
    fleet.serve(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    refresh(store).pass(new Trigger.Scheduled());
    clock.advance(Duration.ofMinutes(1));
    fleet.callUnhealthy(1, 2, 3, 4, 5, 6, 7, 8);
    fleet.serve(11, 12);

    refresh(interruptedBefore(interruptedAt)).pass(new Trigger.Scheduled());

    assertThat(calls).isGreaterThanOrEqualTo(interruptedAt);
    SlotList list = store.rows(Consistency.STRONG).toSlotList(12);
    assertThat(list.slots().stream().filter(Slot.Draining.class::isInstance)).hasSize(2);
    assertThat(list.members().map(Member::id)).hasSize(12).doesNotHaveDuplicates();
    assertThat(list.members().map(Member::address)).doesNotHaveDuplicates();
    assertThat(store.header(Consistency.STRONG).orElseThrow().notes().removals().removed(now()))
        .isEqualTo(2);
  }

  private Instant now() {
    return clock.instant();
  }

  private Refresh refresh(SlotListStore on) {
    return new Refresh(
        on,
        fleet,
        NO_HOOKS,
        Configurations.of(
            Map.of(
                "HAPROXY_BACKEND_SERVERS_LIST_SIZE",
                "12",
                "SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT",
                "10")),
        clock);
  }

  /** The snapshot is a call too: the third, between reading the rows and saving them. */
  private SlotListStore interruptedBefore(int call) {
    fleet.meanwhile(() -> anotherPassAt(call));
    return new SlotListStore() {
      @Override
      public Optional<Header> header(Consistency consistency) {
        anotherPassAt(call);
        return store.header(consistency);
      }

      @Override
      public Rows rows(Consistency consistency) {
        anotherPassAt(call);
        return store.rows(consistency);
      }

      @Override
      public Header save(StoredList read, SlotList next, PlanNotes notes, Instant now) {
        anotherPassAt(call);
        return store.save(read, next, notes, now);
      }

      @Override
      public void handBack(StoredList read) {
        throw new UnsupportedOperationException("a refresh hands nothing back");
      }

      @Override
      public void heartbeat(long version, Instant now) {
        store.heartbeat(version, now);
      }
    };
  }

  private void anotherPassAt(int call) {
    calls++;
    if (calls == call) {
      refresh(store).pass(new Trigger.Scheduled());
    }
  }
}

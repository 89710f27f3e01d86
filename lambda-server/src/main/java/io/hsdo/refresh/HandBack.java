package io.hsdo.refresh;

import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Header;
import io.hsdo.table.SlotListStore;
import io.hsdo.table.SlotListStore.Stored;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The way back to the Python program: leaves no slot draining, because that program would send
 * traffic there, and removes the header and all else that it does not write.
 */
final class HandBack {
  /**
   * Longer than a scheduled refresh takes to write its heartbeat, and than the function of a
   * refresh that is still running may take.
   */
  static final Duration QUIET = Duration.ofSeconds(95);

  private final SlotListStore store;
  private final Clock clock;
  private final Sleeper sleeper;

  HandBack(SlotListStore store, Clock clock, Sleeper sleeper) {
    this.store = store;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Hands the table back.
   *
   * @throws RefreshException if there is nothing to hand back, or a refresh is still at work
   */
  void run() throws InterruptedException {
    Header before = header(store.load());
    sleeper.sleep(QUIET.toMillis());
    Stored stored = store.load();
    Header now = header(stored);
    if (now.version() != before.version() || !now.checkedAt().equals(before.checkedAt())) {
      throw new RefreshException(
          "a refresh is still at work (version "
              + now.version()
              + ", checked at "
              + now.checkedAt()
              + "): disable its EventBridge rules or stop the server, then hand back again");
    }
    store.save(stored, withoutDrains(stored, now.size()), PlanNotes.NONE, clock.instant());
    store.handBack(store.load());
  }

  private static Header header(Stored stored) {
    Optional<Header> header = stored.header();
    return header.orElseThrow(
        () -> new RefreshException("the table has no header: it is the Python program's already"));
  }

  private static SlotList withoutDrains(Stored stored, int size) {
    return new SlotList(
        stored.rows().toSlotList(size).slots().stream()
            .map(slot -> slot instanceof Slot.Draining ? new Slot.Empty(slot.number()) : slot)
            .toList());
  }
}

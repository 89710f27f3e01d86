package io.hsdo.commands;

import io.hsdo.refresh.FunctionTimes;
import io.hsdo.refresh.RefreshException;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import io.hsdo.table.SlotListStore;
import io.hsdo.table.StoredList;
import io.hsdo.table.UnknownRow;
import io.hsdo.text.Some;
import io.hsdo.time.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way back to the Python program: leaves no slot draining, because that program would send
 * traffic there, and removes the header and all else that it does not write.
 *
 * <p>A refresh that is still at work, or invoked by its rules, shows by its heartbeat. One that
 * only fails does not; it finds a table that is the Python program's and refuses it.
 */
final class HandBack {
  /** Often enough that nobody waits for what is known already to fail. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private static final int LOOKS_A_LINE = 6;

  private static final Logger LOG = LoggerFactory.getLogger(HandBack.class);

  private final SlotListStore store;
  private final Duration quiet;
  private final Clock clock;
  private final Sleeper sleeper;

  /**
   * @param interval of the standalone server, which writes its heartbeat with a pass
   */
  HandBack(SlotListStore store, Duration interval, Clock clock, Sleeper sleeper) {
    this.store = store;
    this.quiet = FunctionTimes.LONGEST_QUIET.plus(interval);
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Hands the table back.
   *
   * @throws RefreshException if there is nothing to hand back, or a refresh is still at work
   */
  void run() throws InterruptedException {
    Header before = header();
    waitQuietly(before);
    StoredList stored = store.load();
    requireUnchanged(before, header(stored.header()));
    requireKnown(stored.rows().unknown(before.size()));
    store.save(stored, withoutDrains(stored), PlanNotes.NONE, clock.instant());
    LOG.info("removing row 0 and what else the Python program does not write");
    store.handBack(store.load());
  }

  private void waitQuietly(Header before) throws InterruptedException {
    long looks = quiet.plus(LOOK_AGAIN).minusMillis(1).dividedBy(LOOK_AGAIN);
    for (long left = looks; left > 0; left--) {
      if ((looks - left) % LOOKS_A_LINE == 0) {
        LOG.info(
            "looking for {} s whether a refresh is still at work",
            LOOK_AGAIN.multipliedBy(left).toSeconds());
      }
      sleeper.sleep(LOOK_AGAIN.toMillis());
      requireUnchanged(before, header());
    }
  }

  private static void requireUnchanged(Header before, Header now) {
    if (now.version() != before.version() || !now.checkedAt().equals(before.checkedAt())) {
      throw new RefreshException(
          "a refresh is still at work (version "
              + now.version()
              + ", checked at "
              + now.checkedAt()
              + "): disable its EventBridge rules or stop the server, then hand back again");
    }
  }

  private static void requireKnown(List<UnknownRow> unknown) {
    if (!unknown.isEmpty()) {
      throw new RefreshException(
          "rows are missing or refused, and handing back would empty their slots: "
              + Some.of(unknown.stream().map(UnknownRow::description).toList())
              + "; correct them, or let a refresh write them, then hand back again");
    }
  }

  private Header header() {
    return header(store.header(Consistency.STRONG));
  }

  private static Header header(Optional<Header> header) {
    return header.orElseThrow(
        () -> new RefreshException("the table has no header: it is the Python program's already"));
  }

  private static SlotList withoutDrains(StoredList stored) {
    List<Slot> slots = new ArrayList<>();
    for (Slot slot : stored.list().slots()) {
      if (slot instanceof Slot.Draining) {
        LOG.info("slot {}: {} -> empty", slot.number(), slot.description());
        slots.add(new Slot.Empty(slot.number()));
      } else {
        slots.add(slot);
      }
    }
    return new SlotList(slots);
  }
}

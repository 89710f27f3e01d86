package io.hsdo.agent.list;

import static java.util.function.Predicate.not;

import io.hsdo.agent.background.Background;
import io.hsdo.agent.background.Background.Result;
import io.hsdo.agent.background.Backoff;
import io.hsdo.agent.background.WatchedHealth;
import io.hsdo.status.Health;
import io.hsdo.table.SlotListStoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the list to be carried out: the table's, or what was kept in the file if the table does
 * not answer at the start, or is empty, until it does and is not.
 *
 * <p>The table is read on another thread, one read at once. A poll starts a read and waits for it,
 * so that what has changed is carried out by the same poll; but only as long as the table answers
 * promptly. A table that does not is read without waiting, and each poll takes what has come in
 * since the last one.
 */
public final class ListFeed {
  /** What the table has at the start before the file goes first. */
  public static final Duration PATIENCE_AT_START = Duration.ofSeconds(3);

  /**
   * What a command waits, which polls once and has no later poll to hope for: a cold start on a
   * busy machine takes longer than {@link #PATIENCE_AT_START}.
   */
  public static final Duration PATIENCE_OF_A_COMMAND = Duration.ofSeconds(15);

  /**
   * What a poll waits for the table: many times what it takes to read a list, and short enough that
   * HAProxy is still looked at in every interval.
   */
  static final Duration PATIENCE = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(ListFeed.class);

  private final SlotListFollower follower;
  private final Supplier<ListInUse> file;
  private final ListChanges changes;
  private final Clock clock;
  private final Background<ListInUse.FromTable> reading;
  private final Backoff backoff = new Backoff(new Random());
  private final WatchedHealth table;
  private ListInUse inUse = new ListInUse.None();
  private final Duration patienceAtStart;
  private Duration patience;
  private boolean started;

  /**
   * @param file what to use if the table does not answer at the start; says itself why it has
   *     nothing
   * @param changes is told of each list of the table
   * @param thread on which the table is read
   * @param patienceAtStart what the first poll waits for the table
   */
  public ListFeed(
      SlotListFollower follower,
      Supplier<ListInUse> file,
      ListChanges changes,
      Executor thread,
      Clock clock,
      Duration patienceAtStart) {
    this.follower = follower;
    this.file = file;
    this.changes = changes;
    this.clock = clock;
    this.patienceAtStart = patienceAtStart;
    this.patience = patienceAtStart;
    this.reading = new Background<>(thread, clock);
    this.table = new WatchedHealth(LOG, "reading the slot list", clock);
  }

  /** The list of this poll. */
  public ListInUse poll() throws InterruptedException {
    boolean atStart = !started;
    started = true;
    take(Duration.ZERO);
    if (backoff.isOver(clock.instant())) {
      reading.start(this::readTable);
    }
    take(patience);
    if (reading.isUnderWay()) {
      patience = Duration.ZERO;
    }
    if (atStart) {
      afterStart();
    } else if (reading.isOverdue()) {
      reportSilence(Background.OVERDUE);
    }
    return inUse;
  }

  private void afterStart() {
    if (reading.isUnderWay()) {
      reportSilence(patienceAtStart);
    }
    if (inUse.held().filter(not(HeldList::isOfAnEmptyTable)).isEmpty()) {
      ListInUse kept = file.get();
      inUse = kept instanceof ListInUse.FromFile ? kept : inUse;
    }
  }

  private void take(Duration longest) throws InterruptedException {
    Optional<Result<ListInUse.FromTable>> result = reading.take(longest);
    if (result.isEmpty()) {
      return;
    }
    patience = result.get().took().compareTo(PATIENCE) <= 0 ? PATIENCE : Duration.ZERO;
    result.get().tell(this::read, this::failed);
  }

  /** On the other thread: a poll may take the result much later. */
  private ListInUse.FromTable readTable() {
    HeldList list = follower.poll();
    return new ListInUse.FromTable(list, clock.instant());
  }

  private void read(ListInUse.FromTable list) {
    backoff.works();
    table.works();
    if (inUse instanceof ListInUse.FromFile && list.list().isOfAnEmptyTable()) {
      return;
    }
    changes.log(inUse, list.list());
    inUse = list;
  }

  private void failed(RuntimeException problem) {
    backoff.failed(clock.instant());
    report(problem);
  }

  private void reportSilence(Duration lasting) {
    report(
        new SlotListStoreException(
            "the table has not answered within " + lasting.toSeconds() + " s"));
  }

  private void report(RuntimeException problem) {
    table.failed(
        problem,
        inUse instanceof ListInUse.FromTable
            ? "going on with the last good list"
            : "asking again until there is a list");
  }

  public Health table() {
    return table.health();
  }
}

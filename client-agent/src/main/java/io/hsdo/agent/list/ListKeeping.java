package io.hsdo.agent.list;

import io.hsdo.agent.background.Background;
import io.hsdo.agent.background.WatchedHealth;
import io.hsdo.cache.ListFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the table's list in a file for the next start: each new list, and every {@link #CONFIRM},
 * or twice before the file is too old, that the table says it is still the one. A list that lacks
 * slots is not kept: the file may know them. On another thread, for a disk may hang.
 */
public final class ListKeeping {
  /** A list that is this much older than it needs to be is no less fit for a start. */
  static final Duration CONFIRM = Duration.ofMinutes(5);

  /** A full disk is not tried at every poll. */
  static final Duration RETRY = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(ListKeeping.class);

  private final Target target;
  private final Duration confirm;
  private final Clock clock;
  private final Clock wall;
  private final Background<ListInUse.FromTable> writing;
  private final WatchedHealth health;
  private Optional<ListInUse.FromTable> written = Optional.empty();
  private Instant notBefore = Instant.MIN;

  /** Where lists are written to. */
  @FunctionalInterface
  public interface Target {
    void write(HeldList list, Instant confirmedAt);
  }

  /**
   * @param maxAge of a list that a start uses
   * @param clock of {@link ListInUse.FromTable#confirmedAt}
   * @param wall whose time is written down
   */
  public ListKeeping(Target target, Duration maxAge, Executor thread, Clock clock, Clock wall) {
    this.target = target;
    this.confirm = Collections.min(List.of(CONFIRM, maxAge.dividedBy(2)));
    this.clock = clock;
    this.wall = wall;
    this.writing = new Background<>(thread, clock);
    this.health = new WatchedHealth(LOG, "keeping the list for a restart", clock);
  }

  /** Writes {@code list} if it is time to. */
  public void keep(ListInUse list) throws InterruptedException {
    takeResult();
    if (writing.isOverdue()) {
      failed(
          new ListFileException(
              "the disk has not answered within " + Background.OVERDUE.toSeconds() + " s", null));
    }
    if (list instanceof ListInUse.FromTable table && isDue(table)) {
      Instant confirmedAt =
          wall.instant()
              .minus(Duration.between(table.confirmedAt(), clock.instant()))
              .truncatedTo(ChronoUnit.SECONDS);
      writing.start(
          () -> {
            target.write(table.list(), confirmedAt);
            return table;
          });
      takeResult();
    }
  }

  private boolean isDue(ListInUse.FromTable table) {
    return !writing.isUnderWay()
        && table.list().isVouchedFor()
        && table.list().knowsEverySlot()
        && !clock.instant().isBefore(notBefore)
        && (written.isEmpty()
            || !written.get().list().saysTheSameAs(table.list())
            || !table.confirmedAt().isBefore(written.get().confirmedAt().plus(confirm)));
  }

  private void takeResult() throws InterruptedException {
    writing.take(Duration.ZERO).ifPresent(result -> result.tell(this::kept, this::failed));
  }

  private void kept(ListInUse.FromTable list) {
    health.works();
    written = Optional.of(list);
  }

  private void failed(RuntimeException problem) {
    notBefore = clock.instant().plus(RETRY);
    health.failed(
        problem, "restarted while DynamoDB is away, this agent would leave HAProxy as it is");
  }
}

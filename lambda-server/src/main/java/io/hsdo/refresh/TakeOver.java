package io.hsdo.refresh;

import io.hsdo.table.Consistency;
import io.hsdo.table.SlotListStore;
import io.hsdo.table.StoredList;
import io.hsdo.table.VersionConflictException;
import io.hsdo.time.Sleeper;
import java.time.Duration;

/**
 * Keeps a refresh off the table of the Python program, until that was stopped and somebody said so.
 * Its server does not know versions: two writers would undo each other's work.
 */
final class TakeOver {
  /** Several of the Python server's passes, which come every second. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  private final SlotListStore store;
  private final String table;
  private final boolean allowed;
  private final Sleeper sleeper;

  TakeOver(SlotListStore store, String table, boolean allowed, Sleeper sleeper) {
    this.store = store;
    this.table = table;
    this.allowed = allowed;
    this.sleeper = sleeper;
  }

  /**
   * Returns if the table is ours, new, or may be taken over now.
   *
   * @throws RefreshException if not, with what to do
   * @throws VersionConflictException if another refresh has just made it ours
   */
  void requireOurs(StoredList stored) {
    if (!stored.isThePythonPrograms()) {
      return;
    }
    if (store.header(Consistency.STRONG).isPresent()) {
      throw new VersionConflictException(
          "table " + table + " got a header between the reads of its header and its rows");
    }
    if (!allowed) {
      throw new RefreshException(
          "table "
              + table
              + " has no header, as one of the Python program: stop its server if there is one, then"
              + " set SERVER_TAKE_OVER=true");
    }
    waitQuietly();
    if (!store.load().rows().equals(stored.rows())) {
      throw new RefreshException(
          "table " + table + " is still being written: stop the Python program's server first");
    }
  }

  private void waitQuietly() {
    try {
      sleeper.sleep(QUIET.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefreshException("interrupted while taking table " + table + " over");
    }
  }
}

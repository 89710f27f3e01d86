package io.hsdo.plan;

import io.hsdo.slot.RemovalHistory;
import java.time.Instant;

/**
 * How many members may still be removed, in this pass, without AWS having said that they stop. It
 * counts over the last hour, whichever pass and whoever made the removals.
 */
final class RemovalBudget {
  private final RemovalHistory history;
  private final Instant now;
  private final int servedBefore;
  private final int allowed;
  private int spent;

  RemovalBudget(RemovalHistory history, int servedBefore, int percent, Instant now) {
    this.history = history;
    this.now = now;
    this.servedBefore = servedBefore;
    int most = Math.max(servedBefore, history.served(now));
    this.allowed = share(most, percent);
  }

  /** Never none: else a single vanished member would stay in rotation for ever. */
  static int share(int most, int percent) {
    return Math.max(1, most * percent / 100);
  }

  /** Takes one removal out of the budget, if there is one left. */
  boolean take() {
    if (history.removed(now) + spent >= allowed) {
      return false;
    }
    spent++;
    return true;
  }

  String describe() {
    return history.removed(now) + spent + " of " + allowed + " removals of this hour are spent";
  }

  /** What the header should keep once this pass has changed the list. */
  RemovalHistory afterChange() {
    return history.after(now, spent, servedBefore);
  }
}

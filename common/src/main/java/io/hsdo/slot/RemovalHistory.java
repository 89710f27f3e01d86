package io.hsdo.slot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How many members lost their place within the last hour without AWS having said that they stop,
 * and how many served before: what the removal budget is counted against. It is kept in the header
 * of the slot list, so that it outlives every process.
 *
 * @param entries oldest first, one for each {@link #STEP} in which the list was written
 */
public record RemovalHistory(List<Entry> entries) {
  /** How long a removal counts. */
  public static final Duration WINDOW = Duration.ofHours(1);

  /** Keeps the header under 1 kB, so that a heartbeat costs one write unit. */
  public static final Duration STEP = Duration.ofMinutes(5);

  public static final RemovalHistory NONE = new RemovalHistory(List.of());

  /**
   * @param at start of the step, a multiple of {@link #STEP} since the epoch
   * @param removed members released unexplained or drained on mere advice in this step
   * @param served the most that served before one of this step's writes
   */
  public record Entry(Instant at, int removed, int served) {
    public Entry {
      if (removed < 0 || served < 0) {
        throw new IllegalArgumentException(
            "removals of " + at + " are refused: " + removed + "/" + served + " is negative");
      }
    }
  }

  public RemovalHistory {
    entries = List.copyOf(entries);
  }

  /** Removals that still count at {@code now}. */
  public int removed(Instant now) {
    return recent(now).stream().mapToInt(Entry::removed).sum();
  }

  /** The most that served before a write that still counts at {@code now}; 0 if there was none. */
  public int served(Instant now) {
    return recent(now).stream().mapToInt(Entry::served).max().orElse(0);
  }

  /** This history after a write at {@code now}, without what no longer counts. */
  public RemovalHistory after(Instant now, int removed, int servedBefore) {
    Instant step = Grid.floor(now, STEP);
    List<Entry> next = new ArrayList<>(recent(now));
    Entry last = next.isEmpty() ? null : next.get(next.size() - 1);
    if (last != null && !last.at().isBefore(step)) {
      next.set(
          next.size() - 1,
          new Entry(last.at(), last.removed() + removed, Math.max(last.served(), servedBefore)));
    } else {
      next.add(new Entry(step, removed, servedBefore));
    }
    return new RemovalHistory(next);
  }

  /** This history at {@code now}: steps of a clock that was ahead count from now on. */
  public RemovalHistory asOf(Instant now) {
    List<Entry> ahead =
        entries.stream().filter(entry -> ClockSkew.isAhead(entry.at(), now)).toList();
    List<Entry> past = new ArrayList<>(entries);
    past.removeAll(ahead);
    var history = new RemovalHistory(past);
    for (Entry entry : ahead) {
      history = history.after(now, entry.removed(), entry.served());
    }
    return history;
  }

  private List<Entry> recent(Instant now) {
    Instant oldest = now.minus(WINDOW);
    return entries.stream().filter(entry -> entry.at().plus(STEP).isAfter(oldest)).toList();
  }
}

package io.hsdo.local.cloud.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The cloud's own time: where it stands, and the steps that are due later. A step runs with {@link
 * #now()} at the instant it was due, however late somebody looks, so that the same calls at the
 * same times always lead to the same history.
 */
final class Timeline {
  private final PriorityQueue<Step> steps =
      new PriorityQueue<>(Comparator.comparing(Step::due).thenComparing(Step::sequence));
  private Instant now;
  private long sequence;

  Timeline(Instant start) {
    now = start;
  }

  Instant now() {
    return now;
  }

  void in(Duration delay, Runnable action) {
    steps.add(new Step(now.plus(delay), sequence++, action));
  }

  /** Runs the steps of the first instant at which any is due by {@code limit}; false if none is. */
  boolean runNext(Instant limit) {
    Step first = steps.peek();
    if (first == null || first.due().isAfter(limit)) {
      return false;
    }
    reach(first.due());
    var due = new ArrayList<Step>();
    for (Step next = first; next != null && !next.due().isAfter(now); next = steps.peek()) {
      due.add(steps.remove());
    }
    due.forEach(step -> step.action().run());
    return true;
  }

  /** Moves on to {@code instant}; a clock that was set back leaves this time where it is. */
  void reach(Instant instant) {
    if (instant.isAfter(now)) {
      now = instant;
    }
  }

  private record Step(Instant due, long sequence, Runnable action) {}
}

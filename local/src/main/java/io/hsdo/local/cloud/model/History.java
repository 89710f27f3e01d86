package io.hsdo.local.cloud.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** What the cloud looked like over the last minutes, for answers that lag behind. */
final class History {
  /** Bounds memory: a snapshot of 5,000 instances holds about as many references. */
  static final Duration SPAN = Duration.ofMinutes(2);

  private final Deque<Entry> entries = new ArrayDeque<>();

  void add(Instant at, Snapshot snapshot) {
    Entry last = entries.peekLast();
    if (last != null && last.snapshot().isSameAs(snapshot)) {
      return;
    }
    if (last != null && last.at().equals(at)) {
      entries.removeLast();
    }
    entries.addLast(new Entry(at, snapshot));
    Instant oldest = at.minus(SPAN);
    while (entries.size() > 1 && !second().at().isAfter(oldest)) {
      entries.removeFirst();
    }
  }

  /** What it looked like then; empty before the first entry. */
  Snapshot at(Instant instant) {
    Iterator<Entry> newestFirst = entries.descendingIterator();
    while (newestFirst.hasNext()) {
      Entry entry = newestFirst.next();
      if (!entry.at().isAfter(instant)) {
        return entry.snapshot();
      }
    }
    return Snapshot.empty();
  }

  private Entry second() {
    Iterator<Entry> oldestFirst = entries.iterator();
    oldestFirst.next();
    return oldestFirst.next();
  }

  private record Entry(Instant at, Snapshot snapshot) {}
}

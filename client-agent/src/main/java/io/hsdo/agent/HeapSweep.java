package io.hsdo.agent;

import io.hsdo.agent.list.HeldList;
import io.hsdo.agent.list.ListInUse;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Gives back the room that reading a list and carrying it out took: megabytes of what was needed
 * for a moment have then outlived the new generation, and Java 25 lets the heap grow to its limit
 * before it looks at them again.
 *
 * <p>It is done once after a list was read, some polls later, and only if the heap has grown.
 */
final class HeapSweep {
  /** By then the list is carried out and kept in its file, also by an agent that just started. */
  private static final int POLLS_LATER = 2;

  private final LongSupplier heapSize;
  private final Runnable collector;
  private long leastSize;
  private Optional<Instant> scannedAt = Optional.empty();
  private int pollsSince;

  /**
   * @param heapSize what the heap takes of the machine's memory, used or not
   * @param collector collects the whole heap
   */
  HeapSweep(LongSupplier heapSize, Runnable collector) {
    this.heapSize = heapSize;
    this.collector = collector;
  }

  static HeapSweep ofThisJvm() {
    return new HeapSweep(Runtime.getRuntime()::totalMemory, System::gc);
  }

  /** To be told of the list of every poll. One that is read anew by each is left to the JVM. */
  void after(ListInUse list) {
    Optional<Instant> read = list.held().map(HeldList::scannedAt);
    pollsSince = read.equals(scannedAt) ? pollsSince + 1 : 0;
    scannedAt = read;
    if (read.isPresent() && pollsSince == POLLS_LATER && heapSize.getAsLong() > leastSize) {
      collector.run();
      leastSize = heapSize.getAsLong();
    }
  }
}

package io.hsdo.agent;

import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Gives back the room that reading a list and carrying it out took: megabytes of what was needed
 * for a moment have then outlived the new generation, and Java 25 lets the heap grow to its limit
 * before it looks at them again.
 *
 * <p>It is done once after a list was read, one poll later, and only if the heap has grown.
 */
final class HeapSweep {
  private final LongSupplier heapSize;
  private final Runnable collector;
  private long leastSize;
  private Optional<Instant> looked = Optional.empty();
  private Optional<Instant> before = Optional.empty();

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
    Optional<Instant> scannedAt = list.held().map(HeldList::scannedAt);
    if (scannedAt.equals(before) && !scannedAt.equals(looked)) {
      looked = scannedAt;
      if (heapSize.getAsLong() > leastSize) {
        collector.run();
        leastSize = heapSize.getAsLong();
      }
    }
    before = scannedAt;
  }
}

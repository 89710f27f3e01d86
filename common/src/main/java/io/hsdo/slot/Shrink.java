package io.hsdo.slot;

import java.time.Instant;

/**
 * A smaller size that was asked for.
 *
 * @param size N, as it should become
 * @param since when it was first asked for without a break
 */
public record Shrink(int size, Instant since) {
  public Shrink {
    if (size < 1) {
      throw new IllegalArgumentException("size " + size + " is refused: expected 1 or more");
    }
  }
}

package io.hsdo.commands;

import io.hsdo.slot.Slot;
import java.time.Instant;
import java.util.Optional;

/**
 * How a seated member stands.
 *
 * @param state {@code serving}, {@code unexplained} (it serves, but its group no longer lists it)
 *     or {@code draining}
 * @param since when that began; empty where the row does not tell
 */
record SlotStatus(
    String state, Optional<Instant> since, Optional<String> reason, Optional<Instant> drainUntil) {
  static SlotStatus of(Slot slot) {
    if (slot instanceof Slot.Draining draining) {
      return new SlotStatus(
          "draining", draining.since(), Optional.of(draining.reason().text()), draining.hookDue());
    }
    if (slot instanceof Slot.Serving serving) {
      return new SlotStatus(
          serving.missingSince().isPresent() ? "unexplained" : "serving",
          serving.servingSince(),
          serving.missingSince().map(Slot::notListed),
          Optional.empty());
    }
    return new SlotStatus("free", Optional.empty(), Optional.empty(), Optional.empty());
  }
}

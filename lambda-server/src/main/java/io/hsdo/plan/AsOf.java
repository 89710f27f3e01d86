package io.hsdo.plan;

import io.hsdo.slot.ClockSkew;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Shrink;
import io.hsdo.slot.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is stored, as it can be at an instant: what was written by a clock that was ahead is brought
 * down to {@code now}, and the end of a drain to the end of one that begins now. All that follows
 * thus waits as long as it is meant to, and no longer.
 *
 * @param drain how long a drain lasts under our hook
 */
record AsOf(Instant now, Duration drain) {
  Slot slot(Slot slot) {
    if (slot instanceof Slot.Serving serving) {
      return new Slot.Serving(
          serving.number(),
          serving.member(),
          serving.weight(),
          past(serving.servingSince()),
          past(serving.missingSince()));
    }
    if (slot instanceof Slot.Draining draining) {
      return new Slot.Draining(
          draining.number(),
          draining.member(),
          draining.reason(),
          past(draining.since()),
          draining.hookDue().map(due -> ClockSkew.atMost(now.plus(drain), due)),
          past(draining.missingSince()));
    }
    return slot;
  }

  PlanNotes notes(PlanNotes notes) {
    return new PlanNotes(
        notes.removals().asOf(now),
        notes.shrink().map(shrink -> new Shrink(shrink.size(), past(shrink.since()))));
  }

  private Instant past(Instant instant) {
    return ClockSkew.atMost(now, instant);
  }

  private Optional<Instant> past(Optional<Instant> instant) {
    return instant.map(this::past);
  }
}

package io.hsdo.plan;

import io.hsdo.slot.ClockSkew;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Shrink;
import io.hsdo.slot.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Corrects stored times that lie in the future, because the clock of whoever wrote them was ahead:
 * the beginning of something is {@code now} at the latest, and the end of a drain that of one that
 * begins now. Otherwise ramps, drains and the budget would wait until that clock's time has come.
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

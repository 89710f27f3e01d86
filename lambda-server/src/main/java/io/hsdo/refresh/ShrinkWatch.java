package io.hsdo.refresh;

import io.hsdo.plan.Plan;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Shrink;
import io.hsdo.table.Header;
import io.hsdo.time.Pace;
import java.time.Duration;
import java.util.Optional;

/**
 * Notices a second refresh of the same table that is configured for a larger list. This one notes
 * in the header that it asks for less, the other takes the note out, as it must if the smaller size
 * was a mistake. So the list stays as it is, but each would write in every pass: who finds its note
 * gone makes it anew a minute later.
 */
final class ShrinkWatch {
  private static final Pace NOTES = new Pace(Duration.ofMinutes(1));

  private Optional<Shrink> noted = Optional.empty();

  /** Whether the note that this plan makes was made less than a minute ago, and is gone. */
  boolean isContested(Plan plan, Optional<Header> header) {
    Optional<Shrink> wanted = plan.notes().shrink();
    boolean isThere = wanted.equals(header.flatMap(known -> known.notes().shrink()));
    boolean contested =
        !isThere
            && wanted.isPresent()
            && noted
                .filter(before -> before.size() == wanted.get().size())
                .filter(before -> !NOTES.isDue(before.since(), wanted.get().since()))
                .isPresent();
    if (!contested) {
      noted = wanted;
    }
    return contested;
  }

  /** The notes of a plan but for its smaller size, about which the header stays as it is. */
  static PlanNotes withoutOurs(Plan plan, Optional<Header> header) {
    return new PlanNotes(plan.notes().removals(), header.flatMap(known -> known.notes().shrink()));
  }
}

package io.hsdo.refresh;

import io.hsdo.plan.PlanSettings;
import io.hsdo.slot.Shrink;
import java.time.temporal.ChronoUnit;

/** What people are told while a list is longer than is asked for. */
public final class ShrinkText {
  /** When that ends. */
  public static final String CONDITION =
      "it gets shorter when that has been so for %d minutes and no more members are listed"
          .formatted(PlanSettings.SHRINK_HELD_FOR.toMinutes());

  private ShrinkText() {}

  /** Of a list of {@code size} slots. */
  public static String of(int size, Shrink smaller) {
    return "the list has %s slots and %s are asked for since %s: %s"
        .formatted(
            size, smaller.size(), smaller.since().truncatedTo(ChronoUnit.SECONDS), CONDITION);
  }
}

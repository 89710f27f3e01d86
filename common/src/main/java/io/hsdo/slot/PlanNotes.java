package io.hsdo.slot;

import java.util.Optional;

/**
 * What one plan leaves for the next. It is kept in the header of the slot list, so that it outlives
 * every process and is the same for every writer.
 *
 * @param removals what the removal budget is counted against
 * @param shrink a smaller size that was asked for and is not reached yet
 */
public record PlanNotes(RemovalHistory removals, Optional<Shrink> shrink) {
  public static final PlanNotes NONE = new PlanNotes(RemovalHistory.NONE, Optional.empty());
}

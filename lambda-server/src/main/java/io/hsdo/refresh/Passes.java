package io.hsdo.refresh;

import io.hsdo.plan.Plan;
import io.hsdo.plan.Trigger;
import java.util.Optional;

/** Whoever runs a pass when asked. */
@FunctionalInterface
public interface Passes {
  /**
   * Runs one pass.
   *
   * @throws RuntimeException if it changed nothing, or not all it had to; the next pass starts anew
   */
  Outcome pass(Trigger trigger);

  /**
   * What a pass did.
   *
   * @param plan empty if the trigger was about a stranger, and nothing was planned
   * @param conflicts how often another writer was faster
   */
  record Outcome(Optional<Plan> plan, int conflicts) {}
}

package io.hsdo.refresh;

import io.hsdo.plan.Trigger;

/** Whoever runs a pass when asked. */
@FunctionalInterface
public interface Passes {
  /**
   * Runs one pass.
   *
   * @throws RuntimeException if it changed nothing, or not all it had to; the next pass starts anew
   */
  Refresh.Outcome pass(Trigger trigger);
}

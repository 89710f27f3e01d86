package io.hsdo.agent;

import java.time.Instant;

/** Whether a part that the agent depends on works. */
sealed interface Health {
  /** It was not asked yet. */
  record Unknown() implements Health {}

  record Works() implements Health {}

  /**
   * @param problem of the last attempt
   */
  record Fails(Instant since, String problem) implements Health {}
}

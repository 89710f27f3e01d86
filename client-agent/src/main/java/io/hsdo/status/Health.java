package io.hsdo.status;

import java.time.Instant;

/** Whether a part that the agent depends on works. */
public sealed interface Health {
  /** In a word. */
  String text();

  /** It was not asked yet. */
  record Unknown() implements Health {
    @Override
    public String text() {
      return "unknown";
    }
  }

  record Works() implements Health {
    @Override
    public String text() {
      return "works";
    }
  }

  /**
   * @param problem of the last attempt
   * @param answers whether it answered that, so that something else is wrong
   */
  record Fails(Instant since, String problem, boolean answers) implements Health {
    @Override
    public String text() {
      return "fails";
    }
  }
}

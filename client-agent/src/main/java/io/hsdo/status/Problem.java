package io.hsdo.status;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that is not as it should be.
 *
 * @param what in a sentence, names first
 * @param lasting for how long it has been so, where that is known
 * @param remedy what to do about it
 */
record Problem(Severity severity, String what, Optional<Duration> lasting, String remedy) {
  enum Severity {
    /** Requests fail, or nobody looks after HAProxy. */
    CRITICAL,
    /** Traffic goes on, but not for good. */
    WARNING;

    String text() {
      return this == CRITICAL ? "critical" : "warning";
    }
  }

  static Problem critical(String what, Optional<Duration> lasting, String remedy) {
    return new Problem(Severity.CRITICAL, what, lasting, remedy);
  }

  static Problem warning(String what, Optional<Duration> lasting, String remedy) {
    return new Problem(Severity.WARNING, what, lasting, remedy);
  }
}

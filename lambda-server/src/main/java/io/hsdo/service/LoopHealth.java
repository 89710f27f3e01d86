package io.hsdo.service;

import io.hsdo.http.HttpReply;
import io.hsdo.text.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether the loop turns, for whoever decides by that alone; the rest is words for people. That
 * passes fail, however long, is no reason to start the program again: the next one would fail too.
 */
final class LoopHealth {
  /** Longer than a pass whose every call takes all the time that it is given. */
  private static final Duration LONGEST_PASS = Duration.ofMinutes(5);

  private final Duration patience;
  private final LongSupplier nanos;
  private final Clock clock;

  /** Written by the loop, read by whoever asks. */
  private volatile Turn last;

  /**
   * Health of a loop that begins now.
   *
   * @param nanos a clock that nobody sets
   */
  LoopHealth(Duration interval, LongSupplier nanos, Clock clock) {
    this.patience = interval.plus(LONGEST_PASS);
    this.nanos = nanos;
    this.clock = clock;
    this.last = new Turn(nanos.getAsLong(), "the first pass is under way", Optional.empty());
  }

  /** How a turn ended, and since when its like have failed. */
  private record Turn(long endedAt, String words, Optional<Instant> failingSince) {}

  void succeeded() {
    last = new Turn(nanos.getAsLong(), "the last pass succeeded", Optional.empty());
  }

  void failed(RuntimeException problem) {
    Instant since = last.failingSince().orElseGet(clock::instant);
    last =
        new Turn(
            nanos.getAsLong(),
            "passes fail since "
                + since.truncatedTo(ChronoUnit.SECONDS)
                + ", and the list stays as it is: "
                + Reason.of(problem),
            Optional.of(since));
  }

  HttpReply reply() {
    Turn turn = last;
    Duration age = Duration.ofNanos(nanos.getAsLong() - turn.endedAt());
    return age.compareTo(patience) > 0
        ? HttpReply.text(503, "hanging: no pass has ended for " + age.toSeconds() + " s\n")
        : HttpReply.text(200, "ok: the loop turns; " + turn.words() + "\n");
  }
}

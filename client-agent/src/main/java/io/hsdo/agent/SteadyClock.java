package io.hsdo.agent;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock that nobody sets: it starts at the time of the wall and goes on at the machine's own
 * pace. So that a clock put back by an hour does not keep the agent from asking for an hour.
 */
final class SteadyClock extends Clock {
  private final Instant start;
  private final LongSupplier nanos;
  private final long startNanos;

  private SteadyClock(Instant start, LongSupplier nanos) {
    this.start = start;
    this.nanos = nanos;
    this.startNanos = nanos.getAsLong();
  }

  static SteadyClock startingNow() {
    return startingAt(Clock.systemUTC().instant(), System::nanoTime);
  }

  static SteadyClock startingAt(Instant start, LongSupplier nanos) {
    return new SteadyClock(start, nanos);
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos.getAsLong() - startNanos);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}

package io.hsdo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void clockGoesOnFromItsStartAtTheMachinesPace() {
    var nanos = new AtomicLong(-5_000_000_000L);
    var clock = SteadyClock.startingAt(START, nanos::get);
    assertThat(clock.instant()).isEqualTo(START);

    nanos.addAndGet(Duration.ofSeconds(90).toNanos());

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(90));
  }
}

package io.hsdo.agent.background;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When to ask again something that fails: later and later, never all agents at once. */
public final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(250);

  /** Bounds how long an agent goes on with an old list once the table answers again. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final RandomGenerator random;
  private Duration next = FIRST;
  private Instant notBefore = Instant.MIN;

  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  public boolean isOver(Instant now) {
    return !now.isBefore(notBefore);
  }

  public void failed(Instant now) {
    long half = next.toMillis() / 2;
    notBefore = now.plusMillis(half + random.nextLong(half + 1));
    next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
  }

  public void works() {
    next = FIRST;
    notBefore = Instant.MIN;
  }
}

package io.hsdo.plan;

import io.hsdo.slot.Grid;
import io.hsdo.slot.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a weight grows with age: {@code min(max, min + increase * floor(age / interval))}, looked at
 * on the multiples of the interval since the epoch. So all slots step at the same instants, in one
 * write, and the weight does not depend on how often somebody looked.
 *
 * @param min 0..256, weight of a newcomer
 * @param max at least {@code min}, at most 256
 * @param increase at least 1, added every interval
 * @param interval at least a second
 */
public record Ramp(int min, int max, int increase, Duration interval) {
  public Ramp {
    if (min < 0 || max < min || max > Slot.MAX_WEIGHT) {
      throw new IllegalArgumentException(
          "weights from " + min + " to " + max + " are refused: expected 0 <= min <= max <= 256");
    }
    if (increase < 1 || interval.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "a ramp by "
              + increase
              + " every "
              + interval
              + " is refused: expected 1 or more of each");
    }
  }

  /** The weight at {@code now} of a member that serves since {@code since}. */
  public int weight(Instant since, Instant now) {
    Duration age = Duration.between(since, Grid.floor(now, interval));
    // Duration.dividedBy would be exact to the nanosecond, in decimals, for every slot at every
    // pass.
    long steps = age.isNegative() ? 0 : age.toMillis() / interval.toMillis();
    return (int) Math.min(max, min + increase * Math.min(steps, Slot.MAX_WEIGHT));
  }

  /** The instant from which the ramp would have reached {@code weight} by {@code now}. */
  public Instant sinceFor(int weight, Instant now) {
    long steps = Math.max(0, -Math.floorDiv(min - Math.min(weight, max), increase));
    return Grid.floor(now, interval).minus(interval.multipliedBy(steps));
  }

  /** When {@code weight} grows next; empty at its maximum. */
  public Optional<Instant> nextStep(int weight, Instant since, Instant now) {
    if (weight >= max) {
      return Optional.empty();
    }
    long steps = Math.max(0, Math.floorDiv(weight - min, increase) + 1);
    Instant reached = Grid.ceiling(since.plus(interval.multipliedBy(steps)), interval);
    Instant next = Grid.floor(now, interval).plus(interval);
    return Optional.of(reached.isAfter(next) ? reached : next);
  }
}

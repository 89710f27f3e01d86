package io.hsdo.local.bench;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What some passes of the refresh took together.
 *
 * @param cpuNanos of the whole process, its compiler and collector included
 * @param allocated bytes
 * @param changes slots that they changed
 */
record PassCost(long passes, long cpuNanos, long wallNanos, long allocated, long changes) {
  private static final Pattern LINE = Pattern.compile("cost( \\d+){5}");

  /** What {@link #toString} has written; empty if it is anything else. */
  static Optional<PassCost> parse(String line) {
    if (!LINE.matcher(line).matches()) {
      return Optional.empty();
    }
    long[] numbers =
        Arrays.stream(line.split(" ", -1)).skip(1).mapToLong(Long::parseLong).toArray();
    return Optional.of(new PassCost(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]));
  }

  double cpuMillis() {
    return cpuNanos / 1e6;
  }

  double cpuMillisEach() {
    return cpuMillis() / passes;
  }

  double wallMillisEach() {
    return wallNanos / 1e6 / passes;
  }

  long allocatedEach() {
    return allocated / passes;
  }

  @Override
  public String toString() {
    return "cost " + passes + " " + cpuNanos + " " + wallNanos + " " + allocated + " " + changes;
  }
}

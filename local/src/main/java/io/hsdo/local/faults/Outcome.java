package io.hsdo.local.faults;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of a fault.
 *
 * @param held how long it was kept up
 * @param answered requests during it that went well
 * @param failed and those that did not
 * @param ready how many servers took traffic during it
 * @param meanwhile how long it took to bring about what had to be, while it lasted
 * @param rightAfter from its end until HAProxy was as the list says
 * @param lines what the agent said of it
 * @param complaints what must not be; empty if all was as it should
 */
public record Outcome(
    Duration held,
    long answered,
    long failed,
    String ready,
    Optional<Duration> meanwhile,
    Duration rightAfter,
    List<String> lines,
    List<String> complaints) {
  public Outcome {
    lines = List.copyOf(lines);
    complaints = List.copyOf(complaints);
  }
}

package io.hsdo.agent;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The status of the last poll: set by the loop, read by any thread. */
final class LatestStatus implements Consumer<AgentStatus>, Supplier<AgentStatus> {
  private volatile AgentStatus latest;

  LatestStatus(Instant start) {
    latest = AgentStatus.starting(start);
  }

  @Override
  public void accept(AgentStatus status) {
    latest = status;
  }

  @Override
  public AgentStatus get() {
    return latest;
  }
}

package io.hsdo.agent.monitoring;

import io.hsdo.agent.list.ListInUse;
import io.hsdo.agent.poll.AgentStatus;
import io.hsdo.table.Header;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** How long no refresh has found the list right. */
public final class RefreshAge implements Consumer<AgentStatus> {
  private final boolean asWritten;
  private volatile Optional<Beat> last = Optional.empty();

  private record Beat(Instant checkedAt, Instant countsFrom) {}

  private RefreshAge(boolean asWritten) {
    this.asWritten = asWritten;
  }

  /**
   * For an agent that goes on, by its own clock, so that the clock of whoever runs the refresh does
   * not matter: what was written before the agent started counts from its start.
   */
  public static RefreshAge asSeen() {
    return new RefreshAge(false);
  }

  /** For a single look, which has nothing but the header's word to go by. */
  public static RefreshAge asWritten() {
    return new RefreshAge(true);
  }

  @Override
  public void accept(AgentStatus status) {
    if (!(status.list() instanceof ListInUse.FromTable table)) {
      return;
    }
    Optional<Instant> checkedAt = table.list().header().map(Header::checkedAt);
    if (checkedAt.isEmpty() || !last.map(Beat::checkedAt).equals(checkedAt)) {
      last = checkedAt.map(beat -> new Beat(beat, start(beat, status.poll().endedAt())));
    }
  }

  private Instant start(Instant checkedAt, Instant seenAt) {
    return asWritten && checkedAt.isBefore(seenAt) ? checkedAt : seenAt;
  }

  /** Empty on a table of the Python program, and before the table was read. */
  Optional<Duration> at(Instant now) {
    return last.map(beat -> Duration.between(beat.countsFrom(), now));
  }
}

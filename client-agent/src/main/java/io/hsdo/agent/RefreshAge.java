package io.hsdo.agent;

import io.hsdo.table.Header;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How long no refresh has been seen to find the list right. By the agent's own clock, so that the
 * clock of whoever runs the refresh does not matter: what was written before the agent started
 * counts from its start.
 */
final class RefreshAge implements Consumer<AgentStatus> {
  private volatile Optional<Beat> last = Optional.empty();

  private record Beat(Instant checkedAt, Instant seenAt) {}

  @Override
  public void accept(AgentStatus status) {
    if (!(status.list() instanceof ListInUse.FromTable table)) {
      return;
    }
    Optional<Instant> checkedAt = table.list().header().map(Header::checkedAt);
    if (checkedAt.isEmpty() || !last.map(Beat::checkedAt).equals(checkedAt)) {
      last = checkedAt.map(beat -> new Beat(beat, status.polledAt()));
    }
  }

  /** Empty on a table of the Python program, and before the table was read. */
  Optional<Duration> at(Instant now) {
    return last.map(beat -> Duration.between(beat.seenAt(), now));
  }
}

package io.hsdo.agent.monitoring;

import io.hsdo.agent.list.ListInUse;
import io.hsdo.agent.poll.AgentStatus;
import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.table.Header;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Follows versions of the table's list until HAProxy carries them. That it does is only known one
 * poll after the one that wrote; the time is that of the one that wrote.
 */
final class Propagation {
  private final Clock wall;
  private Optional<Carrying> latest = Optional.empty();
  private Optional<Long> applied = Optional.empty();

  /** A version, and when the last poll ended that had something to do for it, or saw it first. */
  private record Carrying(long version, Instant doneAt) {}

  Propagation(Clock wall) {
    this.wall = wall;
  }

  /** The last version that was carried out fully; empty until one was. Read by other threads. */
  synchronized Optional<Long> appliedVersion() {
    return applied;
  }

  /** How long a version took that this poll proved to be carried out, unless it is the first. */
  synchronized Optional<Duration> after(AgentStatus status) {
    Optional<Header> header =
        status.list() instanceof ListInUse.FromTable table
            ? table.list().header()
            : Optional.empty();
    if (header.isEmpty()) {
      return Optional.empty();
    }
    long version = header.get().version();
    boolean idle = status.poll().haproxy().last().filter(HaproxyPass::isQuiet).isPresent();
    if (!idle || latest.filter(known -> known.version() == version).isEmpty()) {
      latest = Optional.of(new Carrying(version, wall.instant()));
    }
    if (!status.isInLine() || applied.equals(Optional.of(version))) {
      return Optional.empty();
    }
    boolean first = applied.isEmpty();
    applied = Optional.of(version);
    return first
        ? Optional.empty()
        : latest.map(
            carried -> {
              var took = Duration.between(header.get().updatedAt(), carried.doneAt());
              return took.isNegative() ? Duration.ZERO : took;
            });
  }
}

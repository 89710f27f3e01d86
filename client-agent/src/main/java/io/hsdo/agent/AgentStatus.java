package io.hsdo.agent;

import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.reconcile.Difference;
import io.hsdo.reconcile.Placement;
import io.hsdo.reconcile.Reconciliation;
import io.hsdo.status.Health;
import io.hsdo.status.Withheld;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the agent knows after a poll, for whoever shows it. It only refers to what the poll has made
 * anyway, so that it costs nothing, and is never changed.
 *
 * @param polledAt when the poll ended, by a clock that nobody sets
 * @param list the list in use: from table or file, its version, slots and refused rows, and when it
 *     was confirmed
 * @param placement where members are placed; empty while this host's zone is unknown
 * @param table whether DynamoDB answers
 * @param haproxy whether HAProxy's socket answers
 * @param lastPass the last pass that HAProxy answered, of this poll if {@code haproxy} works: its
 *     process, version and uptime, observed and desired servers, their differences, refused
 *     commands
 * @param withheld why HAProxy is left as it is although it answers; empty if it is not
 * @param contested servers that another writer keeps changing
 */
record AgentStatus(
    Instant polledAt,
    ListInUse list,
    Optional<Placement> placement,
    Health table,
    Health haproxy,
    Optional<HaproxyPass> lastPass,
    Optional<Withheld> withheld,
    List<Difference> contested) {
  AgentStatus {
    contested = List.copyOf(contested);
  }

  /** Before the first poll. */
  static AgentStatus starting(Instant now) {
    return new AgentStatus(
        now,
        new ListInUse.None(),
        Optional.empty(),
        new Health.Unknown(),
        new Health.Unknown(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** Whether everything answered, and HAProxy was not left as it is. */
  boolean isGood() {
    return table instanceof Health.Works && haproxy instanceof Health.Works && withheld.isEmpty();
  }

  /**
   * Whether the last look at HAProxy found every server as the list has it: what a poll has just
   * written is proved by the next one.
   */
  boolean isInLine() {
    return haproxy instanceof Health.Works
        && lastPass.filter(AgentStatus::carriesAllThatIsDesired).isPresent();
  }

  private static boolean carriesAllThatIsDesired(HaproxyPass pass) {
    Reconciliation left = pass.reconciliation();
    return !pass.desired().isEmpty()
        && left.differences().isEmpty()
        && left.missing().isEmpty()
        && left.unreachable().isEmpty();
  }
}

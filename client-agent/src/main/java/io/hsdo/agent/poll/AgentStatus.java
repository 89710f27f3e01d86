package io.hsdo.agent.poll;

import io.hsdo.agent.list.ListInUse;
import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.reconcile.Reconciliation;
import io.hsdo.status.Health;
import io.hsdo.status.Poll;
import java.time.Instant;

/**
 * What the agent knows after a poll, for whoever shows it.
 *
 * @param list the list in use: from table or file, its version, slots and unknown rows, and when it
 *     was confirmed
 */
public record AgentStatus(ListInUse list, Poll poll) {
  /** Before the first poll. */
  public static AgentStatus starting(Instant now) {
    return new AgentStatus(new ListInUse.None(), Poll.none(now));
  }

  /** Whether everything answered, and HAProxy was not left as it is. */
  public boolean isGood() {
    return poll.table() instanceof Health.Works
        && poll.haproxy().current().isPresent()
        && poll.withheld().isEmpty();
  }

  /**
   * Whether the last look at HAProxy found every server as the list has it: what a poll has just
   * written is proved by the next one.
   */
  public boolean isInLine() {
    return poll.haproxy().current().filter(AgentStatus::carriesAllThatIsDesired).isPresent();
  }

  private static boolean carriesAllThatIsDesired(HaproxyPass pass) {
    Reconciliation left = pass.reconciliation();
    return !pass.desired().isEmpty()
        && left.differences().isEmpty()
        && left.missing().isEmpty()
        && left.unreachable().isEmpty();
  }
}

package io.hsdo.consul;

import io.hsdo.plan.FleetMember;
import io.hsdo.plan.MemberState;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An instance of a service, as Consul describes it.
 *
 * @param address of the service; empty if it is the node's
 * @param statuses of its checks and of its node's
 * @param createIndex when it was registered, in Consul's own count of changes
 */
record ServiceInstance(
    String service,
    String node,
    String nodeAddress,
    String id,
    String address,
    List<String> statuses,
    Optional<Long> createIndex) {
  ServiceInstance {
    statuses = List.copyOf(statuses);
  }

  /** Node names have no slash, so that no two instances have one id; others are refused. */
  String memberId() {
    return node + "/" + id;
  }

  /**
   * It as a member of the fleet.
   *
   * @throws IllegalArgumentException naming what no member can have: its name, or its address
   */
  FleetMember asMember() {
    if (node.contains("/")) {
      throw new IllegalArgumentException(
          "node name '" + node + "' is refused: what is behind a slash is the id of the service");
    }
    Member member =
        new Member(
            memberId(),
            Address.of(address.isEmpty() ? nodeAddress : address),
            service,
            Optional.empty());
    return new FleetMember(
        member.id(),
        member.group(),
        Optional.of(member.address()),
        member.zone(),
        launchTime(),
        state());
  }

  /**
   * Consul tells no time. Newcomers are seated in the order of this, and it is nothing else: every
   * number of nanoseconds is an instant, not every number of seconds.
   */
  private Optional<Instant> launchTime() {
    return createIndex.map(index -> Instant.ofEpochSecond(0, index));
  }

  /**
   * A critical check is advice, as the verdict of an Auto Scaling Group is: maintenance, of the
   * instance or of its node, is a critical check too. A check that warns changes nothing.
   */
  private MemberState state() {
    if (statuses.contains("critical") || statuses.contains("maintenance")) {
      return new MemberState.Draining(DrainReason.UNHEALTHY, false);
    }
    return List.of("passing", "warning").containsAll(statuses)
        ? new MemberState.Serving()
        : new MemberState.Unknown();
  }

  /** A member of which nothing can be believed: who is seated stays, who is not waits. */
  FleetMember asUnknown() {
    return FleetMember.of(memberId(), service, Optional.empty(), new MemberState.Unknown());
  }
}

package io.hsdo.plan;

import io.hsdo.slot.DrainReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Why a pass runs. It only hurries the pass along: every pass looks at the whole state. */
public sealed interface Trigger {
  /** The member's state, given the fleet's word and what this trigger adds. */
  default MemberState heard(String memberId, MemberState state, Instant now) {
    return state;
  }

  /** Its turn has come. */
  record Scheduled() implements Trigger {}

  /** Ids of members that it speaks of, to be asked about although they may have no slot. */
  default Set<String> about() {
    return Set.of();
  }

  /**
   * Something happened in a group.
   *
   * @param memberId to whom; empty if the event does not tell
   */
  record GroupChanged(String group, Optional<String> memberId) implements Trigger {
    public GroupChanged(String group) {
      this(group, Optional.empty());
    }

    @Override
    public Set<String> about() {
      return memberId.map(Set::of).orElse(Set.of());
    }
  }

  /** EC2 spoke of one instance, which may be anybody's. */
  sealed interface MemberSignal extends Trigger {
    String memberId();

    @Override
    default Set<String> about() {
      return Set.of(memberId());
    }
  }

  /** It changed its state, or may have to go: what that means, the fleet knows. */
  record MemberChanged(String memberId) implements MemberSignal {}

  /** AWS is about to take a spot instance. */
  record SpotWarning(String memberId, Instant at) implements MemberSignal {
    /** AWS takes it two minutes after its warning; an older warning tells nothing. */
    private static final Duration HOLDS = Duration.ofMinutes(2);

    @Override
    public MemberState heard(String id, MemberState state, Instant now) {
      boolean saysNothing =
          state instanceof MemberState.Serving || state instanceof MemberState.Unknown;
      return id.equals(memberId) && saysNothing && now.isBefore(at.plus(HOLDS))
          ? new MemberState.Draining(DrainReason.SPOT_INTERRUPTION, false)
          : state;
    }
  }

  /** An operator accepts that these members are gone, until an instant. */
  record Accept(Set<String> memberIds, Instant until) implements Trigger {
    /** It is for what is held now, not for whatever may be held later. */
    public static final Duration LONGEST = Duration.ofMinutes(10);

    public Accept {
      memberIds = Set.copyOf(memberIds);
    }

    /** What an operator accepts who has just said so. */
    public static Accept now(Set<String> memberIds, Instant now) {
      return new Accept(memberIds, now.plus(LONGEST));
    }
  }
}

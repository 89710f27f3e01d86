package io.hsdo.plan;

import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import java.time.Instant;
import java.util.Optional;

/**
 * A member as the fleet describes it.
 *
 * @param address empty where the fleet did not tell: of members with a slot it is asked only where
 *     it may be in doubt
 * @param launchTime newcomers are seated in its order; empty where the fleet did not tell
 */
public record FleetMember(
    String id,
    String group,
    Optional<Address> address,
    Optional<String> zone,
    Optional<Instant> launchTime,
    MemberState state) {

  /** A member whose address and launch time the fleet did not tell. */
  public static FleetMember of(String id, String group, Optional<String> zone, MemberState state) {
    return new FleetMember(id, group, Optional.empty(), zone, Optional.empty(), state);
  }

  /** It as a member of the slot list, once its address is known. */
  Optional<Member> asMember() {
    return address.map(known -> new Member(id, known, group, zone));
  }

  public FleetMember withState(MemberState other) {
    return new FleetMember(id, group, address, zone, launchTime, other);
  }

  /** The same, with what only EC2 tells. */
  public FleetMember describedAs(Address at, Optional<Instant> launched) {
    return new FleetMember(id, group, Optional.of(at), zone, launched, state);
  }
}

package io.hsdo.fleet;

import io.hsdo.plan.FleetMember;
import io.hsdo.plan.MemberState;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whom EC2 is asked about.
 *
 * @param settled who gets traffic, and who will not get it back whatever EC2 says. But of members
 *     with one address only EC2 knows whose it is
 * @param misplaced where an address stands in two slots, all who are seated: the address that one
 *     gets back may stand in a third
 */
record Ec2Subjects(Set<String> settled, Set<String> misplaced) {
  static Ec2Subjects of(SlotList list) {
    Set<Address> repeated = repeatedAddresses(list);
    Set<String> settled =
        list.slots().stream()
            .filter(
                slot ->
                    !(slot instanceof Slot.Draining draining)
                        || draining.reason() == DrainReason.OPERATOR)
            .flatMap(slot -> slot.occupant().stream())
            .filter(member -> !repeated.contains(member.address()))
            .map(Member::id)
            .collect(Collectors.toSet());
    Set<String> misplaced =
        repeated.isEmpty() ? Set.of() : list.members().map(Member::id).collect(Collectors.toSet());
    return new Ec2Subjects(settled, misplaced);
  }

  private static Set<Address> repeatedAddresses(SlotList list) {
    Set<Address> all = new HashSet<>();
    return list.members()
        .map(Member::address)
        .filter(address -> !all.add(address))
        .collect(Collectors.toSet());
  }

  /** Whether it may get traffic once EC2 says that it runs, and where. */
  boolean mayServe(FleetMember member) {
    return member.state() instanceof MemberState.Serving && !settled.contains(member.id());
  }

  boolean include(FleetMember member) {
    return mayServe(member) || (member.state().isListed() && isMisplaced(member));
  }

  boolean isMisplaced(FleetMember member) {
    return misplaced.contains(member.id());
  }
}

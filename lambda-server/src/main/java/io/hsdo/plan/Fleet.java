package io.hsdo.plan;

import static java.util.Comparator.comparing;

import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the fleet says of members, with what the trigger of the pass adds. */
record Fleet(FleetSnapshot snapshot, Trigger trigger, Instant now) {
  private static final Comparator<FleetMember> ORDER =
      comparing((FleetMember member) -> member.launchTime().orElse(Instant.MAX))
          .thenComparing(FleetMember::id);

  MemberState stateOf(Member member) {
    return trigger.heard(member.id(), snapshot.stateOf(member.id()), now);
  }

  /** The member with what the fleet knows better. */
  Member refreshed(Member member) {
    FleetMember told = snapshot.members().get(member.id());
    return told == null
        ? member
        : new Member(
            member.id(),
            told.address().orElse(member.address()),
            told.group(),
            told.zone().or(member::zone));
  }

  /** The slot with what the fleet knows better of whoever is in it. */
  Slot refreshed(Slot slot) {
    return isUnknown(slot)
        ? slot
        : slot.occupant().map(member -> slot.of(refreshed(member))).orElse(slot);
  }

  /** Whether there is no word of whoever is in the slot. */
  boolean isUnknown(Slot slot) {
    return slot.occupant()
        .filter(member -> stateOf(member) instanceof MemberState.Unknown)
        .isPresent();
  }

  /** Whether whoever is in the slot is listed, and the address there is what the fleet says. */
  boolean tellsAddressOf(Slot slot) {
    return slot.occupant()
            .map(member -> snapshot.members().get(member.id()))
            .flatMap(FleetMember::address)
            .isPresent()
        && isListed(slot);
  }

  /** Whether the fleet still lists whoever is in the slot. */
  boolean isListed(Slot slot) {
    return slot.occupant().map(this::stateOf).filter(MemberState::isListed).isPresent();
  }

  boolean isConfigured(String group) {
    return snapshot.configured().contains(group);
  }

  /** Who serves and has no slot in the list, in the order in which they are seated. */
  List<FleetMember> newcomersTo(SlotList list) {
    Set<String> seated = list.members().map(Member::id).collect(Collectors.toSet());
    return snapshot
        .serving()
        .filter(member -> !seated.contains(member.id()))
        .sorted(ORDER)
        .toList();
  }
}

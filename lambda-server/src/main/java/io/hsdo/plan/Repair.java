package io.hsdo.plan;

import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes a list valid that seats somebody twice: the lower slot is kept. An address that stands in
 * two slots stays with the member that is listed. Of whom nothing is known now loses it only to
 * whom the fleet says has it; until it says so, both stay.
 */
final class Repair {
  private final Draft draft;
  private final Fleet fleet;
  private final Map<String, Slot> byMember = new HashMap<>();
  private final Map<Address, Slot> byAddress = new HashMap<>();

  Repair(Draft draft, Fleet fleet) {
    this.draft = draft;
    this.fleet = fleet;
  }

  void run() {
    draft.slots().forEach(slot -> slot.occupant().ifPresent(member -> look(slot, member)));
  }

  private void look(Slot slot, Member member) {
    Slot same = byMember.putIfAbsent(member.id(), slot);
    if (same != null) {
      draft.release(slot.number(), member.id() + " has slot " + same.number());
      return;
    }
    Slot other = byAddress.putIfAbsent(member.address(), slot);
    if (other != null && !mayBeOf(slot, other) && !mayBeOf(other, slot)) {
      Slot loser = fleet.isListed(slot) && !fleet.isListed(other) ? other : slot;
      draft.release(loser.number(), member.address() + " stands in two slots");
      byAddress.put(member.address(), loser == slot ? other : slot);
    }
  }

  private boolean mayBeOf(Slot slot, Slot other) {
    return fleet.isUnknown(slot) && !fleet.tellsAddressOf(other);
  }
}

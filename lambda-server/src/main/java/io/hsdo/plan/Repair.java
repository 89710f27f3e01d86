package io.hsdo.plan;

import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a list valid that seats somebody twice: the lower slot is kept. An address that stands in
 * two slots stays with the member whom the fleet says has it; until it says so, both stay, unless
 * neither is there any more.
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

  /** First whose address the fleet tells: nobody else can have it. */
  void run() {
    List<Slot> untold = new ArrayList<>();
    draft
        .slots()
        .forEach(
            slot -> {
              if (fleet.tellsAddressOf(slot)) {
                look(slot);
              } else {
                untold.add(slot);
              }
            });
    untold.forEach(this::look);
  }

  private void look(Slot slot) {
    slot.occupant().ifPresent(member -> look(slot, member));
  }

  private void look(Slot slot, Member member) {
    Slot same = byMember.putIfAbsent(member.id(), slot);
    if (same != null) {
      draft.release(slot.number(), member.id() + " has slot " + same.number());
      return;
    }
    Slot other = byAddress.putIfAbsent(member.address(), slot);
    if (other != null && !isOpen(slot, other)) {
      draft.release(slot.number(), member.address() + " stands in two slots");
    }
  }

  /** Whether one of them may have the address, and nobody says who. */
  private boolean isOpen(Slot slot, Slot other) {
    return !fleet.tellsAddressOf(other) && (mayRun(slot) || mayRun(other));
  }

  private boolean mayRun(Slot slot) {
    return fleet.isUnknown(slot) || fleet.isListed(slot);
  }
}

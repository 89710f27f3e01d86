package io.hsdo.plan;

import static java.util.stream.Collectors.toMap;

import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.util.HashMap;
import java.util.Map;

/**
 * Newcomers who have the address of a member that has a slot and is no longer listed. The address
 * was handed on: whoever has it now takes over that very slot, unless it is given up before.
 *
 * @param bySlot who takes over, by slot number
 */
record Heirs(Map<Integer, FleetMember> bySlot) {
  static Heirs of(SlotList list, Fleet fleet) {
    Map<Address, Slot> left =
        list.slots().stream()
            .filter(slot -> slot.occupant().isPresent() && !fleet.isListed(slot))
            .collect(
                toMap(
                    slot -> slot.occupant().orElseThrow().address(),
                    slot -> slot,
                    (lower, higher) -> lower));
    if (left.isEmpty()) {
      return new Heirs(Map.of());
    }
    Map<Integer, FleetMember> heirs = new HashMap<>();
    for (FleetMember newcomer : fleet.newcomersTo(list)) {
      newcomer
          .address()
          .map(left::get)
          .ifPresent(slot -> heirs.putIfAbsent(slot.number(), newcomer));
    }
    return new Heirs(heirs);
  }

  /** Whether somebody takes the slot over. */
  boolean has(Slot slot) {
    return bySlot.containsKey(slot.number());
  }

  /** Whether this is who takes the slot over. */
  boolean isOf(int slot, Member newcomer) {
    FleetMember heir = bySlot.get(slot);
    return heir != null && heir.id().equals(newcomer.id());
  }
}

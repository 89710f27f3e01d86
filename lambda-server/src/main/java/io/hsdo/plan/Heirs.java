package io.hsdo.plan;

import static java.util.stream.Collectors.groupingBy;

import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Newcomers who have the address of a member that has a slot and is no longer listed. The address
 * was handed on: whoever has it now takes over that very slot, unless it is given up before. Nobody
 * does where the address stands in two slots.
 *
 * @param bySlot who takes over, by slot number
 */
record Heirs(Map<Integer, FleetMember> bySlot) {
  static Heirs of(SlotList list, Fleet fleet) {
    if (list.slots().stream().allMatch(slot -> isKept(slot, fleet))) {
      return new Heirs(Map.of());
    }
    Map<Address, List<Slot>> holders =
        list.slots().stream()
            .filter(slot -> slot.occupant().isPresent())
            .collect(groupingBy(slot -> slot.occupant().orElseThrow().address()));
    Map<Integer, FleetMember> heirs = new HashMap<>();
    for (FleetMember newcomer : fleet.newcomersTo(list)) {
      newcomer
          .address()
          .map(holders::get)
          .filter(slots -> slots.size() == 1 && !isKept(slots.get(0), fleet))
          .ifPresent(slots -> heirs.putIfAbsent(slots.get(0).number(), newcomer));
    }
    return new Heirs(heirs);
  }

  private static boolean isKept(Slot slot, Fleet fleet) {
    return slot.occupant().isEmpty() || fleet.isListed(slot);
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

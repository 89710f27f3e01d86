package io.hsdo.local.consul;

import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.util.List;
import java.util.Optional;

/** Slot lists for questions to a fleet. */
final class SlotLists {
  private SlotLists() {}

  static SlotList seating(String id, String group) {
    Member member = new Member(id, Address.of("10.99.0.1"), group, Optional.empty());
    return new SlotList(
        List.of(new Slot.Serving(1, member, 10, Optional.empty(), Optional.empty())));
  }
}

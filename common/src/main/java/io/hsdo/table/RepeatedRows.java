package io.hsdo.table;

import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rows that break the invariant of a list: a member and an address have one slot. */
public final class RepeatedRows {
  private RepeatedRows() {}

  /** The rows whose member or address has a lower slot too. */
  public static List<UnknownRow.Refused> in(Rows rows) {
    Set<String> members = new HashSet<>();
    Set<Address> addresses = new HashSet<>();
    List<UnknownRow.Refused> repeated = new ArrayList<>();
    for (Slot slot : rows.slots().values()) {
      if (slot.occupant().isEmpty()) {
        continue;
      }
      Member member = slot.occupant().get();
      boolean newMember = members.add(member.id());
      boolean newAddress = addresses.add(member.address());
      if (!newMember || !newAddress) {
        repeated.add(
            new UnknownRow.Refused(
                Integer.toString(slot.number()),
                (newMember ? "address " + member.address() : "member " + member.id())
                    + " has a lower slot too"));
      }
    }
    return repeated;
  }
}

package io.hsdo.local.faults;

import io.hsdo.local.cloud.Instance;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A list that changes in every way there is, and the members it has in hand for that. */
final class Roster {
  static final int WEIGHT = 10;

  private final Deque<Member> spare = new ArrayDeque<>();
  private final List<Slot> slots = new ArrayList<>();

  private Roster() {}

  /** The first {@code seated} slots have members, the others are empty. */
  static Roster of(List<Instance> instances, int size, int seated) {
    var roster = new Roster();
    instances.forEach(instance -> roster.spare.add(member(instance)));
    for (int number = 1; number <= size; number++) {
      roster.slots.add(
          number <= seated ? serving(number, roster.spare.remove()) : new Slot.Empty(number));
    }
    return roster;
  }

  private static Member member(Instance instance) {
    return new Member(
        instance.id(),
        Address.of(instance.address()),
        instance.group().orElseThrow(),
        Optional.of(instance.zone()));
  }

  SlotList list() {
    return new SlotList(slots);
  }

  /** A member without a slot. */
  Member somebodyElse() {
    return spare.getLast();
  }

  /**
   * Slots 2 and 6 get other members; 4 drains or, if it did, gets another member; 5 falls empty or,
   * if it was, is filled.
   */
  void change() {
    seat(2);
    if (slot(4) instanceof Slot.Draining) {
      seat(4);
    } else {
      slots.set(3, draining(4, slot(4).occupant().orElseThrow()));
    }
    if (slot(5).occupant().isEmpty()) {
      seat(5);
    } else {
      slot(5).occupant().ifPresent(spare::add);
      slots.set(4, new Slot.Empty(5));
    }
    seat(6);
  }

  private void seat(int number) {
    slot(number).occupant().ifPresent(spare::add);
    slots.set(number - 1, serving(number, spare.remove()));
  }

  private Slot slot(int number) {
    return slots.get(number - 1);
  }

  private static Slot serving(int number, Member member) {
    return new Slot.Serving(number, member, WEIGHT, Optional.of(Instant.EPOCH), Optional.empty());
  }

  private static Slot draining(int number, Member member) {
    return new Slot.Draining(
        number,
        member,
        DrainReason.TERMINATING,
        Optional.of(Instant.now()),
        Optional.empty(),
        Optional.empty());
  }
}

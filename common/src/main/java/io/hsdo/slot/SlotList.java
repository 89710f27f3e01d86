package io.hsdo.slot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All slots of a service in order, 1..N without a gap: the desired state. A planned list seats
 * nobody twice; one that was read may, until the next plan repairs it.
 *
 * @param slots slot {@code n} at index {@code n - 1}
 */
public record SlotList(List<Slot> slots) {
  public SlotList {
    slots = List.copyOf(slots);
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).number() != i + 1) {
        throw new IllegalArgumentException(
            "slot list has slot " + slots.get(i).number() + " in place of slot " + (i + 1));
      }
    }
  }

  public static SlotList empty(int size) {
    return new SlotList(IntStream.rangeClosed(1, size).<Slot>mapToObj(Slot.Empty::new).toList());
  }

  /**
   * Whether nobody in a list of {@code size} slots gets traffic. A slot that is not known may have
   * a member that does.
   *
   * @param known slots by number
   */
  public static boolean servesNobody(int size, Map<Integer, Slot> known) {
    return known.values().stream().allMatch(slot -> slot.weight() == 0)
        && IntStream.rangeClosed(1, size).allMatch(known::containsKey);
  }

  public int size() {
    return slots.size();
  }

  /** Slot {@code number}, counted from 1. */
  public Slot slot(int number) {
    return slots.get(number - 1);
  }

  public Optional<Slot> slotOf(String memberId) {
    return slots.stream()
        .filter(slot -> slot.occupant().filter(member -> member.id().equals(memberId)).isPresent())
        .findFirst();
  }

  public Stream<Member> members() {
    return slots.stream().flatMap(slot -> slot.occupant().stream());
  }

  public long serving() {
    return slots.stream().filter(Slot.Serving.class::isInstance).count();
  }

  /**
   * The slots of {@code this} that differ from the same slot of {@code before}, or that it lacks.
   */
  public List<Slot> changedSince(SlotList before) {
    List<Slot> changed = new ArrayList<>();
    for (Slot slot : slots) {
      if (slot.number() > before.size() || !slot.equals(before.slot(slot.number()))) {
        changed.add(slot);
      }
    }
    return changed;
  }
}

package io.hsdo.agent.list;

import static java.util.stream.Collectors.joining;

import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Header;
import io.hsdo.table.Rows;
import io.hsdo.table.StoredList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Slots drawn as text, separated by blanks:
 *
 * <pre>
 *   a        serves with weight 10
 *   a:3      serves with weight 3
 *   (a)      drains
 *   a@api    serves, and is of another group than "web"
 *   -        nobody
 * </pre>
 *
 * <p>Member {@code a} has id {@code i-a} and address {@code 10.0.0.1}, {@code b} has {@code
 * 10.0.0.2}.
 */
public final class DrawnList {
  public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private DrawnList() {}

  public static SlotList slots(String drawing) {
    List<Slot> slots = new ArrayList<>();
    for (String word : drawing.split(" ", -1)) {
      slots.add(slot(slots.size() + 1, word));
    }
    return new SlotList(slots);
  }

  /** As an agent holds it, of version 1. */
  public static HeldList held(String drawing) {
    int size = slots(drawing).size();
    return held(drawing, Optional.of(new Header(1, size, NOW, NOW, PlanNotes.NONE, 0)));
  }

  public static HeldList held(String drawing, Optional<Header> header) {
    SortedMap<Integer, Slot> rows = new TreeMap<>();
    slots(drawing).slots().forEach(slot -> rows.put(slot.number(), slot));
    return HeldList.of(
        new StoredList(header, new Rows(rows, List.of(), List.of(), true)), Optional.empty(), NOW);
  }

  private static Slot slot(int number, String word) {
    if (word.equals("-")) {
      return new Slot.Empty(number);
    }
    if (word.startsWith("(")) {
      return new Slot.Draining(
          number,
          member(word.substring(1, word.length() - 1)),
          DrainReason.TERMINATING,
          Optional.of(NOW),
          Optional.empty(),
          Optional.empty());
    }
    int colon = word.indexOf(':');
    return new Slot.Serving(
        number,
        member(colon < 0 ? word : word.substring(0, colon)),
        colon < 0 ? 10 : Integer.parseInt(word.substring(colon + 1)),
        Optional.of(NOW),
        Optional.empty());
  }

  private static Member member(String word) {
    String name = word.substring(0, 1);
    String group = word.length() == 1 ? "web" : word.substring(2);
    return new Member(
        "i-" + name, Address.of("10.0.0." + (1 + name.charAt(0) - 'a')), group, Optional.empty());
  }

  /** As {@link #slots} reads it, but each slot with its number, and without groups. */
  public static String draw(Collection<Slot> slots) {
    return slots.stream().map(slot -> slot.number() + "=" + draw(slot)).collect(joining(" "));
  }

  private static String draw(Slot slot) {
    String name = slot.occupant().map(member -> member.id().substring(2)).orElse("-");
    if (slot instanceof Slot.Serving) {
      return slot.weight() == 10 ? name : name + ":" + slot.weight();
    }
    return slot instanceof Slot.Draining ? "(" + name + ")" : name;
  }
}

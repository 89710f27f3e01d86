package io.hsdo.reconcile;

import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Slots drawn as text, one on each line:
 *
 * <pre>
 *   1 empty
 *   2 i-a shop 1a serves 42    member i-a of group shop and zone 1a serves with weight 42
 *   3 i-b blog ?  drains       member i-b of group blog, whose zone nobody knows, drains
 * </pre>
 *
 * <p>Member {@code i-a} has address {@code 10.0.0.1}, {@code i-b} has {@code 10.0.0.2}.
 */
final class DrawnSlots {
  private DrawnSlots() {}

  static List<Slot> of(String drawing) {
    return drawing.lines().map(DrawnSlots::slot).toList();
  }

  private static Slot slot(String line) {
    List<String> words = Arrays.asList(line.strip().split(" +"));
    int number = Integer.parseInt(words.get(0));
    if (words.get(1).equals("empty")) {
      return new Slot.Empty(number);
    }
    Member member = member(words.get(1), words.get(2), words.get(3));
    return switch (words.get(4)) {
      case "serves" ->
          new Slot.Serving(
              number,
              member,
              Integer.parseInt(words.get(5)),
              Optional.of(Instant.EPOCH),
              Optional.empty());
      case "drains" ->
          new Slot.Draining(
              number,
              member,
              DrainReason.TERMINATING,
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      default -> throw new IllegalArgumentException(line);
    };
  }

  private static Member member(String id, String group, String zone) {
    return new Member(
        id,
        Address.of("10.0.0." + (1 + id.charAt(2) - 'a')),
        group,
        zone.equals("?") ? Optional.empty() : Optional.of(zone));
  }
}

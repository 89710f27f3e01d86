package io.hsdo.commands;

import io.hsdo.refresh.ShrinkText;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Header;
import io.hsdo.table.StoredList;
import io.hsdo.table.UnknownRow;
import io.hsdo.text.Printable;
import io.hsdo.text.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The list as it is stored, for people: a line for each member, and one for what lies between. */
final class StatusReport {
  private final ListStatus status;

  StatusReport(ListStatus status) {
    this.status = status;
  }

  String text() {
    return start() + "\n" + slots() + refused();
  }

  private String start() {
    StoredList stored = status.stored();
    String counts = Count.of(status.list()).toString();
    return stored
        .header()
        .map(
            header ->
                "table %s, version %s, %s\n%s\n"
                    .formatted(status.table(), header.version(), counts, age(header)))
        .orElseGet(
            () ->
                "table %s, no header, %s\n%s\n".formatted(status.table(), counts, without(stored)));
  }

  private static String without(StoredList stored) {
    if (stored.isThePythonPrograms()) {
      return "it is the Python program's";
    }
    return stored.rows().isEmpty() ? "it is new" : "its header was lost; the next pass writes one";
  }

  private String age(Header header) {
    Duration age = status.heartbeatAge(header);
    String shrink =
        header
            .notes()
            .shrink()
            .map(smaller -> "; " + ShrinkText.of(status.list().size(), smaller))
            .orElse("");
    return "updated %s, found right %s s ago%s%s"
        .formatted(
            second(header.updatedAt()),
            age.toSeconds(),
            age.compareTo(Header.LATE) > 0 ? ": does a refresh still run?" : "",
            shrink);
  }

  private String slots() {
    TextTable slots =
        new TextTable(
            "slot",
            "member",
            "group",
            "zone",
            "address",
            "weight",
            "state",
            "since",
            "reason",
            "drain until");
    int number = 1;
    SlotList list = status.list();
    while (number <= list.size()) {
      Optional<Slot> slot = status.row(number);
      if (slot.flatMap(Slot::occupant).isPresent()) {
        addMember(slots, slot.get());
        number++;
      } else {
        int first = number;
        while (number <= list.size() && isSameGap(slot, status.row(number))) {
          number++;
        }
        String range = first == number - 1 ? "" + first : first + "-" + (number - 1);
        slots.add(range, slot.isPresent() ? "free" : "no valid row");
      }
    }
    return slots.toString();
  }

  private static boolean isSameGap(Optional<Slot> gap, Optional<Slot> slot) {
    return gap.isPresent() == slot.isPresent() && slot.flatMap(Slot::occupant).isEmpty();
  }

  private void addMember(TextTable table, Slot slot) {
    Member member = slot.occupant().orElseThrow();
    SlotStatus told = SlotStatus.of(slot);
    table.add(
        Integer.toString(slot.number()),
        member.id(),
        member.group(),
        member.zone().orElse("-"),
        member.address().toString(),
        weight(slot),
        told.state(),
        told.since().map(StatusReport::second).orElse("-"),
        told.reason().orElse(""),
        told.drainUntil().map(StatusReport::second).orElse(""));
  }

  private String weight(Slot slot) {
    boolean ramps = slot instanceof Slot.Serving && slot.weight() < status.target();
    return ramps ? slot.weight() + "/" + status.target() : Integer.toString(slot.weight());
  }

  private String refused() {
    StringBuilder text = new StringBuilder();
    for (UnknownRow.Refused row : status.stored().rows().refused()) {
      text.append(Printable.of("row %s is refused: %s".formatted(row.id(), row.problem())))
          .append('\n');
    }
    return text.isEmpty() ? "" : "\n" + text;
  }

  private static String second(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

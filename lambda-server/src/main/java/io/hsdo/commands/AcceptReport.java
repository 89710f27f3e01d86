package io.hsdo.commands;

import static java.util.stream.Collectors.joining;

import io.hsdo.plan.Plan;
import io.hsdo.slot.Slot;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a pass did with the members that an operator let go. */
final class AcceptReport {
  private final Collection<String> members;
  private final Plan plan;

  AcceptReport(Collection<String> members, Plan plan) {
    this.members = List.copyOf(members);
    this.plan = plan;
  }

  /** Whether one of them goes on serving. */
  boolean leavesServing() {
    return members.stream()
        .flatMap(id -> plan.list().slotOf(id).stream())
        .anyMatch(Slot.Serving.class::isInstance);
  }

  /** A line for each member. */
  String text() {
    return members.stream().map(id -> id + ": " + fate(id) + "\n").collect(joining());
  }

  private String fate(String id) {
    Optional<Plan.Held> held = held(id);
    if (held.isPresent()) {
      return "still held in slot %d: %s".formatted(held.get().slot(), held.get().reason());
    }
    Optional<Slot> slot = plan.list().slotOf(id);
    if (slot.isEmpty()) {
      return released(id)
          .map(change -> "left slot %d: %s".formatted(change.after().number(), change.reason()))
          .orElse("has no slot");
    }
    if (slot.get() instanceof Slot.Draining draining) {
      return "drains in slot %d: %s".formatted(draining.number(), draining.reason().text());
    }
    return "keeps slot %d: %s"
        .formatted(
            slot.get().number(),
            SlotStatus.of(slot.get())
                .reason()
                .orElse("it was not held, or nobody else would serve"));
  }

  private Optional<Plan.Held> held(String id) {
    return plan.held().stream().filter(each -> each.member().id().equals(id)).findFirst();
  }

  private Optional<Plan.Change> released(String id) {
    return plan.changes().stream()
        .filter(
            change -> change.before().occupant().filter(each -> each.id().equals(id)).isPresent())
        .findFirst();
  }
}

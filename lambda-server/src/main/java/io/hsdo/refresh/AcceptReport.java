package io.hsdo.refresh;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.jr.ob.JSON;
import io.hsdo.plan.Plan;
import io.hsdo.slot.Slot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a pass did with the members that an operator let go. */
public final class AcceptReport {
  private final Collection<String> members;
  private final Plan plan;

  public AcceptReport(Collection<String> members, Plan plan) {
    this.members = List.copyOf(members);
    this.plan = plan;
  }

  /** Whether one of them goes on serving. */
  public boolean leavesServing() {
    return members.stream()
        .flatMap(id -> plan.list().slotOf(id).stream())
        .anyMatch(Slot.Serving.class::isInstance);
  }

  /** A line for each member. */
  public String text() {
    return members.stream().map(id -> id + ": " + fate(id) + "\n").collect(joining());
  }

  /** The same as a JSON object, in which each member is a name. */
  String json() {
    Map<String, String> fates = new LinkedHashMap<>();
    members.forEach(id -> fates.put(id, fate(id)));
    try {
      return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(fates) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String fate(String id) {
    Optional<Plan.Held> held = held(id);
    if (held.isPresent()) {
      return "still held in slot %s: %s".formatted(held.get().slot(), held.get().reason());
    }
    Optional<Slot> slot = plan.list().slotOf(id);
    if (slot.isEmpty()) {
      return released(id)
          .map(change -> "left slot %s: %s".formatted(change.after().number(), change.reason()))
          .orElse("has no slot");
    }
    if (slot.get() instanceof Slot.Draining draining) {
      return "drains in slot %s: %s".formatted(draining.number(), draining.reason().text());
    }
    return "keeps slot %s: %s"
        .formatted(
            slot.get().number(),
            isLastServing(id)
                ? "nobody else would serve"
                : slot.get().missingSince().map(Slot::notListed).orElse("it was not held"));
  }

  private Optional<Plan.Held> held(String id) {
    return plan.held().stream().filter(each -> each.member().id().equals(id)).findFirst();
  }

  private boolean isLastServing(String id) {
    return plan.lastServing().stream().anyMatch(last -> last.member().id().equals(id));
  }

  private Optional<Plan.Change> released(String id) {
    return plan.changes().stream()
        .filter(
            change -> change.before().occupant().filter(each -> each.id().equals(id)).isPresent())
        .findFirst();
  }
}

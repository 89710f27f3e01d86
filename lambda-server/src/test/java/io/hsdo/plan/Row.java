package io.hsdo.plan;

import static io.hsdo.plan.Drawing.NOW;
import static io.hsdo.plan.Drawing.RAMP;

import io.hsdo.plan.LifecycleAction.Kind;
import io.hsdo.plan.Plan.Held;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.RemovalHistory;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A row of the state table: member i-1 alone, in slot 1 or without one, beside five others who
 * serve in slots 2 to 6 and will go on. Its decision is what became of i-1, in words.
 *
 * <pre>
 *   the fleet says   serving, unknown, absent, stopped, or a drain reason; ":wait" if a hook waits
 *     , group ...    "not found", "removed" from the configuration, "removed, few stay" behind
 *   slot             none, or serving with its weight, or draining with its reason
 *     40s            and since when that is so
 *     hook 5s        and when its hook is due, from now
 *     missing 180s   and since when it is not listed
 *   trigger          schedule; spot, with the warning's age; rebalance; accept, with its age
 *   budget           left or spent
 * </pre>
 */
record Row(String says, String slot, String trigger, String budget) {
  private static final String ID = "i-1";

  /** All who are not i-1. */
  private static final List<String> OTHERS = List.of("i-2", "i-3", "i-4", "i-5", "i-6");

  String decision() {
    Plan plan = plan();
    List<String> words = new ArrayList<>();
    for (LifecycleAction action : plan.actions()) {
      words.add(action.kind() == Kind.COMPLETE ? "hook completed" : "hook kept");
    }
    words.add(fate(plan));
    return String.join(", ", words);
  }

  private String fate(Plan plan) {
    Slot after = plan.list().slotOf(ID).orElse(new Slot.Empty(1));
    Slot before = list().slotOf(ID).orElse(new Slot.Empty(1));
    if (plan.held().stream().map(Held::member).map(Member::id).anyMatch(ID::equals)) {
      return after.description().equals(before.description()) ? "held" : "held and changed";
    }
    if (before instanceof Slot.Empty) {
      return after instanceof Slot.Empty ? "waits" : "seated, weight " + after.weight();
    }
    if (after instanceof Slot.Empty) {
      return "released";
    }
    if (after instanceof Slot.Draining drain) {
      boolean goesOn = before instanceof Slot.Draining same && same.reason() == drain.reason();
      return goesOn ? "drains on" : "drains: " + drain.reason().text();
    }
    return before.weight() == after.weight() ? "stays" : "weight " + after.weight();
  }

  private Plan plan() {
    SlotList list = list();
    return Planner.plan(list, notes(), fleet(), readTrigger(), Drawing.settings(list), NOW);
  }

  private SlotList list() {
    List<Slot> slots = new ArrayList<>();
    slots.add(subject());
    for (String other : OTHERS) {
      String group = says.endsWith("few stay") ? "@old" : "";
      slots.add(
          new Slot.Serving(
              slots.size() + 1,
              Drawing.member(other + group),
              10,
              Optional.of(RAMP.sinceFor(10, NOW)),
              Optional.empty()));
    }
    return new SlotList(slots);
  }

  private Slot subject() {
    String[] words = slot.split(" ", -1);
    Member member = Drawing.member(ID + (says.contains("group removed") ? "@old" : ""));
    return switch (words[0]) {
      case "none" -> new Slot.Empty(1);
      case "serving" -> {
        int weight = Integer.parseInt(words[1]);
        yield new Slot.Serving(
            1,
            member,
            weight,
            Optional.of(seconds("serving " + weight).orElse(RAMP.sinceFor(weight, NOW))),
            seconds("missing"));
      }
      default ->
          new Slot.Draining(
              1,
              member,
              DrainReason.of(words[1]),
              Optional.of(seconds("draining " + words[1]).orElse(NOW)),
              seconds("hook").map(ago -> NOW.plus(Duration.between(ago, NOW))),
              seconds("missing"));
    };
  }

  /** So many seconds before now as follow {@code word}; empty if none do. */
  private Optional<Instant> seconds(String word) {
    int start = slot.indexOf(word + " ");
    if (start < 0) {
      return Optional.empty();
    }
    String next = slot.substring(start + word.length() + 1).split(" ", -1)[0];
    return next.endsWith("s")
        ? Optional.of(NOW.minusSeconds(Long.parseLong(next.replace("s", ""))))
        : Optional.empty();
  }

  private FleetSnapshot fleet() {
    boolean removed = says.contains("group removed");
    Map<String, FleetMember> members = new HashMap<>();
    String state = says.split(",", -1)[0];
    String others = says.endsWith("few stay") ? "@old serving\n" : " serving\n";
    members.putAll(
        Drawing.fleet(
                ID
                    + (removed ? "@old " : " ")
                    + state
                    + "\n"
                    + String.join(others, OTHERS)
                    + others)
            .members());
    Set<String> found = says.contains("group not found") ? Set.of() : Set.of("web", "old");
    return new FleetSnapshot(members, Set.of("web"), found);
  }

  private Trigger readTrigger() {
    String[] words = trigger.split(" ", -1);
    Instant at =
        words.length > 1 ? NOW.minusSeconds(Long.parseLong(words[1].replace("s", ""))) : NOW;
    return switch (words[0]) {
      case "spot" -> new Trigger.SpotWarning(ID, at);
      case "rebalance" -> new Trigger.MemberChanged(ID);
      case "accept" -> new Trigger.Accept(Set.of(ID), at.plus(Trigger.Accept.LONGEST));
      case "schedule" -> new Trigger.Scheduled();
      default -> throw new IllegalArgumentException("trigger '" + trigger + "'");
    };
  }

  private PlanNotes notes() {
    return switch (budget) {
      case "left" -> PlanNotes.NONE;
      case "spent" -> new PlanNotes(RemovalHistory.NONE.after(NOW, 1, 6), Optional.empty());
      default -> throw new IllegalArgumentException("budget '" + budget + "'");
    };
  }
}

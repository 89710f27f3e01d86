package io.hsdo.plan;

import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists and fleets drawn as text, a line each:
 *
 * <pre>
 *   i-1 serving 10                 a slot: id, "serving" and weight
 *   i-2 draining terminating       or id, "draining" and reason
 *   -                              or empty
 *
 *   i-1 serving                    a member: id and state (serving, stopped, absent, unknown, or
 *   i-2 terminating:wait           a drain reason, with ":wait" if a hook waits)
 *   i-3@other serving              of another group than "web"
 * </pre>
 *
 * <p>Member {@code i-N} has address {@code 10.0.0.N} and was launched N seconds after {@link
 * #START}. Who is drawn as serving has ramped up to his weight by {@link #NOW}.
 */
final class Drawing {
  static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final Ramp RAMP = new Ramp(1, 10, 1, Duration.ofSeconds(30));

  private Drawing() {}

  static SlotList slots(String drawing) {
    List<Slot> slots = new ArrayList<>();
    drawing.lines().map(String::strip).forEach(line -> slots.add(slot(slots.size() + 1, line)));
    return new SlotList(slots);
  }

  private static Slot slot(int number, String line) {
    String[] words = line.split(" ", -1);
    if (line.equals("-")) {
      return new Slot.Empty(number);
    }
    Member member = member(words[0]);
    if (words[1].equals("serving")) {
      int weight = Integer.parseInt(words[2]);
      return new Slot.Serving(
          number, member, weight, Optional.of(RAMP.sinceFor(weight, NOW)), Optional.empty());
    }
    return new Slot.Draining(
        number,
        member,
        DrainReason.of(words[2]),
        Optional.of(NOW),
        Optional.empty(),
        Optional.empty());
  }

  /** {@code i-7} or {@code i-7@group}. */
  static Member member(String word) {
    String[] parts = word.split("@", -1);
    String number = parts[0].substring(parts[0].indexOf('-') + 1);
    return new Member(
        parts[0],
        Address.of(
            "10.0." + Integer.parseInt(number) / 250 + "." + (1 + Integer.parseInt(number) % 250)),
        parts.length > 1 ? parts[1] : "web",
        Optional.empty());
  }

  /** The group "web" is configured and found. */
  static FleetSnapshot fleet(String drawing) {
    return fleet(drawing, Set.of("web"), Set.of("web"));
  }

  static FleetSnapshot fleet(String drawing, Set<String> configured, Set<String> found) {
    Map<String, FleetMember> members = new HashMap<>();
    drawing
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(
            line -> {
              String[] words = line.split(" ", -1);
              Member member = member(words[0]);
              members.put(
                  member.id(),
                  new FleetMember(
                      member.id(),
                      member.group(),
                      Optional.of(member.address()),
                      Optional.empty(),
                      Optional.of(START.plusSeconds(Long.parseLong(member.id().substring(2)))),
                      state(words[1])));
            });
    return new FleetSnapshot(members, configured, new HashSet<>(found));
  }

  /** The words for members that Auto Scaling lists and has drain. */
  static Stream<String> drains() {
    return Stream.of(
        "terminating",
        "terminating:wait",
        "detaching",
        "standby",
        "root-volume",
        "warmed",
        "retained",
        "unhealthy");
  }

  private static MemberState state(String word) {
    return switch (word) {
      case "serving" -> new MemberState.Serving();
      case "stopped" -> new MemberState.Stopped();
      case "stopped:wait" -> new MemberState.Stopped(true);
      case "absent" -> new MemberState.Absent();
      case "unknown" -> new MemberState.Unknown();
      default ->
          new MemberState.Draining(
              DrainReason.of(word.replace(":wait", "")), word.endsWith(":wait"));
    };
  }

  /** With as many slots as there are. */
  static PlanSettings settings(SlotList list) {
    return new PlanSettings(list.size(), RAMP, Duration.ofSeconds(30), 20);
  }

  static Plan plan(SlotList list, FleetSnapshot fleet) {
    return plan(list, fleet, NOW);
  }

  static Plan plan(SlotList list, FleetSnapshot fleet, Instant now) {
    return Planner.plan(list, PlanNotes.NONE, fleet, new Trigger.Scheduled(), settings(list), now);
  }

  /** The plan that follows one that was stored. */
  static Plan plan(Plan stored, FleetSnapshot fleet, Instant now) {
    SlotList list = stored.list();
    return Planner.plan(list, stored.notes(), fleet, new Trigger.Scheduled(), settings(list), now);
  }

  /** As {@link #slots(String)} reads it. */
  static String draw(SlotList list) {
    return list.slots().stream().map(Drawing::draw).collect(Collectors.joining("\n"));
  }

  private static String draw(Slot slot) {
    if (slot instanceof Slot.Serving serving) {
      return serving.member().id() + " serving " + serving.weight();
    }
    return slot instanceof Slot.Draining draining
        ? draining.member().id() + " draining " + draining.reason().text()
        : "-";
  }
}

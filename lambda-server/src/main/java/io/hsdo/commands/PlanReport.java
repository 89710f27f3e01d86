package io.hsdo.commands;

import static java.util.stream.Collectors.joining;

import io.hsdo.plan.LifecycleAction;
import io.hsdo.plan.Plan;
import io.hsdo.refresh.AcceptCommand;
import io.hsdo.refresh.Planning.Planned;
import io.hsdo.refresh.ShrinkText;
import io.hsdo.slot.Member;
import io.hsdo.slot.Shrink;
import io.hsdo.table.Header;
import io.hsdo.table.StoredList;
import io.hsdo.text.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** A plan that nobody carries out, for people. */
final class PlanReport {
  private final String table;
  private final StoredList stored;
  private final Planned planned;
  private final Plan plan;

  PlanReport(String table, Planned planned) {
    this.table = table;
    this.stored = planned.basis();
    this.planned = planned;
    this.plan = planned.plan();
  }

  /** Whether a pass would write more than a heartbeat, or complete a hook. */
  boolean changesAnything() {
    return !planned.knowsNobody()
        && (stored.differsFrom(plan.list(), plan.notes()) || !completions().isEmpty());
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(start());
    text.append(changes());
    text.append(rows());
    text.append(header());
    text.append(section("Groups that are not found", List.copyOf(plan.missingGroups())));
    text.append(section("Without a slot: none is free, or another has their address", unplaced()));
    text.append(section("Go on serving, because nobody else would", lastServing()));
    text.append(held());
    text.append(section("Not done yet", waiting()));
    text.append(section("Lifecycle hooks to be told", hooks()));
    text.append(nextLook());
    return text.toString();
  }

  private String start() {
    StoredList found = planned.stored();
    String version =
        found.header().map(Header::version).map(number -> "version " + number).orElse("no header");
    String start = "table %s, %s, %s\n".formatted(table, version, Count.of(found.list()));
    return found.isThePythonPrograms()
        ? start + "It is the Python program's: a pass refuses it without SERVER_TAKE_OVER=true.\n"
        : start;
  }

  private String changes() {
    TextTable changes = new TextTable("slot", "member", "from", "to", "reason");
    for (Plan.Change change : plan.changes()) {
      changes.add(
          Integer.toString(change.after().number()),
          change.after().occupant().or(change.before()::occupant).map(Member::id).orElse(""),
          from(change),
          change.after().condition(),
          change.reason());
    }
    StringBuilder text = new StringBuilder("\n");
    if (!changesAnything()) {
      text.append("The next pass would change nothing.\n");
    } else if (changes.isEmpty()) {
      text.append("The next pass would change no slot, but:\n");
    } else {
      text.append("The next pass would change these slots:\n").append(changes);
    }
    return text.toString();
  }

  private String rows() {
    StringBuilder text = new StringBuilder();
    List<Integer> written = brokenRows(stored);
    if (!written.isEmpty()) {
      text.append("Missing or malformed rows, which it would write: " + written + "\n");
    }
    List<Integer> left = new ArrayList<>(brokenRows(planned.stored()));
    left.removeAll(written);
    if (!left.isEmpty()) {
      text.append(
          "Missing or malformed rows, which it would leave until the fleet answers for everybody: "
              + left
              + "\n");
    }
    List<Integer> deleted = stored.rows().beyond(plan.list().size());
    if (!deleted.isEmpty()) {
      text.append("Rows above the list, which it would delete: " + deleted + "\n");
    }
    return text.toString();
  }

  private String header() {
    StringBuilder text = new StringBuilder();
    if (stored.header().filter(header -> header.size() != plan.list().size()).isPresent()) {
      text.append("The list would get %s slots.\n".formatted(plan.list().size()));
    } else if (!smallerSize().equals(storedSmallerSize())) {
      text.append(
          smallerSize()
              .map(
                  size ->
                      "A list of %s slots would be asked for: %s.\n"
                          .formatted(size, ShrinkText.CONDITION))
              .orElse("A shorter list would not be asked for any more.\n"));
    }
    if (stored.header().isEmpty() && !planned.knowsNobody()) {
      text.append("It would write the header, which is missing.\n");
    }
    return text.toString();
  }

  private Optional<Integer> smallerSize() {
    return plan.notes().shrink().map(Shrink::size);
  }

  private Optional<Integer> storedSmallerSize() {
    return stored.header().flatMap(header -> header.notes().shrink()).map(Shrink::size);
  }

  private List<String> waiting() {
    return plan.notes().shrink().stream()
        .filter(smaller -> smallerSize().equals(storedSmallerSize()))
        .map(smaller -> ShrinkText.of(plan.list().size(), smaller))
        .toList();
  }

  /** In the words of the log where the slot changes hands. */
  private static String from(Plan.Change change) {
    boolean changesHands =
        change.before().occupant().isPresent()
            && change.after().occupant().isPresent()
            && !change
                .before()
                .occupant()
                .map(Member::id)
                .equals(change.after().occupant().map(Member::id));
    return changesHands ? change.before().description() : change.before().condition();
  }

  private List<Integer> brokenRows(StoredList among) {
    return IntStream.rangeClosed(1, Math.min(planned.stored().size(), plan.list().size()))
        .filter(number -> !among.rows().slots().containsKey(number))
        .boxed()
        .toList();
  }

  private List<String> unplaced() {
    return plan.unplaced().stream()
        .map(member -> member.memberId() + " of group " + member.group())
        .toList();
  }

  private List<String> lastServing() {
    return plan.lastServing().stream()
        .map(
            last ->
                "slot %s %s: would be %s"
                    .formatted(last.slot(), last.member().id(), last.condition()))
        .toList();
  }

  private String held() {
    List<String> held =
        plan.held().stream()
            .map(each -> "slot " + each.slot() + " " + each.member().id() + ": " + each.reason())
            .toList();
    List<String> ids = plan.held().stream().map(each -> each.member().id()).toList();
    return held.isEmpty()
        ? ""
        : section("Held: they keep their slots, whatever was said of them", held)
            + "  to let them go: java -jar hsdo-server.jar "
            + AcceptCommand.of(ids)
            + "\n";
  }

  private List<LifecycleAction> completions() {
    return plan.actions().stream()
        .filter(action -> action.kind() == LifecycleAction.Kind.COMPLETE)
        .toList();
  }

  private List<String> hooks() {
    return plan.actions().stream()
        .map(
            action ->
                action.kind().name().toLowerCase(Locale.ROOT)
                    + ": "
                    + action.memberId()
                    + " of group "
                    + action.group())
        .toList();
  }

  private static String section(String title, List<String> lines) {
    return lines.isEmpty()
        ? ""
        : "\n" + title + ":\n" + lines.stream().map(line -> "  " + line + "\n").collect(joining());
  }

  private String nextLook() {
    return plan.nextLook()
        .map(
            look ->
                "\nA ramp step or a hook is due next at %s, in %s s.\n"
                    .formatted(look, Math.max(0, Duration.between(planned.at(), look).toSeconds())))
        .orElse("\nNo ramp step and no hook is due.\n");
  }
}

package io.hsdo.refresh;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import io.hsdo.plan.Plan;
import io.hsdo.plan.Plan.Held;
import io.hsdo.plan.Plan.LastServing;
import io.hsdo.plan.Plan.Unplaced;
import io.hsdo.slot.Member;
import io.hsdo.slot.Shrink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a pass could not do. Two passes that could not do the same have equal trouble, so that it is
 * logged when it changes.
 *
 * @param size of the list, to be compared with what is asked for; 0 where no smaller size is
 */
record Trouble(
    Set<String> missingGroups,
    List<Unplaced> unplaced,
    List<Held> held,
    List<LastServing> lastServing,
    int size,
    Optional<Shrink> shrink) {
  static final Trouble NONE =
      new Trouble(Set.of(), List.of(), List.of(), List.of(), 0, Optional.empty());

  static Trouble of(Plan plan) {
    Optional<Shrink> shrink = plan.notes().shrink();
    return new Trouble(
        plan.missingGroups(),
        plan.unplaced(),
        plan.held(),
        plan.lastServing(),
        shrink.isPresent() ? plan.list().size() : 0,
        shrink);
  }

  boolean isNone() {
    return equals(NONE);
  }

  /** Whether nothing is new, apart from since when a smaller size is asked for. */
  boolean isStill(Trouble before) {
    return undated().equals(before.undated());
  }

  private Trouble undated() {
    return new Trouble(
        missingGroups,
        unplaced,
        held,
        lastServing,
        size,
        shrink.map(smaller -> new Shrink(smaller.size(), Instant.EPOCH)));
  }

  /** One sentence for each kind of trouble, with what to do about it. */
  String describe() {
    List<String> sentences = new ArrayList<>();
    if (!missingGroups.isEmpty()) {
      sentences.add("groups not found: " + missingGroups.stream().sorted().toList());
    }
    List<String> leftOver = unplaced(false);
    if (!leftOver.isEmpty()) {
      sentences.add(
          "no slot is left for "
              + leftOver
              + ": raise HAPROXY_BACKEND_SERVERS_LIST_SIZE, in HAProxy first");
    }
    List<String> sharing = unplaced(true);
    if (!sharing.isEmpty()) {
      sentences.add(
          "an address has one slot, so these wait until the member that has theirs is gone: "
              + sharing);
    }
    if (!lastServing.isEmpty()) {
      sentences.add(
          "nobody else would serve, so these go on: "
              + byReason(
                  lastServing, last -> seated(last.slot(), last.member()), Trouble::leaving));
    }
    if (!held.isEmpty()) {
      sentences.add(
          "held: "
              + byReason(held, each -> seated(each.slot(), each.member()), Held::reason)
              + "; "
              + acceptance());
    }
    shrink.ifPresent(smaller -> sentences.add(ShrinkText.of(size, smaller)));
    return String.join("; ", sentences);
  }

  private List<String> unplaced(boolean sharing) {
    return unplaced.stream()
        .filter(member -> member.sharesAddress() == sharing)
        .map(Unplaced::memberId)
        .toList();
  }

  private static String seated(int slot, Member member) {
    return "slot " + slot + " " + member.id();
  }

  private static String leaving(LastServing last) {
    return "would be " + last.condition();
  }

  private static <T> String byReason(
      List<T> members, Function<T, String> name, Function<T, String> reason) {
    return members.stream()
        .collect(groupingBy(reason, LinkedHashMap::new, mapping(name, joining(", "))))
        .entrySet()
        .stream()
        .map(same -> same.getValue() + " (" + same.getKey() + ")")
        .collect(joining("; "));
  }

  private String acceptance() {
    List<String> ids = held.stream().map(each -> each.member().id()).toList();
    return "if they are gone, invoke the function with --payload "
        + AcceptCommand.payload(ids)
        + ", or run hsdo-server "
        + AcceptCommand.of(ids);
  }
}

package io.hsdo.plan;

import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a pass should do.
 *
 * @param list the next list
 * @param notes what the next plan should know once that list is stored
 * @param changes the slots in which it differs, in order, each with its reason
 * @param unplaced members without a slot that should have one, in the order they would be seated
 * @param held removals that were not believed; an operator may accept them
 * @param lastServing members that are to leave and go on serving, because nobody else would
 * @param missingGroups configured groups that the fleet did not describe
 * @param actions what to tell our lifecycle hook
 * @param nextLook when something is due next, such as a ramp step or a hook
 */
public record Plan(
    SlotList list,
    PlanNotes notes,
    List<Change> changes,
    List<Unplaced> unplaced,
    List<Held> held,
    List<LastServing> lastServing,
    Set<String> missingGroups,
    List<LifecycleAction> actions,
    Optional<Instant> nextLook) {
  public Plan {
    changes = List.copyOf(changes);
    unplaced = List.copyOf(unplaced);
    held = List.copyOf(held);
    lastServing = List.copyOf(lastServing);
    missingGroups = Set.copyOf(missingGroups);
    actions = List.copyOf(actions);
  }

  /** Whether a hook is to be let go, which nothing takes back. */
  public boolean completesHooks() {
    return actions.stream().anyMatch(action -> action.kind() == LifecycleAction.Kind.COMPLETE);
  }

  /** The same, but only hooks of these members are told anything. */
  public Plan tellingOnlyHooksOf(Set<String> members) {
    return with(
        actions.stream().filter(action -> members.contains(action.memberId())).toList(), nextLook);
  }

  /** The same, to be looked at no later than then. */
  public Plan lookingBy(Instant latest) {
    return with(actions, nextLook.filter(latest::isAfter).or(() -> Optional.of(latest)));
  }

  private Plan with(List<LifecycleAction> otherActions, Optional<Instant> otherLook) {
    return new Plan(
        list, notes, changes, unplaced, held, lastServing, missingGroups, otherActions, otherLook);
  }

  /**
   * A slot that changes.
   *
   * @param reason in words for whoever reads the log
   */
  public record Change(Slot before, Slot after, String reason) {
    @Override
    public String toString() {
      return "slot "
          + after.number()
          + ": "
          + before.description()
          + " -> "
          + after.description()
          + " ("
          + reason
          + ")";
    }
  }

  /**
   * A member that has no slot.
   *
   * @param sharesAddress whether it waits for another, in whose slot its address stands; else no
   *     slot is left for it
   */
  public record Unplaced(String memberId, String group, boolean sharesAddress) {}

  /**
   * A member that should leave, and goes on serving because nobody else would.
   *
   * @param condition how its slot should have gone on, in words: {@code draining, terminating}
   */
  public record LastServing(int slot, Member member, String condition) {}

  /**
   * A member that keeps its place although the fleet speaks against it.
   *
   * @param reason in words: what speaks against it, and why that is not believed
   */
  public record Held(int slot, Member member, String reason) {}
}

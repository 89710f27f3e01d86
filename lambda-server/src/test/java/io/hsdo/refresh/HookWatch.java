package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.fleet.LifecycleHooks;
import io.hsdo.plan.LifecycleAction;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.InMemorySlotListStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Watches every write and every word to a hook: no hook is completed before {@code DrainUntil},
 * unless its member has stopped or has no slot, and no slot is released before its member's hook
 * has been completed or has timed out.
 */
final class HookWatch implements LifecycleHooks {
  private final ModelCloud cloud;
  private final InMemorySlotListStore store;
  private final Clock clock;
  private final Map<String, Instant> drainUntil = new HashMap<>();
  private SlotList last = SlotList.empty(0);

  HookWatch(ModelCloud cloud, InMemorySlotListStore store, Clock clock) {
    this.cloud = cloud;
    this.store = store;
    this.clock = clock;
    store.afterEachWrite(this::look);
  }

  SlotList list() {
    int size = store.header(Consistency.STRONG).orElseThrow().size();
    return store.rows(Consistency.STRONG).toSlotList(size);
  }

  private void look() {
    SlotList list = list();
    last.members()
        .map(Member::id)
        .filter(id -> list.slotOf(id).isEmpty())
        .forEach(
            id ->
                assertThat(cloud.holds(id))
                    .as(id + " is released while its hook waits, at " + clock.instant())
                    .isFalse());
    last.members()
        .forEach(
            member ->
                list.slotOf(member.id())
                    .ifPresent(
                        slot ->
                            assertThat(slot.number())
                                .as("slot of " + member.id())
                                .isEqualTo(last.slotOf(member.id()).orElseThrow().number())));
    list.slots().stream()
        .filter(Slot.Draining.class::isInstance)
        .map(Slot.Draining.class::cast)
        .forEach(
            drain -> drain.hookDue().ifPresent(due -> drainUntil.put(drain.member().id(), due)));
    last = list;
  }

  @Override
  public boolean tell(LifecycleAction action) {
    String id = action.memberId();
    if (action.kind() == LifecycleAction.Kind.COMPLETE && cloud.holds(id)) {
      Optional<Slot> slot = last.slotOf(id);
      Instant due =
          slot.filter(Slot.Draining.class::isInstance)
              .map(Slot.Draining.class::cast)
              .flatMap(Slot.Draining::hookDue)
              .orElse(slot.isEmpty() || cloud.isStopped(id) ? Instant.MIN : Instant.MAX);
      assertThat(!clock.instant().isBefore(due) || cloud.isStopped(id))
          .as("hook of " + id + " is completed at " + clock.instant() + ", DrainUntil " + due)
          .isTrue();
    }
    return cloud.tell(action);
  }

  /** No hook that began to drain was completed later than that after its {@code DrainUntil}. */
  void noCompletionWasLaterThan(Duration late) {
    cloud
        .completed()
        .forEach(
            (id, at) -> {
              if (drainUntil.containsKey(id)) {
                assertThat(at)
                    .as("completion of " + id)
                    .isBeforeOrEqualTo(drainUntil.get(id).plus(late));
              }
            });
  }
}

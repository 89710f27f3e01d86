package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.fleet.FleetSource;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.Trigger;
import io.hsdo.refresh.Planning.Planned;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanningTest {
  private final ManualClock clock = new ManualClock();
  private final InMemorySlotListStore store = new InMemorySlotListStore();
  private final Planning planning = new Planning(Configurations.of(Map.of()), clock);

  @Test
  void planIsForNowAndForWhatWasReadAndStoresNothing() {
    FakeFleet fleet = new FakeFleet();
    fleet.serve(1);

    Planned planned = planning.plan(store.load(), fleet, new Trigger.Scheduled());

    assertThat(planned.at()).isEqualTo(clock.instant());
    assertThat(planned.stored()).isEqualTo(store.load());
    assertThat(planned.plan().list().slotOf("i-1")).isPresent();
    assertThat(store.load().rows().isEmpty()).isTrue();
  }

  @Test
  void fleetIsToldOfWhomTheTriggerSpeaks() {
    List<Set<String>> heardOf = new ArrayList<>();
    FleetSource fleet =
        (list, about) -> {
          heardOf.add(about);
          return FleetSnapshot.UNASKED;
        };

    planning.plan(store.load(), fleet, new Trigger.Scheduled());
    planning.plan(store.load(), fleet, new Trigger.MemberChanged("i-2"));

    assertThat(heardOf).containsExactly(Set.of(), Set.of("i-2"));
  }
}

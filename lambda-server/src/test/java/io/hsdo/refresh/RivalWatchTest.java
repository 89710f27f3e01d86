package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.fleet.FleetSource;
import io.hsdo.logging.RecordedLog;
import io.hsdo.plan.FleetMember;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.MemberState;
import io.hsdo.plan.Trigger;
import io.hsdo.slot.Address;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two groups of two members each; passes are half a minute apart. */
class RivalWatchTest {
  private static final Set<String> GROUPS = Set.of("web", "api");

  private static final Map<String, FleetMember> MEMBERS =
      Map.of("i-1", of("web", 1), "i-2", of("web", 2), "i-3", of("api", 3), "i-4", of("api", 4));

  private static final String WARNING =
      "WARNING another refresh of this table is configured for other groups, and each undoes what"
          + " the other decides about i-3 of group api, i-4 of group api: configure both for the"
          + " same groups, or give each a table";

  private final ManualClock clock = new ManualClock();
  private final InMemorySlotListStore store = new InMemorySlotListStore();
  private final RecordedLog log = new RecordedLog(Refresh.class);

  @AfterEach
  void closeTheLog() {
    log.close();
  }

  @Test
  void eachOfTwoRefreshesOfOtherGroupsTellsOfItEveryTenMinutes() {
    Refresh both = refresh(configuredFor(GROUPS));
    Refresh web = refresh(configuredFor(Set.of("web")));

    pass(both, web, both);
    assertThat(warnings()).isEmpty();

    pass(web, both, web, both);
    assertThat(warnings()).containsExactly(WARNING, WARNING);

    for (int minute = 0; minute < 8; minute++) {
      pass(web, both);
    }
    assertThat(warnings()).isEmpty();

    pass(web, both);
    assertThat(warnings()).containsExactly(WARNING, WARNING);
  }

  /** As when a tag is taken from a group and given back, again and again. */
  @Test
  void refreshThatUndoesWhatItDidItselfHasNoRival() {
    List<Set<String>> configured = List.of(GROUPS, Set.of("web"));
    int[] passes = {0};
    Refresh refresh =
        refresh((list, about) -> snapshot(configured.get(passes[0]++ % configured.size())));

    pass(refresh, refresh, refresh, refresh, refresh, refresh);

    List<String> lines = log.take();
    assertThat(lines).filteredOn(line -> line.contains("i-3 10.0.0.3 draining")).hasSize(5);
    assertThat(lines).noneMatch(line -> line.startsWith("WARNING"));
  }

  private void pass(Refresh... refreshes) {
    for (Refresh refresh : refreshes) {
      refresh.pass(new Trigger.Scheduled());
      clock.advance(Duration.ofSeconds(30));
    }
  }

  private List<String> warnings() {
    return log.take().stream().filter(line -> line.startsWith("WARNING")).toList();
  }

  private static FleetSource configuredFor(Set<String> groups) {
    return (list, about) -> snapshot(groups);
  }

  private static FleetSnapshot snapshot(Set<String> configured) {
    return new FleetSnapshot(MEMBERS, configured, GROUPS);
  }

  private static FleetMember of(String group, int number) {
    return new FleetMember(
        "i-" + number,
        group,
        Optional.of(Address.of("10.0.0." + number)),
        Optional.empty(),
        Optional.of(Instant.EPOCH.plusSeconds(number)),
        new MemberState.Serving());
  }

  private Refresh refresh(FleetSource fleet) {
    return new Refresh(
        store,
        fleet,
        action -> false,
        Configurations.of(Map.of("HAPROXY_BACKEND_SERVERS_LIST_SIZE", "4")),
        clock);
  }
}

package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.fleet.FleetException;
import io.hsdo.logging.RecordedLog;
import io.hsdo.plan.FleetMember;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.MemberState;
import io.hsdo.plan.Trigger;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;

/** A fleet that never changes, and a cloud that lies about it for four hours. */
class WrongAnswersPropertyTest {
  private static final int PERCENT = 20;
  private static final Duration LIES = Duration.ofHours(4);
  private static final Duration HOUR = Duration.ofHours(1);

  private final RecordedLog log = new RecordedLog(Refresh.class);

  @AfterProperty
  void closeTheLog() {
    log.close();
  }

  @Property(tries = 30)
  @Label("No wrong answer removes more than the budget in an hour, or empties the backend")
  void wrongAnswersNeitherErodeNorEmptyTheBackend(@ForAll long seed) {
    World world = new World(new Random(seed));
    world.pass();
    assertThat(world.list().serving()).isEqualTo(world.size);

    Deque<Instant> removals = new ArrayDeque<>();
    Instant end = world.clock.instant().plus(LIES);
    while (world.clock.instant().isBefore(end)) {
      SlotList before = world.list();
      world.clock.advance(Duration.ofSeconds(1 + world.random.nextInt(90)));
      world.lie();
      world.pass();

      Instant now = world.clock.instant();
      Set<String> serving = servingIds(world.list());
      servingIds(before).stream()
          .filter(id -> !serving.contains(id))
          .forEach(id -> removals.add(now));
      while (!removals.isEmpty() && !removals.peek().isAfter(now.minus(HOUR))) {
        removals.remove();
      }
      assertThat(removals)
          .as("removals of an hour, with seed " + seed)
          .hasSizeLessThanOrEqualTo(Math.max(1, world.size * PERCENT / 100));
      assertThat(world.list().serving()).as("seed " + seed).isPositive();
    }
    log.take();
  }

  private static Set<String> servingIds(SlotList list) {
    return list.slots().stream()
        .filter(Slot.Serving.class::isInstance)
        .flatMap(slot -> slot.occupant().stream())
        .map(Member::id)
        .collect(Collectors.toSet());
  }

  private static final class World {
    private final Random random;
    private final int size;
    private final ManualClock clock = new ManualClock();
    private final InMemorySlotListStore store = new InMemorySlotListStore();
    private FleetSnapshot truth;
    private FleetSnapshot told;
    private boolean failing;

    World(Random random) {
      this.random = random;
      this.size = 1 + random.nextInt(40);
      Map<String, FleetMember> members = new HashMap<>();
      for (int i = 1; i <= size; i++) {
        members.put("i-" + i, member(i));
      }
      truth = new FleetSnapshot(members, Set.of("web", "api"), Set.of("web", "api"));
      told = truth;
    }

    private static FleetMember member(int number) {
      return new FleetMember(
          "i-" + number,
          number % 2 == 0 ? "web" : "api",
          Optional.of(Address.of("10.0.0." + number)),
          Optional.empty(),
          Optional.of(Instant.EPOCH.plusSeconds(number)),
          new MemberState.Serving());
    }

    /** A lie holds for some passes, so that what is unexplained has its three minutes. */
    void lie() {
      failing = random.nextInt(10) == 0;
      if (random.nextInt(6) > 0) {
        return;
      }
      told =
          switch (random.nextInt(8)) {
            case 0 -> all(new MemberState.Absent());
            case 1 -> all(new MemberState.Draining(DrainReason.UNHEALTHY, false));
            case 2 -> all(new MemberState.Unknown());
            case 3 -> some(new MemberState.Absent());
            case 4 -> some(new MemberState.Draining(DrainReason.UNHEALTHY, false));
            // The wrong account or region: no group by name, none by tag.
            case 5 -> found(all(new MemberState.Absent()), truth.configured(), Set.of());
            case 6 -> found(all(new MemberState.Absent()), Set.of(), Set.of());
            // A page is missing.
            default -> found(some(new MemberState.Absent()), truth.configured(), Set.of("web"));
          };
      if (random.nextInt(3) == 0) {
        told = truth;
      }
    }

    private FleetSnapshot all(MemberState state) {
      Map<String, FleetMember> members = new HashMap<>(truth.members());
      members.replaceAll((id, member) -> member.withState(state));
      return found(
          new FleetSnapshot(members, Set.of(), Set.of()), truth.configured(), truth.found());
    }

    private FleetSnapshot some(MemberState state) {
      Map<String, FleetMember> members = new HashMap<>(truth.members());
      members.replaceAll((id, member) -> random.nextInt(3) == 0 ? member.withState(state) : member);
      return found(
          new FleetSnapshot(members, Set.of(), Set.of()), truth.configured(), truth.found());
    }

    private static FleetSnapshot found(
        FleetSnapshot members, Set<String> configured, Set<String> found) {
      return new FleetSnapshot(members.members(), configured, found);
    }

    /** By a refresh that has just started: all that it knows is in the table. */
    void pass() {
      Refresh refresh =
          new Refresh(
              store,
              (list, about) -> {
                if (failing) {
                  throw new FleetException("throttled", new IllegalStateException("503"));
                }
                return told;
              },
              action -> false,
              Configurations.of(
                  Map.of("SERVER_ASG_NAMES", "web,api", "HAPROXY_BACKEND_SERVERS_LIST_SIZE", "60")),
              clock);
      try {
        refresh.pass(new Trigger.Scheduled());
      } catch (FleetException e) {
        assertThat(failing).isTrue();
      }
    }

    SlotList list() {
      return store.rows(Consistency.STRONG).toSlotList(60);
    }
  }
}

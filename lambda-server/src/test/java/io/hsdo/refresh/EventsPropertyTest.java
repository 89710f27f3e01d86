package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.fleet.FleetException;
import io.hsdo.logging.RecordedLog;
import io.hsdo.plan.LifecycleAction;
import io.hsdo.plan.MemberState;
import io.hsdo.plan.Trigger;
import io.hsdo.slot.Slot;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;

/**
 * A cloud that lives for half an hour, two containers of the function, a scheduled invocation each
 * minute, and events that get lost, come late, twice, or in another order.
 */
class EventsPropertyTest {
  private static final Duration LIFE = Duration.ofMinutes(30);

  private final RecordedLog log = new RecordedLog(Refresh.class);

  @AfterProperty
  void closeTheLog() {
    log.close();
  }

  @Property(tries = 40)
  @Label(
      "a hook is completed at DrainUntil or at most 60 s later and its slot released after,"
          + " whatever becomes of the events")
  void hooksAreCompletedInTimeWhateverBecomesOfTheEvents(@ForAll long seed) {
    World world = new World(new Random(seed), 0);

    world.live();

    world.hooks.noCompletionWasLaterThan(Duration.ofSeconds(60));
    assertThat(world.cloud.timedOut()).as("seed " + seed).isEmpty();
    assertThat(world.cloud.completed()).as("seed " + seed).isNotEmpty();
    assertThat(log.take()).isNotEmpty();
  }

  @Property(tries = 40)
  @Label("no slot is released before its hook is completed, whatever fails besides")
  void nothingIsReleasedBeforeItsHookIsCompletedWhateverFails(@ForAll long seed) {
    new World(new Random(seed), 5).live();

    assertThat(log.take()).isNotEmpty();
  }

  private static final class World {
    private final Random random;

    /** How many of a hundred calls fail. */
    private final int failing;

    private final ManualClock clock = new ManualClock();
    private final InMemorySlotListStore store = new InMemorySlotListStore();
    private final ModelCloud cloud = new ModelCloud(clock);
    private final HookWatch hooks = new HookWatch(cloud, store, clock);
    private final Refresh scheduled = start();
    private final Refresh onEvents = start();
    private final List<Event> underWay = new ArrayList<>();

    /** An event that is under way. */
    private record Event(Trigger trigger, Instant arrives) {}

    World(Random random, int failing) {
      this.random = random;
      this.failing = failing;
    }

    private Refresh start() {
      return new Refresh(
          store,
          (list, about) -> {
            mayFail("describing groups");
            return cloud.snapshot(list, about);
          },
          this::tell,
          Configurations.of(Map.of("HAPROXY_BACKEND_SERVERS_LIST_SIZE", "8")),
          clock);
    }

    private boolean tell(LifecycleAction action) {
      mayFail("telling the hook");
      return hooks.tell(action);
    }

    private void mayFail(String what) {
      if (random.nextInt(100) < failing) {
        throw new FleetException(what + " fails", new IllegalStateException("throttled"));
      }
    }

    void live() {
      for (int i = 0; i < 5; i++) {
        cloud.launch();
      }
      Instant end = clock.instant().plus(LIFE);
      while (clock.instant().isBefore(end)) {
        Instant next = clock.instant().plusSeconds(60);
        tolerating(() -> new ScheduledRefresh(scheduled, clock, this::sleep).run(next));
        sleepUntil(next);
      }
      settle();
      Set<String> seated =
          hooks.list().slots().stream()
              .filter(Slot.Serving.class::isInstance)
              .flatMap(slot -> slot.occupant().stream())
              .map(member -> member.id())
              .collect(Collectors.toSet());
      List<String> serving = cloud.in(MemberState.Serving.class);
      assertThat(serving).containsAll(seated);
      assertThat(seated).hasSize(Math.min(8, serving.size()));
    }

    /** Nothing happens any more, but the schedule. */
    private void settle() {
      underWay.clear();
      for (int minute = 0; minute < 15; minute++) {
        tolerating(() -> scheduled.pass(new Trigger.Scheduled()));
        clock.advance(Duration.ofSeconds(30));
        cloud.in(MemberState.Serving.class);
      }
    }

    private void sleep(long millis) {
      sleepUntil(clock.instant().plusMillis(millis));
    }

    /** Life goes on: something happens, and events arrive. */
    private void sleepUntil(Instant end) {
      while (clock.instant().isBefore(end)) {
        Duration step = Duration.between(clock.instant(), end);
        clock.advance(step.compareTo(Duration.ofSeconds(1)) > 0 ? Duration.ofSeconds(1) : step);
        if (random.nextInt(20) == 0) {
          happen();
        }
        for (Event event : List.copyOf(underWay)) {
          if (!clock.instant().isBefore(event.arrives())) {
            underWay.remove(event);
            tolerating(() -> onEvents.pass(event.trigger()));
          }
        }
      }
    }

    private void tolerating(Runnable pass) {
      try {
        pass.run();
      } catch (FleetException e) {
        assertThat(failing).as(e.getMessage()).isPositive();
      }
    }

    private void happen() {
      List<String> serving = cloud.in(MemberState.Serving.class);
      if (serving.size() < 5) {
        cloud.launch();
        return;
      }
      String id = serving.get(random.nextInt(serving.size()));
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          cloud.terminate(id);
          send(new Trigger.GroupChanged("web"));
        }
        case 2 -> {
          send(new Trigger.SpotWarning(id, clock.instant()));
          cloud.terminate(id);
        }
        case 3 -> {
          cloud.toStandby(id);
          send(new Trigger.MemberChanged("i-0"));
        }
        case 4 ->
            cloud.in(MemberState.Draining.class).stream()
                .findAny()
                .ifPresent(
                    drained -> {
                      if (cloud.isInStandby(drained)) {
                        cloud.serveAgain(drained);
                      } else {
                        cloud.stop(drained);
                        send(new Trigger.MemberChanged(drained));
                      }
                    });
        default -> {
          cloud.launch();
          send(new Trigger.GroupChanged("web"));
        }
      }
    }

    /** Lost, once or twice, at once or late, so that a later one may overtake it. */
    private void send(Trigger trigger) {
      for (int copies = random.nextInt(3); copies > 0; copies--) {
        int delay = random.nextBoolean() ? 0 : random.nextInt(200);
        underWay.add(new Event(trigger, clock.instant().plusSeconds(delay)));
      }
    }
  }
}

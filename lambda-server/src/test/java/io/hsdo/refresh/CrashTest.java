package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.fleet.FleetException;
import io.hsdo.fleet.FleetSource;
import io.hsdo.fleet.LifecycleHooks;
import io.hsdo.plan.Trigger;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.table.Rows;
import io.hsdo.table.SlotListStore;
import io.hsdo.table.StoredList;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A refresh that ends at each of its calls in turn, while one member after the other leaves. */
@DisplayName("Nothing is lost when the refresh ends at any line")
class CrashTest {
  /** More than the story has; the test checks that the last of them are not reached. */
  private static final int MOST_CALLS = 300;

  private enum End {
    /** The call is not made. */
    BEFORE,
    /** It is made, and nobody hears of it. */
    AFTER,
    /** The call is refused; the refresh itself goes on. */
    REFUSED
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Crash(String call) {
      super("the refresh ends at " + call);
    }
  }

  private final ManualClock clock = new ManualClock();
  private InMemorySlotListStore store = new InMemorySlotListStore();
  private ModelCloud cloud = new ModelCloud(clock);
  private HookWatch watch = new HookWatch(cloud, store, clock);
  private int calls;
  private int endAt;
  private End end = End.BEFORE;

  @ParameterizedTest
  @EnumSource(End.class)
  void everyHookIsCompletedAndEverySlotReleasedAllTheSame(End end) {
    String undisturbed = story(Integer.MAX_VALUE, end);
    int length = calls;
    assertThat(length).isBetween(50, MOST_CALLS);

    for (int call = 1; call <= length; call++) {
      assertThat(story(call, end)).as("ended at call " + call).isEqualTo(undisturbed);
    }
  }

  /**
   * Six members; one leaves by its hook, one is stopped while its hook waits, one leaves before it
   * gets a slot, one pauses; two come. Returns the list in the end.
   */
  private String story(int endAt, End end) {
    store = new InMemorySlotListStore();
    cloud = new ModelCloud(clock);
    watch = new HookWatch(cloud, store, clock);
    calls = 0;
    this.endAt = endAt;
    this.end = end;
    for (int i = 0; i < 5; i++) {
      cloud.launch();
    }
    pass();
    cloud.terminate("i-2");
    pass();
    cloud.terminate("i-3");
    pass();
    cloud.stop("i-3");
    cloud.toStandby("i-4");
    String early = cloud.launch();
    cloud.terminate(early);
    pass();
    cloud.launch();
    clock.advance(Duration.ofSeconds(15));
    pass();
    clock.advance(Duration.ofSeconds(15));
    pass();
    cloud.serveAgain("i-4");
    for (int i = 0; i < 4; i++) {
      clock.advance(Duration.ofSeconds(60));
      pass();
    }

    assertThat(cloud.completed().keySet()).containsExactlyInAnyOrder("i-2", "i-3", early);
    assertThat(cloud.timedOut()).isEmpty();
    return watch.list().slots().stream().map(Slot::description).toList().toString();
  }

  /** By a refresh that has just started; another one if it ends before its time. */
  private void pass() {
    try {
      start().pass(new Trigger.Scheduled());
    } catch (Crash | FleetException e) {
      start().pass(new Trigger.Scheduled());
    }
  }

  private Refresh start() {
    LifecycleHooks hooks =
        action -> {
          if (end == End.REFUSED && calls + 1 == endAt) {
            calls++;
            throw new FleetException("hook does not take " + action, new Crash("it"));
          }
          return around("hook " + action, () -> watch.tell(action));
        };
    FleetSource fleet = (list, about) -> around("snapshot", () -> cloud.snapshot(list, about));
    return new Refresh(
        new CrashingStore(),
        fleet,
        hooks,
        Configurations.of(
            Map.of(
                "HAPROXY_BACKEND_SERVERS_LIST_SIZE",
                "6",
                "SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT",
                "10")),
        clock);
  }

  private <T> T around(String call, Supplier<T> action) {
    calls++;
    boolean ends = calls == endAt && end != End.REFUSED;
    if (ends && end == End.BEFORE) {
      throw new Crash(call);
    }
    T result = action.get();
    if (ends) {
      throw new Crash(call);
    }
    return result;
  }

  private final class CrashingStore implements SlotListStore {
    @Override
    public Optional<Header> header(Consistency consistency) {
      return around("header", () -> store.header(consistency));
    }

    @Override
    public Rows rows(Consistency consistency) {
      return around("rows", () -> store.rows(consistency));
    }

    @Override
    public Header save(StoredList read, SlotList next, PlanNotes notes, Instant now) {
      return around("save", () -> store.save(read, next, notes, now));
    }

    @Override
    public void handBack(StoredList read) {
      throw new UnsupportedOperationException("a refresh hands nothing back");
    }

    @Override
    public void heartbeat(long version, Instant now) {
      around(
          "heartbeat",
          () -> {
            store.heartbeat(version, now);
            return List.of();
          });
    }
  }
}

package io.hsdo.refresh;

import io.hsdo.logging.JsonLog;
import io.hsdo.plan.Trigger;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A night in which much goes wrong: a termination at 02:12, five members that vanish at 02:20,
 * another writer, a slow pass, and at the end an Auto Scaling that does not answer.
 */
public final class Night implements AutoCloseable {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T01:59:00Z"));
  private final JsonLog log = new JsonLog(clock);
  private final InMemorySlotListStore store = new InMemorySlotListStore();
  private final FakeFleet fleet = new FakeFleet();
  private final CountedHooks hooks = new CountedHooks(new FakeHooks(new ArrayList<>()));
  private final ServerConfiguration configuration =
      Configurations.of(
          Map.of("DYNAMODB_TABLE_NAME", "shop-slots", "HAPROXY_BACKEND_SERVERS_LIST_SIZE", "20"));

  /** The moment of this time of the night, {@code hh:mm}. */
  public static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + ":00Z");
  }

  public ManualClock clock() {
    return clock;
  }

  /** The JSON lines that were logged since the last look. */
  public List<String> log() {
    return log.take();
  }

  /** The refresh that looks at this night. */
  public Passes refresh(Consumer<PassReport> reports) {
    return new NamedPasses(
        new MeteredRefresh(
            new Refresh(store, fleet, hooks, configuration, clock),
            hooks,
            configuration,
            clock,
            reports));
  }

  /**
   * Lets the night pass.
   *
   * @param pass has the refresh look once
   */
  public void play(Runnable pass) {
    clock.advance(Duration.ofMinutes(1));
    fleet.serve(IntStream.rangeClosed(1, 17).toArray());
    while (clock.instant().isBefore(at("02:12"))) {
      run(pass, Duration.ofSeconds(30));
    }
    fleet.terminate(17);
    run(pass, Duration.ofSeconds(30));
    run(pass, Duration.ofSeconds(15));
    fleet.stop(17);
    fleet.serve(18);
    run(pass, Duration.ofSeconds(15));
    while (clock.instant().isBefore(at("02:20"))) {
      run(pass, Duration.ofSeconds(30));
    }
    fleet.lose(1, 2, 3, 4, 5);
    while (clock.instant().isBefore(at("02:25"))) {
      run(pass, Duration.ofMinutes(1));
    }
    fleet.meanwhile(
        () -> {
          fleet.meanwhile(() -> {});
          new Refresh(store, fleet, action -> false, configuration, clock)
              .pass(new Trigger.Scheduled());
        });
    fleet.serve(19);
    run(pass, Duration.ofMinutes(1));
    fleet.meanwhile(() -> clock.advance(Duration.ofSeconds(4)));
    run(pass, Duration.ofMinutes(1));
    fleet.meanwhile(() -> {});
    fleet.fail();
    run(pass, Duration.ofMinutes(1));
  }

  private void run(Runnable pass, Duration after) {
    pass.run();
    clock.advance(after);
  }

  @Override
  public void close() {
    log.close();
  }
}

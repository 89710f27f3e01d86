package io.hsdo.local.races;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.config.Parameters;
import io.hsdo.fleet.FleetSource;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.plan.FleetMember;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.MemberState;
import io.hsdo.plan.Trigger;
import io.hsdo.refresh.Refresh;
import io.hsdo.refresh.ServerConfiguration;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.Header;
import io.hsdo.table.Rows;
import io.hsdo.table.SlotListStore;
import io.hsdo.table.StoredList;
import io.hsdo.table.VersionConflictException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Eight refreshes at once, on one table and a fleet that never rests. */
@DisplayName("Two writers can't corrupt the list")
class RacesTest {
  private static final int WRITERS = 8;
  private static final int SIZE = 30;
  private static final Duration LENGTH = Duration.ofSeconds(60);
  private static final String TABLE = "slots";

  /** A line for each of some thousand changes is of no use; held, because the JDK does not. */
  private static final Logger REFRESH_LOG = Logger.getLogger("io.hsdo.refresh");

  private final AtomicInteger conflicts = new AtomicInteger();
  private final AtomicInteger passes = new AtomicInteger();
  private final AtomicLong written = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void noSlotIsLostNoneDoubledAndNoVersionSkipped() throws Exception {
    REFRESH_LOG.setLevel(Level.SEVERE);
    long seed = System.nanoTime();
    Fleet fleet = new Fleet(new Random(seed));
    try (var dynamoDb = DynamoDbLocal.start();
        var client = dynamoDb.clientBuilder().build()) {
      dynamoDb.createTable(TABLE);
      SlotListStore store = new DynamoDbSlotListStore(client, TABLE);
      var threads = Executors.newFixedThreadPool(WRITERS + 1);
      try {
        List<Future<?>> work = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          work.add(threads.submit(() -> refreshUntilOver(store, fleet)));
        }
        var watch = threads.submit((Callable<Long>) () -> watchUntilOver(store));

        Instant end = Instant.now().plus(LENGTH);
        while (Instant.now().isBefore(end)) {
          fleet.change();
          Thread.sleep(20);
        }
        over.set(true);
        for (Future<?> writer : work) {
          writer.get(30, TimeUnit.SECONDS);
        }
        long versions = watch.get(30, TimeUnit.SECONDS);

        System.out.printf(
            "%d passes, %d conflicts, %d versions, seed %d%n",
            passes.get(), conflicts.get(), versions, seed);
        assertThat(conflicts).as("races that were lost").hasPositiveValue();
        assertThat(store.rows(Consistency.STRONG).slots()).hasSize(SIZE);
        assertThat(store.header(Consistency.STRONG).map(Header::version))
            .as("every version is the work of one writer")
            .contains(written.get());
      } finally {
        over.set(true);
        threads.shutdownNow();
      }
    }
  }

  private void refreshUntilOver(SlotListStore store, FleetSource fleet) {
    Refresh refresh =
        new Refresh(
            new CountingStore(store), fleet, action -> false, configuration(), Clock.systemUTC());
    while (!over.get()) {
      try {
        conflicts.addAndGet(refresh.pass(new Trigger.Scheduled()).conflicts());
        passes.incrementAndGet();
      } catch (VersionConflictException e) {
        // Lost too often in a row: the next pass starts anew.
        conflicts.incrementAndGet();
      }
    }
  }

  /** Checks every list that can be read as a whole, and returns the last version. */
  private long watchUntilOver(SlotListStore store) {
    Map<String, Integer> slotOf = new HashMap<>();
    long last = 0;
    while (!over.get()) {
      Optional<Header> before = store.header(Consistency.STRONG);
      var rows = store.rows(Consistency.STRONG);
      Optional<Header> after = store.header(Consistency.STRONG);
      if (before.isEmpty() || !before.equals(after)) {
        continue;
      }
      assertThat(after.get().version()).isGreaterThanOrEqualTo(last);
      last = after.get().version();
      var list = rows.toSlotList(after.get().size());
      assertThat(rows.refused()).isEmpty();
      assertThat(rows.slots()).as("no slot is lost").hasSize(after.get().size());
      assertThat(list.members().map(Member::id)).doesNotHaveDuplicates();
      assertThat(list.members().map(Member::address)).doesNotHaveDuplicates();
      Map<String, Integer> now = new TreeMap<>();
      list.slots().forEach(slot -> slot.occupant().ifPresent(m -> now.put(m.id(), slot.number())));
      now.forEach((id, slot) -> assertThat(slotOf.getOrDefault(id, slot)).as(id).isEqualTo(slot));
      slotOf.putAll(now);
    }
    return last;
  }

  private static ServerConfiguration configuration() {
    return ServerConfiguration.of(
        Parameters.load(
            Map.of(
                "DYNAMODB_TABLE_NAME",
                TABLE,
                "SERVER_ASG_NAMES",
                "web",
                "HAPROXY_BACKEND_SERVERS_LIST_SIZE",
                Integer.toString(SIZE),
                "SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT_INTERVAL",
                "1"),
            Optional.empty()));
  }

  /** Adds up the versions that its owner has written. */
  private final class CountingStore implements SlotListStore {
    private final SlotListStore store;

    CountingStore(SlotListStore store) {
      this.store = store;
    }

    @Override
    public Optional<Header> header(Consistency consistency) {
      return store.header(consistency);
    }

    @Override
    public Rows rows(Consistency consistency) {
      return store.rows(consistency);
    }

    @Override
    public Header save(StoredList read, SlotList next, PlanNotes notes, Instant now) {
      Header header = store.save(read, next, notes, now);
      written.addAndGet(header.version() - read.header().map(Header::version).orElse(0L));
      return header;
    }

    @Override
    public void handBack(StoredList read) {
      store.handBack(read);
    }

    @Override
    public void heartbeat(long version, Instant now) {
      store.heartbeat(version, now);
    }
  }

  /**
   * Instances that come, drain and go; nobody comes back, so that whoever is seen again must not
   * have moved.
   */
  private static final class Fleet implements FleetSource {
    private final Random random;
    private final Map<String, FleetMember> members = new LinkedHashMap<>();
    private int launched;

    Fleet(Random random) {
      this.random = random;
    }

    synchronized void change() {
      if (members.size() < SIZE && random.nextInt(3) > 0) {
        launched++;
        String id = "i-" + launched;
        members.put(
            id,
            new FleetMember(
                id,
                "web",
                Optional.of(
                    Address.of(
                        "10."
                            + launched / 62_500
                            + "."
                            + launched / 250 % 250
                            + "."
                            + (1 + launched % 250))),
                Optional.empty(),
                Optional.of(Instant.now()),
                new MemberState.Serving()));
      }
      for (FleetMember member : List.copyOf(members.values())) {
        if (random.nextInt(60) == 0) {
          leave(member);
        }
      }
    }

    private void leave(FleetMember member) {
      if (member.state() instanceof MemberState.Serving) {
        members.put(
            member.id(),
            member.withState(new MemberState.Draining(DrainReason.TERMINATING, false)));
      } else if (member.state() instanceof MemberState.Draining) {
        members.put(member.id(), member.withState(new MemberState.Stopped()));
      } else {
        members.remove(member.id());
      }
    }

    @Override
    public synchronized FleetSnapshot snapshot(SlotList list, Set<String> about) {
      return new FleetSnapshot(new HashMap<>(members), Set.of("web"), Set.of("web"));
    }
  }
}

package io.hsdo.refresh;

import static java.util.stream.Collectors.joining;

import io.hsdo.config.Parameters;
import io.hsdo.logging.RecordedLog;
import io.hsdo.plan.Plan;
import io.hsdo.plan.Trigger;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.table.Rows;
import io.hsdo.time.ManualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A refresh over a table in memory, a fleet and hooks that do as they are told. */
abstract class RefreshScene {
  final ManualClock clock = new ManualClock();
  int scans;

  /** Numbers of rows that scans miss. */
  final Set<AttributeValue> missed = new HashSet<>();

  final InMemorySlotListStore store =
      new InMemorySlotListStore() {
        @Override
        public Rows rows(Consistency consistency) {
          scans++;
          return super.rows(consistency);
        }

        @Override
        protected synchronized List<Map<String, AttributeValue>> scan() {
          return super.scan().stream()
              .filter(item -> !missed.contains(item.get("BackendServerID")))
              .toList();
        }
      };

  final FakeFleet fleet = new FakeFleet();

  /** What was told to the hook and written to the list, in order. */
  final List<String> transcript = new ArrayList<>();

  final FakeHooks hooks = new FakeHooks(transcript);

  /** Four slots, and no ramp unless a test wants one. */
  final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "DYNAMODB_TABLE_NAME", "slots",
              "AWS_REGION", "eu-west-1",
              "SERVER_ASG_NAMES", FakeFleet.GROUP,
              "HAPROXY_BACKEND_SERVERS_LIST_SIZE", "4",
              "SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT", "10"));

  Refresh refresh = start();

  final RecordedLog log = new RecordedLog(Refresh.class);

  @AfterEach
  void closeTheLog() {
    log.close();
  }

  @BeforeEach
  void writeDownWrites() {
    store.afterEachWrite(() -> transcript.add("store version " + header().version()));
  }

  void damage(int number) {
    Map<String, AttributeValue> row = new HashMap<>(store.item(number).orElseThrow());
    row.put("IPAddress", AttributeValue.fromS("1.2.3.4; shutdown sessions server"));
    store.put(row);
  }

  Refresh start() {
    return new Refresh(
        store,
        fleet,
        hooks,
        ServerConfiguration.of(Parameters.load(environment, Optional.empty())),
        clock);
  }

  Passes.Outcome pass() {
    return refresh.pass(new Trigger.Scheduled());
  }

  static Plan planOf(Passes.Outcome outcome) {
    return outcome.plan().orElseThrow();
  }

  /** Another refresh that sees more than this one. */
  void anotherWriterSeats(int member, int slot) {
    var read = store.load();
    List<Slot> slots = new ArrayList<>(read.rows().toSlotList(4).slots());
    slots.set(slot - 1, FakeFleet.seated(slot, member, now()));
    fleet.serve(member);
    store.save(read, new SlotList(slots), read.header().orElseThrow().notes(), now());
  }

  Instant now() {
    return clock.instant();
  }

  Header header() {
    return store.header(Consistency.STRONG).orElseThrow();
  }

  String slot(int number) {
    return store.rows(Consistency.STRONG).toSlotList(header().size()).slot(number).description();
  }

  /** All slots, a line each. */
  String table() {
    return store.rows(Consistency.STRONG).slots().values().stream()
        .map(slot -> slot.number() + " " + slot.description())
        .collect(joining("\n"));
  }
}

package io.hsdo.refresh;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.config.Parameters;
import io.hsdo.fleet.FleetException;
import io.hsdo.logging.RecordedLog;
import io.hsdo.plan.LifecycleAction;
import io.hsdo.plan.Plan;
import io.hsdo.plan.Trigger;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.RemovalHistory;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.table.Rows;
import io.hsdo.table.VersionConflictException;
import io.hsdo.time.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RefreshTest {
  private final ManualClock clock = new ManualClock();
  private int scans;

  private final InMemorySlotListStore store =
      new InMemorySlotListStore() {
        @Override
        public Rows rows(Consistency consistency) {
          scans++;
          return super.rows(consistency);
        }
      };

  private final FakeFleet fleet = new FakeFleet();

  /** What was told to the hook and written to the list, in order. */
  private final List<String> transcript = new ArrayList<>();

  private final FakeHooks hooks = new FakeHooks(transcript);

  /** Four slots, and no ramp unless a test wants one. */
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "DYNAMODB_TABLE_NAME", "slots",
              "AWS_REGION", "eu-west-1",
              "SERVER_ASG_NAMES", FakeFleet.GROUP,
              "HAPROXY_BACKEND_SERVERS_LIST_SIZE", "4",
              "SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT", "10"));

  private Refresh refresh = start();

  private final RecordedLog log = new RecordedLog(Refresh.class);

  @AfterEach
  void closeTheLog() {
    log.close();
  }

  @BeforeEach
  void writeDownWrites() {
    store.afterEachWrite(() -> transcript.add("store version " + header().version()));
  }

  // What is stored

  @Test
  void newTableGetsItsRowsAndItsHeader() {
    fleet.serve(1, 2);

    pass();

    assertThat(table())
        .isEqualTo(
            """
            1 i-1 10.0.0.1 weight 10
            2 i-2 10.0.0.2 weight 10
            3 empty
            4 empty""");
    PlanNotes notes = PlanNotes.of(RemovalHistory.NONE.after(now(), 0, 0));
    assertThat(header()).isEqualTo(new Header(1, 4, now(), now(), notes, 4));
  }

  @Test
  void newTableHasTenSlotsIfNothingElseIsSaid() {
    environment.remove("HAPROXY_BACKEND_SERVERS_LIST_SIZE");
    refresh = start();

    pass();

    assertThat(header().size()).isEqualTo(10);
    assertThat(store.rows(Consistency.STRONG).slots()).hasSize(10);
  }

  @Test
  void secondPassOverAnUnchangedWorldWritesNothing() {
    fleet.serve(1, 2);
    pass();
    Header stored = header();
    transcript.clear();

    clock.advance(Duration.ofSeconds(50));
    Passes.Outcome outcome = pass();

    assertThat(planOf(outcome).changes()).isEmpty();
    assertThat(transcript).isEmpty();
    assertThat(header()).isEqualTo(stored);
  }

  @Test
  void rowThatIsOfNoSlotIsDeletedOnceAndNamed() {
    fleet.serve(1, 2);
    pass();
    store.put(Map.of("BackendServerID", AttributeValue.fromN("15")));
    log.take();

    pass();
    pass();

    assertThat(store.item(15)).isEmpty();
    assertThat(log.take())
        .filteredOn(line -> line.startsWith("INFO"))
        .containsExactly("INFO rows above the list are deleted: 15, version 2");
  }

  @Test
  void heartbeatIsWrittenOnceAMinuteAndNothingElse() {
    fleet.serve(1, 2);
    pass();
    Header stored = header();
    transcript.clear();

    TreeSet<Instant> heartbeats = new TreeSet<>();
    for (int i = 0; i < 60; i++) {
      clock.advance(Duration.ofSeconds(10));
      pass();
      heartbeats.add(header().checkedAt());
    }

    assertThat(heartbeats).hasSize(11).startsWith(stored.checkedAt()).endsWith(now());
    assertThat(transcript).isEmpty();
    assertThat(header())
        .isEqualTo(new Header(1, 4, stored.updatedAt(), heartbeats.last(), stored.notes(), 4));
  }

  @Test
  void eachScheduledPassOfAMinuteWritesItsHeartbeat() {
    fleet.serve(1);
    pass();

    clock.advance(Duration.ofMinutes(1));
    pass();

    assertThat(header().checkedAt()).isEqualTo(now());
  }

  @Test
  void changeIsTheHeartbeatToo() {
    fleet.serve(1);
    pass();
    clock.advance(Duration.ofMinutes(2));
    fleet.serve(2);

    pass();

    assertThat(header().version()).isEqualTo(2);
    assertThat(header().updatedAt()).isEqualTo(now());
    assertThat(header().checkedAt()).isEqualTo(now());
  }

  @Test
  void rampIsStoredStepByStep() {
    environment.remove("SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT");
    refresh = start();
    fleet.serve(1);

    pass();
    assertThat(slot(1)).isEqualTo("i-1 10.0.0.1 weight 1");
    clock.advance(Duration.ofSeconds(29));
    pass();
    assertThat(slot(1)).isEqualTo("i-1 10.0.0.1 weight 1");
    clock.advance(Duration.ofSeconds(1));
    pass();
    assertThat(slot(1)).isEqualTo("i-1 10.0.0.1 weight 2");
    clock.advance(Duration.ofHours(1));
    pass();
    assertThat(slot(1)).isEqualTo("i-1 10.0.0.1 weight 10");
    assertThat(transcript).containsExactly("store version 1", "store version 2", "store version 3");
  }

  @Test
  void whoFindsNoSlotIsReportedAndSeatedOnceThereIsOne() {
    fleet.serve(1, 2, 3, 4, 5);
    assertThat(planOf(pass()).unplaced())
        .extracting(Plan.Unplaced::memberId)
        .containsExactly("i-5");

    fleet.stop(3);

    assertThat(planOf(pass()).unplaced()).isEmpty();
    assertThat(slot(3)).isEqualTo("i-5 10.0.0.5 weight 10");
  }

  // Others who write

  @Test
  void lostRaceStartsThePassAnewWithANewSnapshot() {
    fleet.serve(1);
    pass();
    fleet.serve(2);
    fleet.meanwhile(
        () -> {
          fleet.meanwhile(() -> {});
          fleet.serve(3);
          anotherWriterSeats(9, 2);
        });

    Passes.Outcome outcome = pass();

    assertThat(outcome.conflicts()).isEqualTo(1);
    assertThat(fleet.snapshots()).isEqualTo(3);
    assertThat(table())
        .isEqualTo(
            """
            1 i-1 10.0.0.1 weight 10
            2 i-9 10.0.0.9 weight 10
            3 i-2 10.0.0.2 weight 10
            4 i-3 10.0.0.3 weight 10""");
    assertThat(header().version()).isEqualTo(3);
  }

  @Test
  void hookIsNotCompletedByAListThatAnotherRefreshHasChanged() {
    fleet.serve(1);
    pass();
    fleet.terminate(2);
    fleet.meanwhile(
        () -> {
          fleet.meanwhile(() -> {});
          anotherWriterSeats(2, 2);
          fleet.terminate(2);
        });
    transcript.clear();

    pass();

    assertThat(transcript).containsExactly("store version 2", "store version 3");
    assertThat(slot(2)).isEqualTo("i-2 10.0.0.2 draining, terminating");
  }

  @Test
  void whoLosesEveryRaceLeavesItToTheNextPass() {
    fleet.serve(1);
    pass();
    fleet.serve(2);
    fleet.meanwhile(() -> anotherWriterSeats(10 + fleet.snapshots(), 4));

    assertThatExceptionOfType(VersionConflictException.class).isThrownBy(this::pass);

    assertThat(fleet.snapshots()).isEqualTo(1 + 8);
    assertThat(slot(2)).isEqualTo("empty");
  }

  // A clock that was ahead

  @Test
  void listThatWasWrittenAheadIsBroughtDownToNowOnceAndThenHasItsHeartbeats() {
    fleet.serve(1);
    pass();
    log.take();
    Header ahead = header();
    transcript.clear();

    clock.advance(Duration.ofHours(-1));
    pass();
    assertThat(header().checkedAt()).isEqualTo(now());
    assertThat(header().version()).isEqualTo(ahead.version() + 1);
    assertThat(log.take())
        .containsExactly(
            "WARNING the list was last written by a clock that is 3600 s ahead of this one, and"
                + " this pass brings down to now what it says of times to come",
            "INFO slot 1: i-1 10.0.0.1 weight 10 -> i-1 10.0.0.1 weight 10 (its times lay too far"
                + " ahead), version 2");

    clock.advance(Duration.ofSeconds(51));
    pass();
    assertThat(header().checkedAt()).isEqualTo(now());
    assertThat(log.take()).isEmpty();
    assertThat(transcript).containsExactly("store version 2");
  }

  @Test
  void heartbeatIsWrittenOverOneThatLiesAhead() {
    pass();
    log.take();
    store.heartbeat(header().version(), now().plus(Duration.ofHours(1)));
    Header ahead = header();

    pass();

    assertThat(ahead.checkedAt()).isAfter(now());
    assertThat(header().checkedAt()).isEqualTo(now());
    assertThat(header().version()).isEqualTo(ahead.version());
    assertThat(log.take()).singleElement().asString().startsWith("WARNING the list was last");
  }

  @Test
  void heartbeatThatAnotherClockTakesBackIsWrittenOnceAMinute() {
    pass();
    List<Instant> written = new ArrayList<>();
    for (int second = 0; second < 120; second++) {
      store.heartbeat(header().version(), now().plusSeconds(150));
      pass();
      if (header().checkedAt().equals(now())) {
        written.add(now());
      }
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(written).hasSize(3);
  }

  @Test
  void heartbeatOfAnotherWriterWhoseClockIsALittleAheadIsLeft() {
    pass();
    store.heartbeat(header().version(), now().plusSeconds(10));
    Header ahead = header();

    pass();

    assertThat(header()).isEqualTo(ahead);
  }

  @Test
  void hookIsToldAnewWhatItWasToldBeforeTheClockWasSetBack() {
    fleet.serve(1, 2);
    pass();
    clock.advance(Duration.ofMinutes(1));
    fleet.terminate(2);
    pass();
    clock.advance(Duration.ofSeconds(30));
    pass();
    transcript.clear();

    clock.advance(Duration.ofHours(-1));
    pass();
    clock.advance(Duration.ofSeconds(30));
    pass();

    assertThat(transcript)
        .filteredOn(line -> !line.startsWith("store"))
        .containsExactly("heartbeat i-2", "complete i-2");
  }

  // Hooks

  @Test
  void drainIsStoredBeforeItsHookHearsOfIt() {
    fleet.serve(1, 2);
    pass();
    transcript.clear();
    clock.advance(Duration.ofSeconds(10));
    fleet.terminate(2);

    pass();

    assertThat(slot(2)).isEqualTo("i-2 10.0.0.2 draining, terminating");
    assertThat(transcript).containsExactly("store version 2", "heartbeat i-2");
  }

  @Test
  void hookIsKeptWaitingForTheDrainAndCompletedThen() {
    fleet.serve(1, 2);
    pass();
    fleet.terminate(2);
    pass();
    transcript.clear();

    clock.advance(Duration.ofSeconds(29));
    pass();
    clock.advance(Duration.ofSeconds(1));
    pass();

    assertThat(transcript).containsExactly("heartbeat i-2", "complete i-2");
    assertThat(slot(2)).isEqualTo("i-2 10.0.0.2 draining, terminating");
  }

  @Test
  void hookIsToldOnceInTenSecondsThatTheDrainGoesOn() {
    fleet.serve(1, 2);
    pass();
    clock.advance(Duration.ofSeconds(10));
    fleet.terminate(2);
    transcript.clear();

    for (int second = 0; second < 30; second++) {
      pass();
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(transcript)
        .containsExactly("store version 2", "heartbeat i-2", "heartbeat i-2", "heartbeat i-2");
  }

  @Test
  void hookIsCompletedBeforeTheSlotIsReleased() {
    fleet.serve(1, 2);
    pass();
    fleet.terminate(2);
    pass();
    transcript.clear();
    fleet.stop(2);

    pass();

    assertThat(transcript).containsExactly("complete i-2", "store version 3");
    assertThat(slot(2)).isEqualTo("empty");
  }

  @Test
  void hookThatCannotBeToldIsToldByTheNextPassAndStopsNobodyElse() {
    fleet.serve(1, 2);
    pass();
    fleet.terminate(2);
    pass();
    clock.advance(Duration.ofSeconds(30));
    transcript.clear();
    hooks.fail(LifecycleAction.Kind.COMPLETE);
    fleet.serve(3);

    pass();
    assertThat(transcript).containsExactly("store version 3");
    assertThat(slot(3)).isEqualTo("i-3 10.0.0.3 weight 10");

    hooks.recover();
    pass();
    assertThat(transcript).containsExactly("store version 3", "complete i-2");
  }

  @Test
  void slotIsNotReleasedUntilItsHookCouldBeCompleted() {
    fleet.serve(1, 2, 3);
    pass();
    fleet.terminate(2);
    pass();
    fleet.stop(2);
    fleet.stop(3);
    hooks.failFor("i-2");

    pass();
    assertThat(slot(2)).isEqualTo("i-2 10.0.0.2 draining, terminating");
    assertThat(slot(3)).isEqualTo("empty");

    hooks.recover();
    pass();
    assertThat(slot(2)).isEqualTo("empty");
  }

  @Test
  void whoHasStoppedBeforeItsHookCouldBeCompletedKeepsItsSlotAndDrains() {
    fleet.serve(1, 2);
    pass();
    clock.advance(Duration.ofMinutes(1));
    fleet.stopBehindItsHook(2);
    hooks.failFor("i-2");

    pass();
    assertThat(slot(2)).isEqualTo("i-2 10.0.0.2 draining, ec2-state");

    hooks.recover();
    pass();
    assertThat(slot(2)).isEqualTo("empty");
  }

  @Test
  void whoseDrainTakesNoTimeDrainsAlthoughItsHookCannotBeCompleted() {
    environment.put("SERVER_DRAIN_SECONDS", "0");
    refresh = start();
    fleet.serve(1, 2);
    pass();
    clock.advance(Duration.ofMinutes(1));
    fleet.terminate(2);
    hooks.failFor("i-2");

    pass();

    assertThat(slot(2)).isEqualTo("i-2 10.0.0.2 draining, terminating");
  }

  @Test
  void hookThatCanNeverBeCompletedHasTimedOutAtLastAndHoldsNoSlot() {
    fleet.serve(1, 2);
    pass();
    fleet.terminate(2);
    pass();
    fleet.stop(2);
    hooks.failFor("i-2");

    clock.advance(Duration.ofSeconds(30 + 30 + 179));
    pass();
    assertThat(slot(2)).isEqualTo("i-2 10.0.0.2 draining, terminating");

    clock.advance(Duration.ofSeconds(1));
    pass();
    assertThat(slot(2)).isEqualTo("empty");
  }

  @Test
  void completedHookIsLoggedOnceAlthoughItIsToldAgain() {
    fleet.serve(1, 2);
    pass();
    fleet.terminate(2);
    pass();
    clock.advance(Duration.ofSeconds(30));
    log.take();
    transcript.clear();

    pass();
    clock.advance(Duration.ofSeconds(10));
    pass();

    assertThat(transcript).containsSequence("complete i-2", "complete i-2");
    assertThat(log.take()).containsExactly("INFO completed the lifecycle hook of i-2 of group web");
  }

  @Test
  void hookIsToldOnceInTenSecondsThatItsMemberMayGo() {
    fleet.serve(1, 2);
    pass();
    fleet.terminate(2);
    pass();
    clock.advance(Duration.ofSeconds(30));
    transcript.clear();

    for (int second = 0; second < 20; second++) {
      pass();
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(transcript).containsExactly("complete i-2", "complete i-2");
  }

  @Test
  void listIsStoredHoweverLongHooksTakeAndThoseThatWereNotReachedAreToldByTheNextPass() {
    fleet.serve(1, 2, 3, 4);
    pass();
    fleet.terminate(2);
    fleet.terminate(3);
    fleet.terminate(4);
    pass();
    fleet.stop(2);
    fleet.stop(3);
    fleet.stop(4);
    transcript.clear();
    log.take();
    hooks.slow(() -> clock.advance(Duration.ofSeconds(6)));

    pass();
    assertThat(transcript).containsExactly("complete i-2", "complete i-3", "store version 3");
    assertThat(slot(4)).isEqualTo("i-4 10.0.0.4 draining, terminating");
    assertThat(log.take())
        .startsWith(
            "WARNING completing lifecycle hooks fails: the calls before have taken more than 10 s;"
                + " the next pass tells it again");

    pass();
    assertThat(slot(4)).isEqualTo("empty");
  }

  @Test
  void outageIsOverWhenNothingIsLeftToTell() {
    fleet.serve(1, 2);
    pass();
    clock.advance(Duration.ofSeconds(10));
    fleet.terminate(2);
    hooks.fail(LifecycleAction.Kind.HEARTBEAT);
    pass();
    assertThat(log.take())
        .last()
        .asString()
        .startsWith("WARNING keeping lifecycle hooks waiting fails:");
    clock.advance(Duration.ofSeconds(30));

    pass();

    assertThat(log.take())
        .containsExactly(
            "INFO completed the lifecycle hook of i-2 of group web",
            "INFO keeping lifecycle hooks waiting is needed no more; it has failed for 30 s");
  }

  @Test
  void completedHookOfAMemberWithoutSlotIsLogged() {
    fleet.terminate(2);

    pass();

    assertThat(log.take()).contains("INFO completed the lifecycle hook of i-2 of group web");
  }

  @Test
  void hookThatCannotBeCompletedIsLoggedOnceWhileOthersAreKeptWaiting() {
    fleet.serve(1, 2, 3);
    pass();
    fleet.terminate(2);
    pass();
    clock.advance(Duration.ofSeconds(30));
    fleet.terminate(3);
    hooks.fail(LifecycleAction.Kind.COMPLETE);
    log.take();

    pass();
    assertThat(log.take())
        .containsExactly(
            "WARNING completing lifecycle hooks fails: hook hsdo-drain does not take COMPLETE for"
                + " i-2; the next pass tells it again",
            "INFO slot 3: i-3 10.0.0.3 weight 10 -> i-3 10.0.0.3 draining, terminating"
                + " (drains: terminating), version 3");

    clock.advance(Duration.ofSeconds(10));
    pass();
    assertThat(log.take()).isEmpty();

    hooks.recover();
    pass();
    assertThat(log.take())
        .containsExactly(
            "INFO completing lifecycle hooks works again after 10 s",
            "INFO completed the lifecycle hook of i-2 of group web");
  }

  @Test
  void hookThatCannotBeCompletedIsLoggedOnceWhileThatOfAnotherMemberIs() {
    fleet.serve(1, 2, 3);
    pass();
    fleet.terminate(2);
    fleet.terminate(3);
    pass();
    clock.advance(Duration.ofSeconds(30));
    hooks.failFor("i-2");
    log.take();

    pass();
    pass();

    assertThat(log.take())
        .containsExactly(
            "WARNING completing lifecycle hooks fails: hook hsdo-drain does not take COMPLETE for"
                + " i-2; the next pass tells it again",
            "INFO completed the lifecycle hook of i-3 of group web");
  }

  // What goes wrong

  @Test
  void moreSlotsAreNotAskedForWhereAddressesAreShared() {
    fleet.serve(1);
    fleet.serveAtTheAddressOf(1, 2);

    pass();

    assertThat(log.take())
        .contains(
            "SEVERE an address has one slot, so these wait until the member that has theirs is"
                + " gone: [i-2]");
  }

  @Test
  void troubleIsLoggedWhenItBeginsAndWhenItEnds() {
    fleet.serve(1, 2, 3, 4, 5);
    pass();
    assertThat(log.take())
        .contains(
            "SEVERE no slot is left for [i-5]: raise HAPROXY_BACKEND_SERVERS_LIST_SIZE, in HAProxy"
                + " first");

    pass();
    assertThat(log.take()).isEmpty();

    fleet.stop(3);
    pass();
    assertThat(log.take())
        .containsExactly(
            "INFO slot 3: i-3 10.0.0.3 weight 10 -> i-5 10.0.0.5 weight 10 (released: EC2 says"
                + " that it has stopped; seated), version 2",
            "INFO the trouble is over: everybody is placed, nothing is held and every group is"
                + " found");
  }

  @Test
  void whoGoesOnBecauseNobodyElseWouldIsNamed() {
    fleet.serve(1);
    pass();
    fleet.terminate(1);
    log.take();

    pass();
    pass();

    assertThat(log.take())
        .containsExactly(
            "SEVERE nobody else would serve, so these go on: slot 1 i-1"
                + " (i-1 10.0.0.1 draining, terminating)");
  }

  @Test
  void whatIsHeldIsLoggedOnceWithWhatAcceptsIt() throws Exception {
    environment.put("HAPROXY_BACKEND_SERVERS_LIST_SIZE", "6");
    refresh = start();
    fleet.serve(1, 2, 3, 4, 5, 6);
    pass();
    clock.advance(Duration.ofMinutes(1));
    fleet.callUnhealthy(1, 2, 3);
    log.take();

    pass();
    List<String> first = log.take();
    clock.advance(Duration.ofSeconds(10));
    pass();

    assertThat(log.take()).isEmpty();
    String error =
        first.stream().filter(line -> line.startsWith("SEVERE")).findFirst().orElseThrow();
    assertThat(error)
        .contains(
            "slot 2 i-2, slot 3 i-3 (drains: unhealthy, but 1 of 1 removals of this hour are spent)")
        .endsWith("or run hsdo-server accept i-2 i-3");
    String payload =
        error
            .substring(error.indexOf('{'), error.indexOf('}') + 1)
            .replace("'$(date -u -d +9min +%FT%TZ)'", now().plus(Duration.ofMinutes(9)).toString());
    refresh.pass(EventReader.read(payload.getBytes(StandardCharsets.UTF_8), now()).trigger());
    assertThat(slot(2)).isEqualTo("i-2 10.0.0.2 draining, unhealthy");
    assertThat(slot(3)).isEqualTo("i-3 10.0.0.3 draining, unhealthy");
    assertThat(slot(4)).isEqualTo("i-4 10.0.0.4 weight 10");
  }

  @Test
  void acceptanceIsForTheNamedOnesAndForItsTime() {
    environment.put("HAPROXY_BACKEND_SERVERS_LIST_SIZE", "6");
    refresh = start();
    fleet.serve(1, 2, 3, 4, 5, 6);
    pass();
    clock.advance(Duration.ofMinutes(1));
    fleet.lose(1, 2, 3);
    pass();
    clock.advance(Duration.ofMinutes(3));

    refresh.pass(new Trigger.Accept(Set.of("i-3", "i-6", "i-99"), now().plusSeconds(60)));
    assertThat(table())
        .isEqualTo(
            """
            1 empty
            2 i-2 10.0.0.2 weight 10
            3 empty
            4 i-4 10.0.0.4 weight 10
            5 i-5 10.0.0.5 weight 10
            6 i-6 10.0.0.6 weight 10""");

    refresh.pass(new Trigger.Accept(Set.of("i-2"), now()));
    assertThat(slot(2)).isEqualTo("i-2 10.0.0.2 weight 10");
  }

  @Test
  void fleetThatFailsChangesNothing() {
    fleet.serve(1, 2);
    pass();
    Header stored = header();
    transcript.clear();
    clock.advance(Duration.ofHours(1));
    fleet.fail();

    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(this::pass)
        .withMessageContaining("Rate exceeded");

    assertThat(transcript).isEmpty();
    assertThat(header()).isEqualTo(stored);
    assertThat(slot(1)).isEqualTo("i-1 10.0.0.1 weight 10");
  }

  @Test
  void removalBudgetOutlivesTheProcess() {
    environment.put("HAPROXY_BACKEND_SERVERS_LIST_SIZE", "10");
    refresh = start();
    fleet.serve(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    pass();
    clock.advance(Duration.ofMinutes(10));
    fleet.callUnhealthy(1, 2);
    pass();
    assertThat(slot(2)).isEqualTo("i-2 10.0.0.2 draining, unhealthy");

    clock.advance(Duration.ofMinutes(30));
    fleet.callUnhealthy(3);
    refresh = start();
    Passes.Outcome outcome = pass();

    assertThat(planOf(outcome).held()).extracting(Plan.Held::slot).containsExactly(3);
    assertThat(slot(3)).isEqualTo("i-3 10.0.0.3 weight 10");
  }

  @Test
  void damagedRowIsRepaired() {
    fleet.serve(1, 2);
    pass();
    damage(2);
    store.delete(3);
    log.take();

    pass();

    assertThat(log.take())
        .first()
        .asString()
        .startsWith(
            "WARNING rows are missing or malformed, and this pass writes those of the list anew, as"
                + " if they had been empty: 2 (IPAddress: address '1.2.3.4; shutdown sessions"
                + " server' is refused")
        .endsWith(", 3 (it is missing)");
    assertThat(store.rows(Consistency.STRONG).refused()).isEmpty();
    assertThat(table())
        .isEqualTo(
            """
            1 i-1 10.0.0.1 weight 10
            2 i-2 10.0.0.2 weight 10
            3 empty
            4 empty""");
  }

  @Test
  void rowsThatAreLostAreNotWrittenAsEmptyWhileSomebodyMayBelongThere() {
    fleet.serve(1, 2, 3);
    pass();
    damage(1);
    store.delete(2);
    fleet.leaveOpen(1, 2);
    log.take();
    transcript.clear();

    pass();
    pass();

    assertThat(store.rows(Consistency.STRONG).slots()).containsOnlyKeys(3, 4);
    assertThat(transcript).isEmpty();
    assertThat(log.take())
        .singleElement()
        .asString()
        .contains(
            "writes only those for which it has a member", "1 (IPAddress", "2 (it is missing)");

    fleet.serve(1, 2);
    pass();

    assertThat(table())
        .isEqualTo(
            """
            1 i-1 10.0.0.1 weight 10
            2 i-2 10.0.0.2 weight 10
            3 i-3 10.0.0.3 weight 10
            4 empty""");
  }

  @Test
  void lostRowIsWrittenForWhomeverItHasAlsoWhileOthersAreOpen() {
    fleet.serve(1, 2, 3);
    pass();
    damage(1);
    damage(2);
    fleet.leaveOpen(2);

    pass();

    assertThat(store.rows(Consistency.STRONG).slots()).containsOnlyKeys(1, 3, 4);
    assertThat(slot(1)).isEqualTo("i-1 10.0.0.1 weight 10");
  }

  @Test
  void nothingIsStoredOverATableThatIsLostWhileNobodyCanBeSeated() {
    fleet.serve(1, 2);
    pass();
    IntStream.rangeClosed(0, 4).forEach(store::delete);
    fleet.leaveOpen(1, 2);
    log.take();

    pass();
    pass();

    assertThat(store.header(Consistency.STRONG)).isEmpty();
    assertThat(store.rows(Consistency.STRONG).isEmpty()).isTrue();
    assertThat(log.take())
        .filteredOn(line -> line.startsWith("WARNING"))
        .singleElement()
        .asString()
        .contains("nothing is stored, so that agents keep what they have");
  }

  @Test
  void nothingIsStoredOverATableThatIsLostWhileItsGroupIsNotFound() {
    fleet.loseTheGroup();

    pass();

    assertThat(store.header(Consistency.STRONG)).isEmpty();
    assertThat(store.rows(Consistency.STRONG).isEmpty()).isTrue();
  }

  // Taking over

  @Test
  void rowWithTheAddressOfAnotherMemberGetsItsOwnBack() {
    fleet.serve(1, 2, 3);
    pass();
    Map<String, AttributeValue> row = new HashMap<>(store.item(1).orElseThrow());
    row.put("IPAddress", AttributeValue.fromS("10.0.0.3"));
    store.put(row);

    pass();

    assertThat(table())
        .isEqualTo(
            """
            1 i-1 10.0.0.1 weight 10
            2 i-2 10.0.0.2 weight 10
            3 i-3 10.0.0.3 weight 10
            4 empty""");
  }

  @Test
  void tableOfThePythonProgramIsRefused() {
    fleet.serve(1);
    store.put(TakeOverTest.pythonRow(7));

    assertThatExceptionOfType(RefreshException.class)
        .isThrownBy(this::pass)
        .withMessage(
            "table slots has no header, as one of the Python program: stop its server if there is"
                + " one, then set SERVER_TAKE_OVER=true");

    assertThat(fleet.snapshots()).isZero();
    assertThat(store.item(0)).isEmpty();
    assertThat(store.item(1)).contains(TakeOverTest.pythonRow(7));
  }

  @Test
  void tableThatLostItsHeaderIsStillOurs() {
    fleet.serve(1, 2);
    pass();
    store.delete(0);

    pass();

    assertThat(header().version()).isEqualTo(1);
    assertThat(slot(2)).isEqualTo("i-2 10.0.0.2 weight 10");
  }

  @Test
  void tableThatLostItsHeaderIsNotMadeShorterByADamagedRow() {
    environment.remove("HAPROXY_BACKEND_SERVERS_LIST_SIZE");
    fleet.serve(1, 2, 3, 4);
    pass();
    refresh = start();
    store.delete(0);
    damage(4);

    pass();

    assertThat(header().size()).isEqualTo(4);
    assertThat(slot(4)).isEqualTo("i-4 10.0.0.4 weight 10");
  }

  // Events

  @Test
  void eventOfAStrangerCostsOneReadOfTheHeader() {
    fleet.serve(1, 2);
    pass();
    transcript.clear();
    int scans = this.scans;
    int snapshots = fleet.snapshots();

    Passes.Outcome outcome = refresh.pass(new Trigger.MemberChanged("i-9"));

    assertThat(outcome.plan()).isEmpty();
    assertThat(this.scans).isEqualTo(scans);
    assertThat(fleet.snapshots()).isEqualTo(snapshots);
    assertThat(transcript).isEmpty();
  }

  @Test
  void eventOfAMemberIsAPass() {
    fleet.serve(1, 2);
    pass();
    fleet.stop(2);

    refresh.pass(new Trigger.MemberChanged("i-2"));

    assertThat(slot(2)).isEqualTo("empty");
  }

  @Test
  void nobodyIsAStrangerToAListThatAnotherWriterHasChanged() {
    fleet.serve(1);
    pass();
    anotherWriterSeats(9, 2);
    fleet.stop(9);

    refresh.pass(new Trigger.MemberChanged("i-9"));

    assertThat(slot(2)).isEqualTo("empty");
  }

  @Test
  void nobodyIsAStrangerToARefreshThatJustStarted() {
    fleet.serve(1);
    pass();
    refresh = start();
    fleet.serve(2);

    refresh.pass(new Trigger.MemberChanged("i-9"));

    assertThat(slot(2)).isEqualTo("i-2 10.0.0.2 weight 10");
  }

  @Test
  void fleetIsAskedAboutWhomAnEventNames() {
    refresh.pass(new Trigger.GroupChanged("web", Optional.of("i-7")));
    assertThat(fleet.about()).containsExactly("i-7");

    pass();
    assertThat(fleet.about()).isEmpty();
  }

  @Test
  void rebalanceRecommendationOnlyStartsAPass() {
    fleet.serve(1, 2);
    pass();
    fleet.serve(3);

    refresh.pass(new Trigger.MemberChanged("i-2"));

    assertThat(slot(2)).isEqualTo("i-2 10.0.0.2 weight 10");
    assertThat(slot(3)).isEqualTo("i-3 10.0.0.3 weight 10");
  }

  @Test
  void spotInterruptionIsStoredBeforeTheFleetIsAsked() {
    fleet.serve(1, 2);
    pass();
    clock.advance(Duration.ofMinutes(1));
    fleet.fail();

    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(() -> refresh.pass(new Trigger.SpotWarning("i-2", clock.instant())));

    assertThat(slot(2)).isEqualTo("i-2 10.0.0.2 draining, spot-interruption");
    assertThat(slot(1)).isEqualTo("i-1 10.0.0.1 weight 10");
  }

  // Fixtures

  private void damage(int number) {
    Map<String, AttributeValue> row = new HashMap<>(store.item(number).orElseThrow());
    row.put("IPAddress", AttributeValue.fromS("1.2.3.4; shutdown sessions server"));
    store.put(row);
  }

  private Refresh start() {
    return new Refresh(
        store,
        fleet,
        hooks,
        ServerConfiguration.of(Parameters.load(environment, Optional.empty())),
        clock);
  }

  private Passes.Outcome pass() {
    return refresh.pass(new Trigger.Scheduled());
  }

  private static Plan planOf(Passes.Outcome outcome) {
    return outcome.plan().orElseThrow();
  }

  /** Another refresh that sees more than this one. */
  private void anotherWriterSeats(int member, int slot) {
    var read = store.load();
    List<Slot> slots = new ArrayList<>(read.rows().toSlotList(4).slots());
    slots.set(slot - 1, FakeFleet.seated(slot, member, now()));
    fleet.serve(member);
    store.save(read, new SlotList(slots), read.header().orElseThrow().notes(), now());
  }

  private Instant now() {
    return clock.instant();
  }

  private Header header() {
    return store.header(Consistency.STRONG).orElseThrow();
  }

  private String slot(int number) {
    return store.rows(Consistency.STRONG).toSlotList(header().size()).slot(number).description();
  }

  /** All slots, a line each. */
  private String table() {
    return store.rows(Consistency.STRONG).slots().values().stream()
        .map(slot -> slot.number() + " " + slot.description())
        .collect(joining("\n"));
  }
}

package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hsdo.plan.LifecycleAction;
import io.hsdo.table.VersionConflictException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What hooks are told, and when. */
class RefreshHooksTest extends RefreshScene {
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

  /** Agents keep sending to a server whose row is lost. */
  @Test
  void hookOfAMemberWhoseRowIsLostIsNotCompletedAsIfItHadNoSlot() {
    fleet.serve(1, 2);
    pass();
    store.delete(2);
    fleet.terminate(2);
    transcript.clear();

    pass();
    assertThat(transcript).containsExactly("store version 2");

    transcript.clear();
    pass();
    assertThat(transcript).containsExactly("complete i-2");
  }

  /** Nobody ever deletes a row whose id is no slot's. */
  @Test
  void rowThatCanBeNoSlotKeepsNoHookWaiting() {
    fleet.serve(1);
    pass();
    store.put(Map.of("BackendServerID", AttributeValue.fromN("-1")));
    fleet.terminate(2);
    transcript.clear();

    pass();

    assertThat(transcript).containsExactly("complete i-2");
  }

  @Test
  void whoHasStoppedIsNotCalledBackBecauseItsHookCouldNotBeCompleted() {
    fleet.serve(1);
    pass();
    clock.advance(Duration.ofMinutes(1));
    fleet.stopBehindItsHook(1);
    hooks.failFor("i-1");

    pass();

    assertThat(slot(1)).isEqualTo("i-1 10.0.0.1 draining, ec2-state");
  }

  @Test
  void slotOfARowThatAScanMissedIsNotGivenAwayWhereAHookCouldNotBeCompleted() {
    fleet.serve(1, 2, 3);
    pass();
    clock.advance(Duration.ofMinutes(1));
    missed.add(AttributeValue.fromN("2"));
    fleet.leaveOpen(2);
    fleet.stopBehindItsHook(1);
    fleet.serve(9);
    hooks.failFor("i-1");

    assertThatThrownBy(this::pass).isInstanceOf(VersionConflictException.class);

    missed.clear();
    assertThat(slot(2)).isEqualTo("i-2 10.0.0.2 weight 10");
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
}

package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.fleet.FleetException;
import io.hsdo.plan.Plan;
import io.hsdo.plan.Trigger;
import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a pass does and says when something is wrong. */
class RefreshTroubleTest extends RefreshScene {
  @Test
  void rowsThatAreUnknownAreNotWrittenAsEmptyForASpotWarning() {
    fleet.serve(1, 2, 3);
    pass();
    damage(1);
    store.delete(2);
    fleet.leaveOpen(1, 2);

    refresh.pass(new Trigger.SpotWarning("i-3", now()));

    assertThat(store.rows(Consistency.STRONG).slots().keySet()).containsExactly(3, 4);
  }

  @Test
  void slotsThatTheListGrowsByAreWrittenWhoeverIsLeftOpen() {
    fleet.serve(1, 2, 3, 4);
    pass();
    environment.put("HAPROXY_BACKEND_SERVERS_LIST_SIZE", "6");
    refresh = start();
    fleet.leaveOpen(5);

    pass();

    assertThat(header().size()).isEqualTo(6);
    assertThat(store.load().isWhole()).isTrue();
  }

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
    clock.advance(Duration.ofSeconds(1));
    pass();

    assertThat(log.take())
        .containsExactly(
            "SEVERE nobody else would serve, so these go on: slot 1 i-1"
                + " (would be draining, terminating)");
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
}

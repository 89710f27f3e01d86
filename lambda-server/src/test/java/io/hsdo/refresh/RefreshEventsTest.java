package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.fleet.FleetException;
import io.hsdo.plan.Trigger;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an event has a pass do that its turn would not. */
class RefreshEventsTest extends RefreshScene {
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
}

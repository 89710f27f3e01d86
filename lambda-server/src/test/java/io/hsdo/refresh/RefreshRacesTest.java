package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.table.VersionConflictException;
import org.junit.jupiter.api.Test;

/** Others who write the list between two steps of a pass. */
class RefreshRacesTest extends RefreshScene {
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
}

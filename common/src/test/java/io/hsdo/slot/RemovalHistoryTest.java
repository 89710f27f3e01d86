package io.hsdo.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hsdo.slot.RemovalHistory.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RemovalHistoryTest {
  @Test
  void nothingWasRemovedAtFirst() {
    assertThat(RemovalHistory.NONE.removed(at("12:00"))).isZero();
    assertThat(RemovalHistory.NONE.served(at("12:00"))).isZero();
  }

  @Test
  void removalsOfAStepAreAddedUpAndTheMostThatServedIsKept() {
    RemovalHistory history =
        RemovalHistory.NONE
            .after(at("12:00"), 1, 10)
            .after(at("12:02"), 2, 9)
            .after(at("12:04"), 0, 12);

    assertThat(history.entries()).containsExactly(new Entry(at("12:00"), 3, 12));
  }

  @Test
  void stepsBeginAtWholeMultiplesSinceTheEpoch() {
    RemovalHistory history = RemovalHistory.NONE.after(at("12:04"), 1, 10).after(at("12:05"), 1, 9);

    assertThat(history.entries())
        .containsExactly(new Entry(at("12:00"), 1, 10), new Entry(at("12:05"), 1, 9));
  }

  @Test
  void removalsOfTheLastHourCount() {
    RemovalHistory history =
        RemovalHistory.NONE.after(at("12:00"), 1, 30).after(at("12:30"), 2, 29);

    assertThat(history.removed(at("12:59"))).isEqualTo(3);
    assertThat(history.served(at("12:59"))).isEqualTo(30);
  }

  @Test
  void removalCountsForAnHourAtLeastAndOneStepMoreAtMost() {
    RemovalHistory history = RemovalHistory.NONE.after(at("12:04"), 1, 30);

    assertThat(history.removed(at("13:04"))).isEqualTo(1);
    assertThat(history.served(at("13:04"))).isEqualTo(30);
    assertThat(history.removed(at("13:05"))).isZero();
    assertThat(history.served(at("13:05"))).isZero();
  }

  @Test
  void nextWriteForgetsWhatNoLongerCounts() {
    RemovalHistory history =
        RemovalHistory.NONE.after(at("12:00"), 1, 30).after(at("14:00"), 0, 30);

    assertThat(history.entries()).containsExactly(new Entry(at("14:00"), 0, 30));
  }

  @Test
  void historyOfBusyHoursStaysShort() {
    RemovalHistory history = RemovalHistory.NONE;
    for (Instant now = at("10:00"); now.isBefore(at("15:00")); now = now.plusSeconds(1)) {
      history = history.after(now, 1, 1000);
    }

    assertThat(history.entries()).hasSizeLessThanOrEqualTo(13);
    assertThat(history.removed(at("15:00"))).isBetween(3600, 3900);
  }

  @Test
  void removalIsNotForgottenWhenTheClockGoesBack() {
    RemovalHistory history =
        RemovalHistory.NONE.after(at("12:30"), 2, 30).after(at("12:00"), 1, 31);

    assertThat(history.entries()).containsExactly(new Entry(at("12:30"), 3, 31));
    assertThat(history.removed(at("12:00"))).isEqualTo(3);
  }

  @Test
  void stepsOfAClockThatWasAheadCountFromNowOn() {
    RemovalHistory history =
        RemovalHistory.NONE
            .after(at("11:55"), 1, 30)
            .after(at("12:30"), 2, 31)
            .after(at("12:35"), 1, 29);

    assertThat(history.asOf(at("12:02")).entries())
        .containsExactly(new Entry(at("11:55"), 1, 30), new Entry(at("12:00"), 3, 31));
  }

  @Test
  void stepThatAnotherWriterHasJustBegunStays() {
    RemovalHistory history = RemovalHistory.NONE.after(at("12:05"), 1, 30);

    assertThat(history.asOf(at("12:05").minus(ClockSkew.TOLERATED))).isEqualTo(history);
  }

  @Test
  void historyDoesNotChangeWithWhatItWasMadeFrom() {
    List<Entry> entries = new ArrayList<>(List.of(new Entry(at("12:00"), 1, 2)));
    RemovalHistory history = new RemovalHistory(entries);

    entries.clear();

    assertThat(history.entries()).containsExactly(new Entry(at("12:00"), 1, 2));
  }

  @Test
  void negativeNumbersAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Entry(at("12:00"), -1, 2))
        .withMessage("removals of 2026-03-01T12:00:00Z are refused: -1/2 is negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Entry(at("12:00"), 1, -2))
        .withMessage("removals of 2026-03-01T12:00:00Z are refused: 1/-2 is negative");
  }

  /** Whoever has a budget of one removal must not get two by waiting for a step to end. */
  @Test
  void noHourHasAMomentAtWhichItsRemovalIsUncounted() {
    RemovalHistory history = RemovalHistory.NONE.after(at("12:03"), 1, 30);

    assertThat(IntStream.rangeClosed(0, 60))
        .allSatisfy(
            minute ->
                assertThat(history.removed(at("12:03").plus(Duration.ofMinutes(minute))))
                    .isEqualTo(1));
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + ":00Z");
  }
}

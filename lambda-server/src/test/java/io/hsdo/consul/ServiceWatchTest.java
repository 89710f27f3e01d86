package io.hsdo.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.fleet.FleetException;
import io.hsdo.logging.RecordedLog;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceWatchTest {
  /** What Consul answers next; negative: it fails. */
  private final Deque<Long> answers = new ArrayDeque<>();

  private final List<Long> known = new ArrayList<>();
  private final RecordedLog log = new RecordedLog(ServiceWatch.class);
  private int changes;
  private final ServiceWatch watch =
      new ServiceWatch(this::answer, "web", () -> changes++, new ManualClock());

  @AfterEach
  void stopRecording() {
    log.close();
  }

  private long answer(String service, long index) {
    known.add(index);
    long answer = answers.remove();
    if (answer < 0) {
      throw new FleetException("Consul does not tell of " + service);
    }
    return answer;
  }

  @Test
  void firstAnswerIsAChangeAndTheSameAgainIsNone() {
    look(7, 7, 7);

    assertThat(changes).isEqualTo(1);
    assertThat(known).containsExactly(0L, 7L, 7L);
  }

  @Test
  void eachOtherAnswerIsAChange() {
    look(7, 8, 12);

    assertThat(changes).isEqualTo(3);
    assertThat(known).containsExactly(0L, 7L, 8L);
  }

  @Test
  void numberThatGoesBackBeginsAnew() {
    look(700, 3, 3, 3);

    assertThat(known).containsExactly(0L, 700L, 0L, 3L);
    assertThat(changes).isEqualTo(3);
  }

  @Test
  void lookFollowsLookHalfASecondApartWhateverIsAnswered() {
    assertThat(look(7, 8, 8, 9)).containsOnly(ServiceWatch.BETWEEN_LOOKS);
  }

  @Test
  void failureHurriesNobodyAndBacksOffUpToAMinute() {
    assertThat(look(-1, -1, -1)).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L);
    assertThat(look(-1, -1, -1, -1, -1)).last().isEqualTo(Duration.ofMinutes(1));
    assertThat(changes).isZero();
  }

  @Test
  void failureThatNobodyExpectsIsOneLikeAnyOther() {
    var broken =
        new ServiceWatch(
            (service, index) -> {
              throw new IllegalStateException("executor is shut down");
            },
            "web",
            () -> changes++,
            new ManualClock());

    assertThat(broken.look()).isEqualTo(Duration.ofSeconds(1));
    assertThat(log.take())
        .containsExactly(
            "WARNING watching service web fails: executor is shut down; until it works, changes are"
                + " seen every INTERVAL");
  }

  @Test
  void successEndsTheBackOffAndKeepsWhatWasKnown() {
    look(7, -1, -1, 7);

    assertThat(changes).isEqualTo(1);
    assertThat(look(-1)).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void outageIsLoggedWhenItBeginsAndWhenItEnds() {
    look(-1, -1, 7);

    assertThat(log.take())
        .containsExactly(
            "WARNING watching service web fails: Consul does not tell of web; until it works,"
                + " changes are seen every INTERVAL",
            "INFO watching service web works again after 0 s");
  }

  private List<Duration> look(long... next) {
    for (long answer : next) {
      answers.add(answer);
    }
    return IntStream.range(0, next.length).mapToObj(i -> watch.look()).toList();
  }
}

package io.hsdo.consul;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConsulWatchTest {
  private static final Duration AN_HOUR = Duration.ofHours(1);

  private final List<Long> rests = new ArrayList<>();
  private final ConsulWatch watch = new ConsulWatch(rests::add);

  @Test
  @Timeout(60)
  void changeAfterAQuietTimeEndsTheWaitAtOnce() throws InterruptedException {
    watch.await(Duration.ZERO);
    watch.changed();
    watch.await(AN_HOUR);

    assertThat(rests).containsExactly(0L, 0L);
  }

  @Test
  @Timeout(60)
  void changeDuringAPassHurriesTheNext() throws InterruptedException {
    watch.changed();

    watch.await(AN_HOUR);
  }

  @Test
  @Timeout(60)
  void whoHurriesAgainAndAgainIsHeardTwiceASecond() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      watch.changed();
      watch.changed();
      watch.await(AN_HOUR);
    }

    assertThat(rests).containsExactly(0L, 500L, 500L);
  }

  @Test
  void shorterIntervalIsNotMadeLonger() throws InterruptedException {
    watch.changed();
    watch.await(AN_HOUR);
    watch.await(Duration.ofMillis(50));

    assertThat(rests).containsExactly(0L, 50L);
  }

  @Test
  void manyChangesAreOneHurry() throws InterruptedException {
    watch.changed();
    watch.changed();
    watch.await(AN_HOUR);
    watch.await(Duration.ZERO);
    watch.await(Duration.ZERO);

    assertThat(rests)
        .as("the third wait follows one that nobody ended")
        .containsExactly(0L, 0L, 0L);
  }
}

package io.hsdo.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageLogTest {
  private final ManualClock clock = new ManualClock();
  private final RecordedLog log = new RecordedLog(OutageLogTest.class);
  private final OutageLog outage =
      new OutageLog(LoggerFactory.getLogger(OutageLogTest.class), "asking", clock);

  @AfterEach
  void closeTheLog() {
    log.close();
  }

  @Test
  void outageIsALineWhenItBeginsAndOneWhenItEnds() {
    outage.works();
    fail("denied");
    clock.advance(Duration.ofSeconds(40));
    fail("denied");
    outage.works();
    outage.works();

    assertThat(log.take())
        .containsExactly(
            "WARNING asking fails: denied; wait", "INFO asking works again after 40 s");
  }

  @Test
  void outageIsOverWhenThereIsNothingToAsk() {
    fail("denied");
    clock.advance(Duration.ofSeconds(40));
    outage.over();
    fail("denied");

    assertThat(log.take())
        .containsExactly(
            "WARNING asking fails: denied; wait",
            "INFO asking is needed no more; it has failed for 40 s",
            "WARNING asking fails: denied; wait");
  }

  @Test
  void problemWithoutAMessageIsCalledByItsName() {
    outage.failed(new IllegalStateException(), "wait");

    assertThat(log.take())
        .containsExactly("WARNING asking fails: java.lang.IllegalStateException; wait");
  }

  private void fail(String reason) {
    outage.failed(new IllegalStateException(reason), "wait");
  }
}

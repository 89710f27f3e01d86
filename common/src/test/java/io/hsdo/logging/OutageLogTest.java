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
  void otherReasonIsALineOfItsOwnOnceAnOutage() {
    fail("no such table");
    fail("denied");
    fail("no such table");
    outage.works();
    fail("denied");

    assertThat(log.take())
        .containsExactly(
            "WARNING asking fails: no such table; wait",
            "WARNING asking fails: denied; wait",
            "INFO asking works again after 0 s",
            "WARNING asking fails: denied; wait");
  }

  @Test
  void reasonIsTheSameWithAnotherRequestIdMemberOrDuration() {
    fail("i-01: Rate exceeded (Status Code: 400, Request ID: 7a6e-11) after 3 s");
    fail("i-02: Rate exceeded (Status Code: 400, Request ID: b0c9-f2) after 5 s");

    assertThat(log.take()).hasSize(1);
  }

  @Test
  void reasonsWithoutEndAreNotLinesWithoutEnd() {
    for (char letter = 'a'; letter <= 'z'; letter++) {
      fail("reason " + letter);
    }

    assertThat(log.take()).hasSize(8);
  }

  private void fail(String reason) {
    outage.failed(new IllegalStateException(reason), "wait");
  }
}

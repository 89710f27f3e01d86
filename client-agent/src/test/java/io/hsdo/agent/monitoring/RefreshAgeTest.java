package io.hsdo.agent.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.agent.Rig;
import io.hsdo.agent.poll.AgentStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefreshAgeTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Rig rig = new Rig();
  private final RefreshAge seen = RefreshAge.asSeen();
  private final RefreshAge written = RefreshAge.asWritten();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void whatWasWrittenBeforeTheFirstLookCountsFromThatOrFromThen() throws Exception {
    rig.table.save("a b c");
    rig.clock.advance(LONG);

    look();

    assertThat(seen.at(now())).contains(Duration.ZERO);
    assertThat(written.at(now())).contains(LONG);
  }

  /** The clock of whoever wrote it is ahead. */
  @Test
  void whatIsWrittenForLaterCountsFromNow() throws Exception {
    rig.table.save("a b c");
    rig.table.heartbeat(now().plus(LONG));

    look();

    assertThat(seen.at(now())).contains(Duration.ZERO);
    assertThat(written.at(now())).contains(Duration.ZERO);
  }

  @Test
  void tableOfThePythonProgramTellsNothing() throws Exception {
    rig.table.save("a b c");
    rig.table.delete(0);

    look();

    assertThat(seen.at(now())).isEmpty();
    assertThat(written.at(now())).isEmpty();
  }

  private void look() throws InterruptedException {
    AgentStatus status = rig.poll();
    seen.accept(status);
    written.accept(status);
  }

  private Instant now() {
    return rig.clock.instant();
  }
}

package io.hsdo.agent.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.agent.Rig;
import io.hsdo.haproxy.CliLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Drift that keeps coming back is another writer's doing, and is told once. */
class AnotherWriterTest {
  private static final String LINE =
      "WARNING another writer keeps changing servers, and each poll changes them back: web/web2 is"
          + " 10.0.0.2:80 weight 3 ready, not 10.0.0.2:80 weight 10 ready; end it: a second agent,"
          + " the Python client, a script";

  private static final String DRIFT =
      "INFO sent to HAProxy 4711: 1 command(s) for web/web2; changed by somebody else: web/web2 is"
          + " 10.0.0.2:80 weight 3 ready, not 10.0.0.2:80 weight 10 ready";

  private final Rig rig = new Rig();

  @BeforeEach
  void fill() throws InterruptedException {
    rig.table.save("a b c");
    rig.poll();
    rig.poll();
    rig.log.take();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void driftThatReturnsTenPollsRunningIsToldOnce() throws Exception {
    meddleAndPoll(10);
    assertThat(rig.log.take()).containsExactly(DRIFT);

    meddleAndPoll(1);
    assertThat(rig.log.take()).containsExactly(LINE);

    meddleAndPoll(20);
    assertThat(rig.log.take()).isEmpty();
    assertThat(rig.poll().poll().contested())
        .singleElement()
        .asString()
        .startsWith("web/web2 is 10.0.0.2:80 weight 3");
  }

  @Test
  void driftIsToldWithItsServersAndWhatDiffered() throws Exception {
    meddleAndPoll(1);
    poll(2);
    assertThat(rig.log.take()).containsExactly(DRIFT);

    meddleAndPoll(1);
    assertThat(rig.log.take()).containsExactly(DRIFT);
  }

  @Test
  void changeOfTheListIsNotSomebodyElses() throws Exception {
    rig.table.save("a b:3 c");
    poll(1);

    assertThat(rig.log.take())
        .hasSize(2)
        .contains("INFO sent to HAProxy 4711: 1 command(s) for web/web2");
  }

  @Test
  void endOfItIsOneLineOnceTheServersWereLeftAlone() throws Exception {
    meddleAndPoll(11);
    rig.log.take();

    poll(9);
    assertThat(rig.log.take()).isEmpty();

    assertThat(rig.poll().poll().contested()).isEmpty();
    assertThat(rig.log.take()).containsExactly("INFO no other writer changes servers any more");
  }

  @Test
  void serverThatIsLeftAloneNowAndThenIsNotContested() throws Exception {
    for (int i = 0; i < 5; i++) {
      meddleAndPoll(8);
      poll(1);
    }

    assertThat(rig.poll().poll().contested()).isEmpty();
  }

  @Test
  void changesOfOurOwnAreNoDrift() throws Exception {
    for (int i = 0; i < 15; i++) {
      rig.table.save("a b:" + (100 + i) + " c");
      rig.poll();
    }

    assertThat(rig.poll().poll().contested()).isEmpty();
  }

  @Test
  void commandsThatHaproxyRefusesAreNoOtherWriter() throws Exception {
    rig.meddle("set server web/web2 weight 3");
    rig.haproxy.model().permit(CliLevel.OPERATOR);

    poll(15);

    assertThat(rig.poll().poll().contested()).isEmpty();
    assertThat(rig.log.take()).singleElement().asString().startsWith("WARNING HAProxy refuses: ");
  }

  @Test
  void haproxyThatKeepsRestartingIsNoOtherWriter() throws Exception {
    for (int i = 0; i < 15; i++) {
      rig.haproxy.stop();
      rig.haproxy.startAgain();
      rig.poll();
    }

    assertThat(rig.poll().poll().contested()).isEmpty();
  }

  private void meddleAndPoll(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      rig.meddle("set server web/web2 weight 3");
      rig.poll();
    }
  }

  private void poll(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      rig.poll();
    }
  }
}

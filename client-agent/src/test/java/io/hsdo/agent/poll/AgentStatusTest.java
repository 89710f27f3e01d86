package io.hsdo.agent.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.agent.Rig;
import io.hsdo.agent.list.ListInUse;
import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.reconcile.Difference;
import io.hsdo.status.HaproxyNow;
import io.hsdo.status.Health;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentStatusTest {
  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void nothingIsKnownBeforeTheFirstPoll() {
    var starting = AgentStatus.starting(rig.clock.instant());

    assertThat(starting.isGood()).isFalse();
    assertThat(starting.isInLine()).isFalse();
  }

  @Test
  void pollTellsListProcessAndDifferences() throws Exception {
    rig.table.save("a:3 - (c)");
    rig.clock.advance(Duration.ofSeconds(7));

    AgentStatus status = rig.poll();

    assertThat(status.poll().endedAt()).isEqualTo(rig.clock.instant());
    assertThat(status.list())
        .isEqualTo(
            new ListInUse.FromTable(status.list().held().orElseThrow(), rig.clock.instant()));
    HaproxyPass pass = status.poll().haproxy().current().orElseThrow();
    assertThat(pass.observed().info().process().pid()).isEqualTo(4711);
    assertThat(pass.desired()).hasSize(3);
    assertThat(pass.reconciliation().differences())
        .extracting(Difference::toString)
        .containsExactly(
            "web/web1 is 127.0.0.2:80 weight 1 maint, not 10.0.0.1:80 weight 3 ready",
            "web/web3 is 127.0.0.2:80 weight 1 maint, not 10.0.0.3:80 weight 0 drain");
  }

  /** A poll that writes proves nothing: the next one reads. */
  @Test
  void haproxyIsInLineOnceItWasReadSo() throws Exception {
    rig.table.save("a - (c)");

    assertThat(rig.poll().isInLine()).isFalse();
    assertThat(rig.poll().isInLine()).isTrue();

    rig.table.save("a b (c)");
    assertThat(rig.poll().isInLine()).isFalse();
    assertThat(rig.poll().isInLine()).isTrue();
  }

  @Test
  void haproxyThatLacksAServerIsNotInLine() throws Exception {
    rig.table.save("a b c d");
    rig.poll();

    assertThat(rig.poll().isInLine()).isFalse();
  }

  @Test
  void outageOfTheTableIsToldWithItsBeginning() throws Exception {
    rig.table.save("a b c");
    rig.poll();
    rig.table.fail();
    AgentStatus first = rig.poll();
    rig.clock.advance(Duration.ofSeconds(6));

    AgentStatus second = rig.poll();

    assertThat(second.poll().table())
        .isEqualTo(
            new Health.Fails(
                first.poll().endedAt(), "reading header of table 'slots' failed", false));
    assertThat(second.poll().haproxy().health()).isEqualTo(new Health.Works());
    assertThat(second.list()).isEqualTo(first.list());
    assertThat(second.isGood()).isFalse();
    assertThat(second.isInLine()).isTrue();
  }

  /** As a mistake of the program's may. */
  @Test
  void failureThatSaysNothingIsToldByItsName() throws Exception {
    rig.table.save("a b c");
    rig.table.beforeEachScan(
        () -> {
          throw new IllegalStateException();
        });

    assertThat(rig.poll().poll().table())
        .isEqualTo(new Health.Fails(rig.clock.instant(), "java.lang.IllegalStateException", false));
  }

  @Test
  void haproxyThatDoesNotAnswerIsToldWithTheLastPassThatItAnswered() throws Exception {
    rig.table.save("a b c");
    rig.poll();
    AgentStatus last = rig.poll();
    rig.haproxy.stop();

    AgentStatus status = rig.poll();

    assertThat(status.poll().haproxy()).isInstanceOf(HaproxyNow.Fails.class);
    assertThat(status.poll().haproxy().current()).isEmpty();
    assertThat(status.poll().haproxy().last()).isEqualTo(last.poll().haproxy().current());
    assertThat(status.isInLine()).isFalse();
  }
}

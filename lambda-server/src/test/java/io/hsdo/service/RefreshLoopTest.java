package io.hsdo.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.http.HttpReply;
import io.hsdo.logging.Pass;
import io.hsdo.logging.RecordedLog;
import io.hsdo.refresh.Passes;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefreshLoopTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock();
  private final RecordedLog log = new RecordedLog(RefreshLoop.class);
  private final List<String> ids = new ArrayList<>();
  private long nanos = Long.MAX_VALUE - 1_000;
  private final LoopHealth health = new LoopHealth(INTERVAL, () -> nanos, clock);
  private Optional<RuntimeException> problem = Optional.empty();
  private final RefreshLoop loop =
      new RefreshLoop(
          trigger -> {
            ids.add(Pass.currentId().orElseThrow());
            problem.ifPresent(
                thrown -> {
                  throw thrown;
                });
            return new Passes.Outcome(Optional.empty(), 0);
          },
          INTERVAL,
          health,
          clock);

  @AfterEach
  void closeTheLog() {
    log.close();
  }

  @Test
  void loopThatHasJustBegunIsWell() {
    assertThat(health.reply().status()).isEqualTo(200);
    assertThat(health.reply().body())
        .isEqualTo("ok: the loop turns; the first pass is under way\n");
  }

  @Test
  void outageHoweverLongIsToldAndIsNoFailure() {
    loop.turn();
    problem = Optional.of(new IllegalStateException("Rate exceeded"));
    loop.turn();
    clock.advance(Duration.ofDays(3));
    pass(Duration.ofDays(3));
    loop.turn();

    HttpReply reply = health.reply();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .isEqualTo(
            "ok: the loop turns; passes fail since 2026-03-01T12:00:00Z, and the list stays as it"
                + " is: Rate exceeded\n");
    assertThat(log.take())
        .containsExactly(
            "WARNING refreshing the slot list fails: Rate exceeded; the list stays as it is until a"
                + " pass succeeds");

    problem = Optional.empty();
    loop.turn();
    assertThat(health.reply().body()).isEqualTo("ok: the loop turns; the last pass succeeded\n");
    assertThat(log.take())
        .containsExactly("INFO refreshing the slot list works again after 259200 s");
  }

  @Test
  void loopThatHangsIsAFailure() {
    loop.turn();
    pass(Duration.ofSeconds(301));
    assertThat(health.reply().status()).isEqualTo(200);

    pass(Duration.ofSeconds(1));

    assertThat(health.reply().status()).isEqualTo(503);
    assertThat(health.reply().body()).isEqualTo("hanging: no pass has ended for 302 s\n");
  }

  @Test
  void eachPassHasAnIdOfItsOwnAndNoneIsLeftBehind() {
    loop.turn();
    problem = Optional.of(new IllegalStateException("Rate exceeded"));
    loop.turn();

    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    assertThat(Pass.currentId()).isEmpty();
  }

  @Test
  void errorOfTheMachineEndsTheLoop() {
    var broken =
        new RefreshLoop(
            trigger -> {
              throw new OutOfMemoryError("Java heap space");
            },
            INTERVAL,
            health,
            clock);

    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(broken::turn);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}

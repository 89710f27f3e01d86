package io.hsdo.agent.background;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  private static final Duration NOW = Duration.ZERO;

  private final ManualClock clock = new ManualClock();
  private final ManualThread thread = new ManualThread();
  private final Background<String> background = new Background<>(thread, clock);
  private final List<String> told = new ArrayList<>();

  @Test
  void resultIsTakenOnce() throws Exception {
    background.start(() -> "done");

    take(NOW);
    take(NOW);

    assertThat(told).containsExactly("done");
  }

  @Test
  void nothingIsStartedBeforeTheLastResultWasTaken() throws Exception {
    thread.hang();
    background.start(() -> "first");
    background.start(() -> "second");
    take(Duration.ofMillis(1));
    assertThat(background.isUnderWay()).isTrue();

    thread.goOn();
    background.start(() -> "third");
    take(NOW);

    assertThat(told).containsExactly("first");
    assertThat(background.isUnderWay()).isFalse();
  }

  @Test
  void whatWentWrongIsTold() throws Exception {
    background.start(
        () -> {
          throw new IllegalArgumentException("broken");
        });
    take(NOW);

    assertThat(told).containsExactly("failed: broken");
  }

  @Test
  void errorIsTooAndTheNextOneWorks() throws Exception {
    background.start(
        () -> {
          throw new LinkageError("no such class");
        });
    take(NOW);
    background.start(() -> "done");
    take(NOW);

    assertThat(told).containsExactly("failed: java.lang.LinkageError: no such class", "done");
  }

  @Test
  void threadThatCannotBeMadeIsTooAndTheNextOneWorks() throws Exception {
    var noThreads = new AtomicBoolean(true);
    Background<String> starved =
        new Background<>(
            work -> {
              if (noThreads.getAndSet(false)) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              work.run();
            },
            clock);
    starved.start(() -> "first");
    assertThat(starved.take(NOW)).containsInstanceOf(Background.Result.Failed.class);

    starved.start(() -> "second");
    assertThat(starved.take(NOW)).containsInstanceOf(Background.Result.Done.class);
  }

  @Test
  void workIsOverdueUntilItsResultIsTaken() throws Exception {
    thread.hang();
    background.start(() -> "done");
    assertThat(background.isOverdue()).isFalse();

    clock.advance(Background.OVERDUE);
    assertThat(background.isOverdue()).isTrue();

    thread.goOn();
    take(NOW);
    assertThat(background.isOverdue()).isFalse();
  }

  @Test
  void timeItTookIsMeasured() throws Exception {
    background.start(
        () -> {
          clock.advance(Duration.ofSeconds(3));
          return "done";
        });

    assertThat(background.take(NOW).orElseThrow().took()).isEqualTo(Duration.ofSeconds(3));
  }

  private void take(Duration patience) throws InterruptedException {
    background
        .take(patience)
        .ifPresent(
            result ->
                result.tell(told::add, problem -> told.add("failed: " + problem.getMessage())));
  }
}

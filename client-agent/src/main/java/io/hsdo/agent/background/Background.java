package io.hsdo.agent.background;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Something that may take its time, done on another thread, at most one at once: whoever starts it
 * goes on and takes the result when it is there. For one caller's thread.
 */
public final class Background<T> {
  /**
   * How long work may last before it counts as failed. What it calls gives up much sooner, where
   * that can be told to: not what gives DynamoDB's client its credentials, nor a disk.
   */
  public static final Duration OVERDUE = Duration.ofSeconds(20);

  private final Executor thread;
  private final Clock clock;
  private Optional<Work<T>> underWay = Optional.empty();

  private record Work<T>(Instant started, Future<Result<T>> result) {}

  public Background(Executor thread, Clock clock) {
    this.thread = thread;
    this.clock = clock;
  }

  /** What came of it. */
  public sealed interface Result<T> {
    Duration took();

    void tell(Consumer<T> whatWasDone, Consumer<RuntimeException> whatWentWrong);

    record Done<T>(T value, Duration took) implements Result<T> {
      @Override
      public void tell(Consumer<T> whatWasDone, Consumer<RuntimeException> whatWentWrong) {
        whatWasDone.accept(value);
      }
    }

    record Failed<T>(RuntimeException problem, Duration took) implements Result<T> {
      @Override
      public void tell(Consumer<T> whatWasDone, Consumer<RuntimeException> whatWentWrong) {
        whatWentWrong.accept(problem);
      }
    }
  }

  public boolean isUnderWay() {
    return underWay.isPresent();
  }

  /** Whether it was started {@link #OVERDUE} ago and has not been seen to end. */
  public boolean isOverdue() {
    return underWay
        .filter(work -> !clock.instant().isBefore(work.started().plus(OVERDUE)))
        .isPresent();
  }

  /** Starts it; not while the result of the last one was not taken. */
  public void start(Supplier<T> work) {
    if (underWay.isEmpty()) {
      Instant now = clock.instant();
      underWay = Optional.of(new Work<>(now, run(new FutureTask<>(() -> timed(now, work)))));
    }
  }

  private Future<Result<T>> run(FutureTask<Result<T>> task) {
    try {
      thread.execute(task);
      return task;
    } catch (OutOfMemoryError e) {
      // The system makes no more threads for now: the caller needs none to go on.
      return CompletableFuture.failedFuture(e);
    }
  }

  private Result<T> timed(Instant started, Supplier<T> work) {
    try {
      T value = work.get();
      return new Result.Done<>(value, Duration.between(started, clock.instant()));
    } catch (RuntimeException e) {
      return new Result.Failed<>(e, Duration.between(started, clock.instant()));
    }
  }

  /** The result, once; empty if there is none within {@code patience}, or nothing is under way. */
  public Optional<Result<T>> take(Duration patience) throws InterruptedException {
    if (underWay.isEmpty()) {
      return Optional.empty();
    }
    try {
      Result<T> result = underWay.get().result().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      underWay = Optional.empty();
      return Optional.of(result);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      // An Error: whatever it was, the loop goes on.
      underWay = Optional.empty();
      var problem = new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
      return Optional.of(new Result.Failed<>(problem, Duration.ZERO));
    }
  }
}

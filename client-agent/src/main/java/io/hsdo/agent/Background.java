package io.hsdo.agent;

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
final class Background<T> {
  private final Executor thread;
  private final Clock clock;
  private Optional<Future<Result<T>>> underWay = Optional.empty();
  private Instant started = Instant.MIN;

  Background(Executor thread, Clock clock) {
    this.thread = thread;
    this.clock = clock;
  }

  /** What came of it. */
  sealed interface Result<T> {
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

  boolean isUnderWay() {
    return underWay.isPresent();
  }

  /** Whether it was started so long ago and has not been seen to end. */
  boolean isOverdue(Duration longest) {
    return isUnderWay() && !clock.instant().isBefore(started.plus(longest));
  }

  /** Starts it; not while the result of the last one was not taken. */
  void start(Supplier<T> work) {
    if (underWay.isEmpty()) {
      started = clock.instant();
      underWay = Optional.of(run(new FutureTask<>(() -> timed(work))));
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

  private Result<T> timed(Supplier<T> work) {
    var start = clock.instant();
    try {
      T value = work.get();
      return new Result.Done<>(value, Duration.between(start, clock.instant()));
    } catch (RuntimeException e) {
      return new Result.Failed<>(e, Duration.between(start, clock.instant()));
    }
  }

  /** The result, once; empty if there is none within {@code patience}, or nothing is under way. */
  Optional<Result<T>> take(Duration patience) throws InterruptedException {
    if (underWay.isEmpty()) {
      return Optional.empty();
    }
    try {
      Result<T> result = underWay.get().get(patience.toMillis(), TimeUnit.MILLISECONDS);
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

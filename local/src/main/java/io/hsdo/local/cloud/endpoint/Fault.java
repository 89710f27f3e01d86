package io.hsdo.local.cloud.endpoint;

import io.hsdo.local.cloud.model.AwsException;
import io.hsdo.local.cloud.model.Cloud;
import io.hsdo.local.cloud.model.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** One way in which AWS answers otherwise than it should; {@link Faults} says when. */
public abstract sealed class Fault {
  /** Too many requests: {@code Throttling} of Auto Scaling, {@code RequestLimitExceeded} of EC2. */
  public static Fault throttling() {
    return new Refusal(Service::throttled);
  }

  /** HTTP status 500. */
  public static Fault serverError() {
    return new Refusal(Service::internalError);
  }

  /** Pages of at most so many items, also fewer than a request could ask for. */
  public static Fault pagesOf(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("pages of " + size + " are refused: expected 1 or more");
    }
    return new SmallPages(size);
  }

  /** The first page looks as if it were the last. */
  public static Fault losingPages() {
    return new LosingPages();
  }

  /** A good answer with nothing in it. */
  public static Fault emptyAnswer() {
    return new EmptyAnswer();
  }

  /** A good answer in which the groups or instances of these names are missing. */
  public static Fault leavingOut(String... names) {
    return new LeavingOut(Set.of(names));
  }

  /** The groups or instances of these names are not known, and asking for them may be an error. */
  public static Fault unknown(String... names) {
    return new Unknown(Set.of(names));
  }

  /** The request reaches an account in which nothing was ever made. */
  public static Fault wrongAccount() {
    return new WrongAccount();
  }

  /** Answers tell what was so long ago. */
  public static Fault lag(Duration lag) {
    if (lag.isNegative() || lag.compareTo(Cloud.MEMORY) > 0) {
      throw new IllegalArgumentException(
          "a lag of %s is refused: expected at most %s".formatted(lag, Cloud.MEMORY));
    }
    return new Lag(lag);
  }

  /** The answer comes when the fault is cleared, or never. */
  public static Fault hanging() {
    return new Hanging();
  }

  private Fault() {}

  /** What happens before the request is looked at. */
  void strike(Service service) {}

  /** What happens when the fault is cleared. */
  void end() {}

  /** The account that the request reaches. */
  Cloud account(Cloud cloud) {
    return cloud;
  }

  Duration lag() {
    return Duration.ZERO;
  }

  Snapshot seen(Snapshot snapshot) {
    return snapshot;
  }

  <T> List<T> told(List<T> found, Function<T, String> name) {
    return found;
  }

  int pageSize(int wanted) {
    return wanted;
  }

  <T> Page<T> sent(Page<T> page) {
    return page;
  }

  private static final class Refusal extends Fault {
    private final Function<Service, AwsException> refusal;

    Refusal(Function<Service, AwsException> refusal) {
      this.refusal = refusal;
    }

    @Override
    void strike(Service service) {
      throw refusal.apply(service);
    }
  }

  private static final class SmallPages extends Fault {
    private final int size;

    SmallPages(int size) {
      this.size = size;
    }

    @Override
    int pageSize(int wanted) {
      return Math.min(size, wanted);
    }
  }

  private static final class LosingPages extends Fault {
    @Override
    <T> Page<T> sent(Page<T> page) {
      return new Page<>(page.items(), Optional.empty());
    }
  }

  private static final class EmptyAnswer extends Fault {
    @Override
    <T> List<T> told(List<T> found, Function<T, String> name) {
      return List.of();
    }
  }

  private static final class LeavingOut extends Fault {
    private final Set<String> names;

    LeavingOut(Set<String> names) {
      this.names = names;
    }

    @Override
    <T> List<T> told(List<T> found, Function<T, String> name) {
      return found.stream().filter(each -> !names.contains(name.apply(each))).toList();
    }
  }

  private static final class Unknown extends Fault {
    private final Set<String> names;

    Unknown(Set<String> names) {
      this.names = names;
    }

    @Override
    Snapshot seen(Snapshot snapshot) {
      return snapshot.without(names);
    }
  }

  private static final class WrongAccount extends Fault {
    @Override
    Cloud account(Cloud cloud) {
      return cloud.emptyAccount();
    }
  }

  private static final class Lag extends Fault {
    private final Duration lag;

    Lag(Duration lag) {
      this.lag = lag;
    }

    @Override
    Duration lag() {
      return lag;
    }
  }

  private static final class Hanging extends Fault {
    private final CountDownLatch cleared = new CountDownLatch(1);

    @Override
    void strike(Service service) {
      try {
        cleared.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw service.internalError();
      }
    }

    @Override
    void end() {
      cleared.countDown();
    }
  }
}

package io.hsdo.local.cloud.model;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One account in one region: EC2 and Auto Scaling behind one lock and on one clock. Whoever looks
 * or acts first brings it up to the present, so what is seen depends on the time and not on how
 * often somebody looked.
 */
public final class Cloud {
  /** How far back a lagging reader can look. */
  public static final Duration MEMORY = History.SPAN;

  private final Clock clock;
  private final Account account;
  private final Timeline timeline;
  private final Ec2 ec2;
  private final AutoScaling autoScaling;
  private final History history = new History();

  /**
   * @param seed of all identifiers; the same seed and the same calls give the same ones
   * @param bus gets each event as JSON, in order, and must not call back
   */
  public Cloud(
      Clock clock,
      Account account,
      Timings timings,
      long seed,
      Machines machines,
      Consumer<String> bus) {
    this.clock = clock;
    this.account = account;
    timeline = new Timeline(now());
    var ids = new Ids(seed);
    var events = new EventBridge(account, timeline, ids, bus);
    ec2 = new Ec2(timeline, timings, ids, machines, events);
    autoScaling = new AutoScaling(account, timeline, timings, ids, ec2, events);
  }

  /** Another account of the same number on the same clock, in which nothing was ever made. */
  public Cloud emptyAccount() {
    return new Cloud(clock, account, Timings.instant(), 0, new NoMachines(), event -> {});
  }

  /** Lets everything happen that is due by now. */
  public synchronized void advance() {
    advanceTo(now());
  }

  /** Carries out a request to Auto Scaling that is answered. */
  public <T> T askAutoScaling(Function<AutoScaling, T> request) {
    return carryOut(() -> request.apply(autoScaling));
  }

  /** Carries out a request to Auto Scaling. */
  public void tellAutoScaling(Consumer<AutoScaling> request) {
    carryOut(
        () -> {
          request.accept(autoScaling);
          return autoScaling;
        });
  }

  /** Carries out a request to EC2 that is answered. */
  public <T> T askEc2(Function<Ec2, T> request) {
    return carryOut(() -> request.apply(ec2));
  }

  /** Carries out a request to EC2. */
  public void tellEc2(Consumer<Ec2> request) {
    carryOut(
        () -> {
          request.accept(ec2);
          return ec2;
        });
  }

  public synchronized Snapshot snapshot() {
    advance();
    return view();
  }

  /** What a reader sees that is {@code lag} behind, at most {@link #MEMORY}. */
  public synchronized Snapshot snapshot(Duration lag) {
    advance();
    return history.at(timeline.now().minus(lag));
  }

  private synchronized <T> T carryOut(Supplier<T> request) {
    Instant now = now();
    advanceTo(now);
    try {
      return request.get();
    } finally {
      advanceTo(now);
    }
  }

  private void advanceTo(Instant now) {
    autoScaling.settle();
    while (timeline.runNext(now)) {
      autoScaling.settle();
      remember();
    }
    timeline.reach(now);
    remember();
  }

  /** In milliseconds, which is all that AWS tells. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private void remember() {
    history.add(timeline.now(), view());
  }

  private Snapshot view() {
    return new Snapshot(
        autoScaling.groups().view(),
        autoScaling.instances().view(),
        ec2.instances().view(),
        ec2.templates().view());
  }
}

package io.hsdo.agent.monitoring;

import io.hsdo.agent.poll.Keeper;
import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.reconcile.DesiredServer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Times each pass of another keeper. */
final class MeteredKeeper implements Keeper {
  private final Keeper keeper;
  private final PassMetrics metrics;
  private final LongSupplier nanos;

  /**
   * @param nanos a clock that nobody sets
   */
  MeteredKeeper(Keeper keeper, PassMetrics metrics, LongSupplier nanos) {
    this.keeper = keeper;
    this.metrics = metrics;
    this.nanos = nanos;
  }

  @Override
  public HaproxyPass pass(Function<HaproxySnapshot, List<DesiredServer>> aim)
      throws InterruptedException {
    long start = nanos.getAsLong();
    HaproxyPass pass = keeper.pass(aim);
    metrics.time(Duration.ofNanos(nanos.getAsLong() - start));
    return pass;
  }
}

package io.hsdo.refresh;

import java.util.function.Supplier;
import org.crac.Context;
import org.crac.Resource;

/**
 * The refresh of a process of which Lambda may take a snapshot, to start others from. It is made
 * ready before and made anew after, so that nothing in them is old or the same in all: credentials,
 * connections, seeds, and what was remembered of the table and the fleet.
 */
final class SnapshotRefresh implements Resource, Supplier<MeteredRefresh> {
  private final Runnable priming;
  private final Supplier<MeteredRefresh> maker;
  private MeteredRefresh refresh;

  /**
   * @param priming what is done before a snapshot; it must write nothing, neither to the table nor
   *     to AWS
   * @param maker makes a refresh that shares nothing with the one before
   */
  SnapshotRefresh(Runnable priming, Supplier<MeteredRefresh> maker) {
    this.priming = priming;
    this.maker = maker;
    this.refresh = maker.get();
  }

  @Override
  public MeteredRefresh get() {
    return refresh;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    priming.run();
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    refresh = maker.get();
  }
}

package io.hsdo.agent.poll;

import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.reconcile.Difference;
import java.util.List;

/**
 * A pass, and what about it is new after those before.
 *
 * @param after what it came after
 * @param drift servers that somebody else has changed since the pass before
 * @param repeated whether all it did was to put the same servers right once more
 * @param contested what it has brought to light of another writer
 */
public record PassNews(
    HaproxyPass pass,
    After after,
    List<Difference> drift,
    boolean repeated,
    DriftWatch.Change contested) {
  public PassNews {
    drift = List.copyOf(drift);
  }

  /** What a pass may come after. */
  public enum After {
    NOTHING,
    SAME_PROCESS,
    OTHER_PROCESS
  }
}

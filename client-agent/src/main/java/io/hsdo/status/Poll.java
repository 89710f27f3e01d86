package io.hsdo.status;

import io.hsdo.reconcile.Difference;
import io.hsdo.reconcile.Placement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a poll found. It only refers to what the poll has made anyway, so that it costs nothing.
 *
 * @param endedAt by a clock that nobody sets
 * @param placement where members are placed; empty while this host's zone is unknown
 * @param table whether DynamoDB answers
 * @param withheld why HAProxy is left as it is although it answers; empty if it is not
 * @param contested servers that another writer keeps changing
 */
public record Poll(
    Instant endedAt,
    Optional<Placement> placement,
    Health table,
    HaproxyNow haproxy,
    Optional<Withheld> withheld,
    List<Difference> contested) {
  public Poll {
    contested = List.copyOf(contested);
  }

  /** Before the first one. */
  public static Poll none(Instant now) {
    return new Poll(
        now,
        Optional.empty(),
        new Health.Unknown(),
        new HaproxyNow.NotAsked(),
        Optional.empty(),
        List.of());
  }
}

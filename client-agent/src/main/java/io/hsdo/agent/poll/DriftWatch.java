package io.hsdo.agent.poll;

import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.haproxy.WriteReport;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.Difference;
import io.hsdo.reconcile.ServerRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells drift that keeps coming back, which is another writer's doing, from what one poll puts
 * right. A server is contested once it has been found changed at so many polls running although
 * nothing else was desired of it, and until it has been left alone for as many.
 */
final class DriftWatch {
  private static final int POLLS = 10;

  private final Map<ServerRef, Streak> streaks = new HashMap<>();
  private final Map<ServerRef, Contested> contested = new HashMap<>();

  /** How often a server was found changed again after it was put right. */
  private record Streak(DesiredServer desired, int returns) {}

  private record Contested(Difference last, int quietPolls) {}

  /**
   * What a poll has brought to light.
   *
   * @param begun servers that are contested from now on
   * @param ended whether none is contested any more
   */
  record Change(List<Difference> begun, boolean ended) {}

  /** Takes a pass into account. */
  Change after(HaproxyPass pass, PassNews.After after) {
    if (after == PassNews.After.OTHER_PROCESS) {
      streaks.clear();
    }
    Set<ServerRef> refused = new HashSet<>();
    pass.failures().stream().map(WriteReport.Failure::server).forEach(refused::add);
    Map<ServerRef, Difference> differences = new HashMap<>();
    for (Difference difference : pass.reconciliation().differences()) {
      if (!refused.contains(difference.server())) {
        differences.put(difference.server(), difference);
      }
    }
    streaks.keySet().retainAll(differences.keySet());
    boolean wasContested = !contested.isEmpty();
    ageContested(differences);
    List<Difference> begun = count(differences);
    return new Change(begun, wasContested && contested.isEmpty());
  }

  private void ageContested(Map<ServerRef, Difference> differences) {
    contested.replaceAll(
        (server, known) -> {
          Difference again = differences.get(server);
          return again == null
              ? new Contested(known.last(), known.quietPolls() + 1)
              : new Contested(again, 0);
        });
    contested.values().removeIf(known -> known.quietPolls() >= POLLS);
  }

  private List<Difference> count(Map<ServerRef, Difference> differences) {
    List<Difference> begun = new ArrayList<>();
    differences.forEach(
        (server, difference) -> {
          Streak streak =
              Optional.ofNullable(streaks.get(server))
                  .filter(before -> before.desired().equals(difference.desired()))
                  .map(before -> new Streak(before.desired(), before.returns() + 1))
                  .orElseGet(() -> new Streak(difference.desired(), 0));
          streaks.put(server, streak);
          if (streak.returns() >= POLLS && !contested.containsKey(server)) {
            contested.put(server, new Contested(difference, 0));
            begun.add(difference);
          }
        });
    return begun;
  }

  /** What another writer last made of servers that it keeps changing. */
  List<Difference> contested() {
    return contested.values().stream().map(Contested::last).toList();
  }
}

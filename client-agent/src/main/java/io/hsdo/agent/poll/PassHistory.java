package io.hsdo.agent.poll;

import io.hsdo.agent.poll.PassNews.After;
import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.Difference;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares each pass over HAProxy with those before it. */
final class PassHistory {
  private final DriftWatch watch = new DriftWatch();
  private Optional<HaproxyPass> last = Optional.empty();

  /** Takes a pass into account. */
  PassNews after(HaproxyPass pass) {
    After after =
        last.map(HaproxyPass::process)
            .map(pass.process()::equals)
            .map(same -> same ? After.SAME_PROCESS : After.OTHER_PROCESS)
            .orElse(After.NOTHING);
    DriftWatch.Change contested = watch.after(pass, after);
    var news =
        new PassNews(
            pass,
            after,
            last.map(before -> Drift.between(before, pass)).orElse(List.of()),
            isRepeated(pass, after),
            contested);
    last = Optional.of(pass);
    return news;
  }

  private boolean isRepeated(HaproxyPass pass, After after) {
    return watch.contested().containsAll(pass.reconciliation().differences())
        || last.filter(before -> after == After.SAME_PROCESS)
            .map(before -> desired(before).containsAll(desired(pass)))
            .orElse(false);
  }

  /** What was desired of the servers that were not so. */
  private static Set<DesiredServer> desired(HaproxyPass pass) {
    return pass.reconciliation().differences().stream()
        .map(Difference::desired)
        .collect(Collectors.toSet());
  }

  /** The last one that HAProxy answered. */
  Optional<HaproxyPass> last() {
    return last;
  }

  /** What another writer last made of servers that it keeps changing. */
  List<Difference> contested() {
    return watch.contested();
  }
}

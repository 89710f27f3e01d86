package io.hsdo.agent.poll;

import io.hsdo.haproxy.HaproxyPass;
import io.hsdo.haproxy.WriteReport;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.Difference;
import io.hsdo.reconcile.ServerRef;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Drift: servers that one pass left as they should be, or put right, and the next one finds
 * changed, in the same process and with the same desired of them.
 */
final class Drift {
  private Drift() {}

  static List<Difference> between(HaproxyPass before, HaproxyPass now) {
    List<Difference> differences = now.reconciliation().differences();
    if (differences.isEmpty() || before.replaced() || !now.process().equals(before.process())) {
      return List.of();
    }
    Set<DesiredServer> carriedOut = new HashSet<>(before.desired());
    Set<ServerRef> leftUndone = leftUndone(before);
    return differences.stream()
        .filter(difference -> carriedOut.contains(difference.desired()))
        .filter(difference -> !leftUndone.contains(difference.server()))
        .toList();
  }

  /** An address that was not yet to be read back, and what was refused, is still to be done. */
  private static Set<ServerRef> leftUndone(HaproxyPass pass) {
    Set<ServerRef> undone = new HashSet<>(pass.reconciliation().missing());
    undone.addAll(pass.reconciliation().unreachable());
    pass.reconciliation()
        .activations()
        .forEach(activation -> undone.add(activation.server().ref()));
    pass.failures().stream().map(WriteReport.Failure::server).forEach(undone::add);
    return undone;
  }
}

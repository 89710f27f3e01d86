package io.hsdo.haproxy;

import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.Reconciliation;
import java.util.List;

/**
 * What a pass over a HAProxy found and did.
 *
 * @param observed as it was before anything was written
 * @param desired what was wanted of it, nothing of a process that is leaving; servers that are not
 *     in it are left alone
 * @param reconciliation what had to be done
 * @param commandsSent commands that HAProxy was sent, refused ones included
 * @param failures commands that it refused
 * @param replaced whether another process took over meanwhile, so that it must be read at once
 */
public record HaproxyPass(
    HaproxySnapshot observed,
    List<DesiredServer> desired,
    Reconciliation reconciliation,
    int commandsSent,
    List<WriteReport.Failure> failures,
    boolean replaced) {
  public HaproxyPass {
    failures = List.copyOf(failures);
  }

  /** The one that was read. */
  public HaproxyProcess process() {
    return observed.info().process();
  }

  public boolean isQuiet() {
    return reconciliation.commands().isEmpty();
  }
}

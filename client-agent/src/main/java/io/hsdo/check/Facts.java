package io.hsdo.check;

import io.hsdo.haproxy.LockHolder;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.Placement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that findings follow from.
 *
 * @param backends as they are configured
 * @param writer the agent that runs for this HAProxy; empty if none does
 * @param now when the facts were read
 */
public record Facts(
    List<Backend> backends,
    Placement placement,
    HaproxyFacts haproxy,
    Optional<LockHolder> writer,
    TableFacts table,
    CacheFacts cache,
    Instant now) {
  public Facts {
    backends = List.copyOf(backends);
  }

  /** What follows, in the order in which a person would look. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(haproxy.findings(this));
    findings.add(WriterFindings.of(writer));
    findings.addAll(table.findings(now));
    findings.add(cache.finding());
    findings.addAll(PlacementFindings.of(placement.locality(), table.slots()));
    return findings;
  }
}

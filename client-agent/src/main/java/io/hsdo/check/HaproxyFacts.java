package io.hsdo.check;

import io.hsdo.haproxy.BackendDetails;
import io.hsdo.haproxy.CliLevel;
import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.haproxy.RuntimeApiException;
import io.hsdo.reconcile.Backend;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What HAProxy says of itself. */
public sealed interface HaproxyFacts {
  /** It says nothing. */
  record Unreachable(RuntimeApiException.Problem problem, String text) implements HaproxyFacts {}

  /**
   * It answers.
   *
   * @param details of those backends that it has
   */
  record Answers(CliLevel level, HaproxySnapshot snapshot, Map<Backend, BackendDetails> details)
      implements HaproxyFacts {
    public Answers {
      details = Map.copyOf(details);
    }
  }

  /** Asks, and writes nothing. */
  static HaproxyFacts read(Haproxy haproxy, List<Backend> backends) {
    try {
      CliLevel level = haproxy.cliLevel();
      HaproxySnapshot snapshot = haproxy.read(backends);
      Map<Backend, BackendDetails> details = new HashMap<>();
      for (Backend backend : backends) {
        if (!snapshot.missingBackends().contains(backend)) {
          details.put(backend, haproxy.details(backend));
        }
      }
      return new Answers(level, snapshot, details);
    } catch (RuntimeApiException e) {
      return new Unreachable(e.problem(), String.valueOf(e.getMessage()));
    }
  }
}

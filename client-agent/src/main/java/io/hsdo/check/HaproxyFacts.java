package io.hsdo.check;

import io.hsdo.haproxy.BackendDetails;
import io.hsdo.haproxy.CliLevel;
import io.hsdo.haproxy.CliSocket;
import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.haproxy.RuntimeApiException;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What HAProxy says of itself. */
public sealed interface HaproxyFacts {
  /** What follows from it and all else. */
  List<Finding> findings(Facts facts);

  /** It says nothing. */
  record Unreachable(RuntimeApiException.Problem problem, String text) implements HaproxyFacts {
    @Override
    public List<Finding> findings(Facts facts) {
      return List.of(HaproxyFindings.unreachable(this));
    }
  }

  /**
   * It answers.
   *
   * @param details of those backends that it has
   * @param answering where servers of empty slots stand, and something answers
   */
  record Answers(
      CliLevel level,
      List<CliSocket> sockets,
      HaproxySnapshot snapshot,
      Map<Backend, BackendDetails> details,
      Set<Endpoint> answering)
      implements HaproxyFacts {
    public Answers {
      sockets = List.copyOf(sockets);
      answering = Set.copyOf(answering);
      details = Map.copyOf(details);
    }

    @Override
    public List<Finding> findings(Facts facts) {
      return HaproxyFindings.of(this, facts);
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
      return new Answers(
          level, haproxy.sockets(), snapshot, details, Listeners.at(snapshot.servers().values()));
    } catch (RuntimeApiException e) {
      return new Unreachable(e.problem(), String.valueOf(e.getMessage()));
    }
  }
}

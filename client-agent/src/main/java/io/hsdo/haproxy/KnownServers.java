package io.hsdo.haproxy;

import io.hsdo.haproxy.Reply.Block;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.ServerRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The managed servers that an answer told of. The next one mostly tells of them as they were. */
final class KnownServers {
  static final KnownServers NONE = new KnownServers(Map.of());

  private final Map<Backend, List<ObservedServer>> byBackend;
  private final Map<ServerRef, ObservedServer> byRef = new HashMap<>();

  private KnownServers(Map<Backend, List<ObservedServer>> byBackend) {
    this.byBackend = byBackend;
    byBackend.values().forEach(some -> some.forEach(server -> byRef.put(server.ref(), server)));
  }

  /**
   * Those that the next answer tells of; these if it tells nothing new.
   *
   * @param states answers to {@code show servers state <backend>}
   */
  KnownServers next(Map<Backend, Block> states) {
    Map<Backend, List<ObservedServer>> read = new HashMap<>();
    boolean news = !states.keySet().equals(byBackend.keySet());
    for (Map.Entry<Backend, Block> state : states.entrySet()) {
      Backend backend = state.getKey();
      List<ObservedServer> before = byBackend.getOrDefault(backend, List.of());
      List<ObservedServer> now = ServersState.read(backend, state.getValue(), before);
      // Where nothing is new it is the same list.
      news |= now != before;
      read.put(backend, now);
    }
    return news ? new KnownServers(read) : this;
  }

  Map<ServerRef, ObservedServer> byRef() {
    return byRef;
  }
}

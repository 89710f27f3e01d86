package io.hsdo.haproxy;

import io.hsdo.haproxy.Reply.Block;
import io.hsdo.haproxy.ServersState.Told;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.ServerRef;
import java.util.HashMap;
import java.util.Map;

/** The servers that an answer told of. The next one mostly tells of them as they were. */
final class KnownServers {
  static final KnownServers NONE = new KnownServers(Map.of());

  private final Map<Backend, Told> byBackend;
  private final Map<ServerRef, ObservedServer> byRef = new HashMap<>();

  private KnownServers(Map<Backend, Told> byBackend) {
    this.byBackend = byBackend;
    byBackend
        .values()
        .forEach(told -> told.managed().forEach(server -> byRef.put(server.ref(), server)));
  }

  /**
   * Those that the next answer tells of; these if it tells nothing new.
   *
   * @param states answers to {@code show servers state <backend>}
   */
  KnownServers next(Map<Backend, Block> states) {
    Map<Backend, Told> read = new HashMap<>();
    boolean news = !states.keySet().equals(byBackend.keySet());
    for (Map.Entry<Backend, Block> state : states.entrySet()) {
      Backend backend = state.getKey();
      Told before = byBackend.getOrDefault(backend, Told.NOTHING);
      Told now = ServersState.read(backend, state.getValue(), before);
      news |= now.isNewsAfter(before);
      read.put(backend, now);
    }
    return news ? new KnownServers(read) : this;
  }

  Map<ServerRef, ObservedServer> byRef() {
    return byRef;
  }

  boolean strangersServe() {
    return byBackend.values().stream().anyMatch(Told::strangersServe);
  }
}

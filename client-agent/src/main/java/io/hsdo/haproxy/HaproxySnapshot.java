package io.hsdo.haproxy;

import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.ServerRef;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a HAProxy was like at one moment, read in one round trip.
 *
 * @param servers the managed servers; not copied, for there are thousands of them every second
 * @param health of the managed servers; neither copied, nor looked at to decide anything
 * @param missingBackends those asked for that HAProxy does not have
 */
public record HaproxySnapshot(
    HaproxyInfo info,
    Map<ServerRef, ObservedServer> servers,
    Map<ServerRef, ServerHealth> health,
    List<Backend> missingBackends) {
  public HaproxySnapshot {
    servers = Collections.unmodifiableMap(servers);
    health = Collections.unmodifiableMap(health);
    missingBackends = List.copyOf(missingBackends);
  }

  /** Empty for a server that is not managed, or that HAProxy does not have. */
  public Optional<ObservedServer> server(ServerRef ref) {
    return Optional.ofNullable(servers.get(ref));
  }
}

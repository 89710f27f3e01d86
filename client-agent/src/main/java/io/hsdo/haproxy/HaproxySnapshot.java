package io.hsdo.haproxy;

import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.ServerRef;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a HAProxy was like at one moment, read in one round trip.
 *
 * @param servers the managed servers; not copied, for there are thousands of them every second
 * @param healthReader reads what the answer tells of the managed servers' health, when somebody
 *     looks: nothing is decided by it
 * @param missingBackends those asked for that HAProxy does not have
 */
public record HaproxySnapshot(
    HaproxyInfo info,
    Map<ServerRef, ObservedServer> servers,
    Supplier<Map<ServerRef, ServerHealth>> healthReader,
    List<Backend> missingBackends) {
  public HaproxySnapshot {
    servers = Collections.unmodifiableMap(servers);
    missingBackends = List.copyOf(missingBackends);
  }

  /** Empty for a server that is not managed, or that HAProxy does not have. */
  public Optional<ObservedServer> server(ServerRef ref) {
    return Optional.ofNullable(servers.get(ref));
  }
}

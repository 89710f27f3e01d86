package io.hsdo.haproxy;

import static java.util.stream.Collectors.groupingBy;

import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.ServerRef;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a HAProxy was like at one moment, read in one round trip.
 *
 * @param servers the managed servers; not copied, for there are thousands of them every second
 * @param strangersServe whether a server of the same backends that is not managed takes traffic
 * @param healthReader reads what the answer tells of the managed servers' health, when somebody
 *     looks: nothing is decided by it
 * @param missingBackends those asked for that HAProxy does not have
 */
public record HaproxySnapshot(
    HaproxyInfo info,
    Map<ServerRef, ObservedServer> servers,
    boolean strangersServe,
    Supplier<Map<ServerRef, ServerHealth>> healthReader,
    List<Backend> missingBackends) {
  /** As long as this a HAProxy counts as just started: an agent mostly fills it sooner. */
  private static final long START_SECONDS = 30;

  public HaproxySnapshot {
    servers = Collections.unmodifiableMap(servers);
    missingBackends = List.copyOf(missingBackends);
  }

  /**
   * Whether servers that are not managed keep the traffic, so that newcomers can wait for their
   * checks. In a HAProxy that has just started they have it for want of others.
   */
  public boolean strangersGoOnServing() {
    return strangersServe && info.uptimeSec() >= START_SECONDS;
  }

  /** Empty for a server that is not managed, or that HAProxy does not have. */
  public Optional<ObservedServer> server(ServerRef ref) {
    return Optional.ofNullable(servers.get(ref));
  }

  /**
   * Whether a server of the backend serves, or may as soon as its checks find it good: a dependency
   * that all members share may fail for seconds. At a placeholder they never do.
   */
  public boolean serves(Backend backend) {
    return of(backend).anyMatch(server -> isReady(server) && !server.isStopped())
        || hasReadyMember(backend);
  }

  /**
   * Whether a server is ready at an address that none shares with it: members have one each,
   * placeholders one together. Where all servers have one address, only that of a single server
   * that is not this host's counts.
   */
  private boolean hasReadyMember(Backend backend) {
    Collection<List<ObservedServer>> places =
        of(backend).collect(groupingBy(ObservedServer::endpoint)).values();
    return places.stream()
        .filter(together -> together.size() == 1)
        .map(together -> together.get(0))
        .anyMatch(server -> places.size() > 1 ? isReady(server) : server.isReadyElsewhere());
  }

  private static boolean isReady(ObservedServer server) {
    return server.state() == AdminState.READY;
  }

  private Stream<ObservedServer> of(Backend backend) {
    return servers.values().stream()
        .filter(server -> server.ref().backend().equals(backend.name()));
  }
}

package io.hsdo.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.HaproxyModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at a HAProxy after every command of a pass: no server may be open, which is ready or
 * draining, at another endpoint than the desired one, unless it has been so since before the pass.
 *
 * <p>One thing cannot be helped. When HAProxy is replaced after it was read, the commands of one
 * line reach its successor, which may open a server at the configuration's placeholder, where no
 * member is.
 */
final class Watch {
  private final HaproxyModel haproxy;
  private final Map<ServerRef, String> desired = new HashMap<>();
  private final Map<ServerRef, String> openSinceBefore = new HashMap<>();
  private final Optional<HaproxyModel.Server> unmanaged;
  private final String context;
  private long pid;
  private boolean replaced;

  Watch(HaproxyModel haproxy, List<DesiredServer> desired, String context) {
    this.haproxy = haproxy;
    this.context = context;
    this.unmanaged = haproxy.server(World.UNMANAGED);
    for (DesiredServer server : desired) {
      if (server instanceof DesiredServer.Active active) {
        this.desired.put(active.ref(), active.endpoint().toString());
      }
    }
    begin();
    haproxy.afterEachCommand(this::look);
  }

  private void begin() {
    pid = haproxy.pid();
    openSinceBefore.clear();
    for (ServerRef ref : World.managed()) {
      open(ref).ifPresent(endpoint -> openSinceBefore.put(ref, endpoint));
    }
  }

  void look() {
    if (haproxy.pid() != pid) {
      replaced = true;
      begin();
    }
    for (ServerRef ref : World.managed()) {
      Optional<String> open = open(ref);
      if (!open.equals(Optional.ofNullable(openSinceBefore.get(ref)))) {
        openSinceBefore.remove(ref);
        open.ifPresent(endpoint -> mayBeOpened(ref, endpoint));
      }
    }
    assertThat(haproxy.server(World.UNMANAGED)).as(context).isEqualTo(unmanaged);
  }

  private void mayBeOpened(ServerRef ref, String endpoint) {
    if (!(replaced && endpoint.equals(World.PLACEHOLDER))) {
      assertThat(endpoint).as("%s, %s", ref, context).isEqualTo(desired.get(ref));
    }
  }

  void end() {
    look();
    haproxy.afterEachCommand(() -> {});
  }

  /** Where a server is open; empty for one in maint. */
  private Optional<String> open(ServerRef ref) {
    return haproxy
        .server(ref)
        .filter(server -> server.state() != AdminState.MAINT)
        .map(server -> endpoint(server));
  }

  private static String endpoint(HaproxyModel.Server server) {
    String address = server.address();
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + server.port();
  }
}

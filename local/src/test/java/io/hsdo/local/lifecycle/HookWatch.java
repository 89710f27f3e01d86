package io.hsdo.local.lifecycle;

import io.hsdo.local.cloud.Instance;
import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.cloud.model.LifecycleState;
import io.hsdo.local.program.Repeated;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** When instances were let go that a terminate hook had held, as a look every 10 ms sees it. */
final class HookWatch implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private final LocalCloud cloud;
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();
  private final Map<String, Instant> released = new ConcurrentHashMap<>();
  private final Repeated looks;

  HookWatch(LocalCloud cloud) {
    this.cloud = cloud;
    this.looks = new Repeated("hook watch", this::look, LOOK_AGAIN);
  }

  private boolean look() {
    Set<String> held =
        cloud.instances().stream()
            .filter(each -> each.lifecycle().equals(Optional.of(LifecycleState.TERMINATING_WAIT)))
            .map(Instance::id)
            .collect(Collectors.toSet());
    Instant now = Instant.now();
    waiting.stream().filter(id -> !held.contains(id)).forEach(id -> released.put(id, now));
    waiting.retainAll(held);
    waiting.addAll(held);
    return true;
  }

  /** Whether the hook holds the instance now. */
  boolean holds(String instanceId) {
    return waiting.contains(instanceId);
  }

  /** When the hook let it go; empty as long as it has not, and if it never held it. */
  Optional<Instant> released(String instanceId) {
    return Optional.ofNullable(released.get(instanceId));
  }

  @Override
  public void close() {
    looks.close();
  }
}

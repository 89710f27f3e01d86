package io.hsdo.local.lifecycle;

import io.hsdo.local.cloud.Instance;
import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.cloud.model.LifecycleState;
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
  private final Thread thread = new Thread(this::watch, "hook watch");
  private volatile boolean closed;

  private HookWatch(LocalCloud cloud) {
    this.cloud = cloud;
    thread.setDaemon(true);
  }

  static HookWatch of(LocalCloud cloud) {
    var watch = new HookWatch(cloud);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      while (!closed) {
        Set<String> held =
            cloud.instances().stream()
                .filter(
                    each -> each.lifecycle().equals(Optional.of(LifecycleState.TERMINATING_WAIT)))
                .map(Instance::id)
                .collect(Collectors.toSet());
        Instant now = Instant.now();
        waiting.stream().filter(id -> !held.contains(id)).forEach(id -> released.put(id, now));
        waiting.retainAll(held);
        waiting.addAll(held);
        Thread.sleep(LOOK_AGAIN.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.hsdo.haproxy;

import io.hsdo.haproxy.Reply.Block;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ServerRef;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The health of the managed servers, read from the answer when somebody looks for the first time:
 * at most polls nobody does, and a scrape of the metrics does several times. For any thread.
 */
final class HealthReader implements Supplier<Map<ServerRef, ServerHealth>> {
  private final Map<Backend, Block> states;
  private @Nullable Map<ServerRef, ServerHealth> health;

  /**
   * @param states answers to {@code show servers state <backend>}
   */
  HealthReader(Map<Backend, Block> states) {
    this.states = states;
  }

  @Override
  public synchronized Map<ServerRef, ServerHealth> get() {
    if (health == null) {
      Map<ServerRef, ServerHealth> read = new HashMap<>();
      states.forEach((backend, state) -> read.putAll(ServerHealth.read(backend, state.text())));
      health = Collections.unmodifiableMap(read);
    }
    return health;
  }
}

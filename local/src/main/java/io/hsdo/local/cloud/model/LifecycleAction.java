package io.hsdo.local.cloud.model;

import java.time.Instant;
import java.util.Optional;

/**
 * One instance waiting for one hook.
 *
 * @param due when the hook's default result is taken
 * @param limit past which no heartbeat can put {@code due} off
 */
public record LifecycleAction(LifecycleHook hook, String token, Instant due, Instant limit) {
  static LifecycleAction begin(LifecycleHook hook, String token, Instant now) {
    return new LifecycleAction(
        hook, token, now.plus(hook.heartbeatTimeout()), now.plus(hook.globalTimeout()));
  }

  LifecycleAction heartbeat(Instant now) {
    Instant later = now.plus(hook.heartbeatTimeout());
    return new LifecycleAction(hook, token, later.isBefore(limit) ? later : limit, limit);
  }

  boolean isFor(String hookName, Optional<String> wantedToken) {
    return hook.name().equals(hookName) && wantedToken.map(token::equals).orElse(true);
  }
}

package io.hsdo.local.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How much is asked of whom.
 *
 * @param targets get the same share each
 * @param connections to each target, at least 2; every other one stays open from request to
 *     request, the others are made anew for each
 * @param requestsPerSecond of all connections together; less if the answers are slow, because no
 *     connection asks before it was answered
 * @param keys requests are for keys 0 to {@code keys - 1}
 * @param longest the load ends by itself after this time
 */
public record LoadSettings(
    List<InetSocketAddress> targets,
    int connections,
    int requestsPerSecond,
    int keys,
    Duration longest) {
  public LoadSettings {
    targets = List.copyOf(targets);
    for (InetSocketAddress target : targets) {
      if (!target.getAddress().isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "target " + target + " is refused: expected a loopback address");
      }
    }
    if (targets.isEmpty() || connections < 2 || requestsPerSecond < 1 || keys < 1) {
      throw new IllegalArgumentException(
          "%d requests/s for %d keys over %d connections to %s are refused: expected 1 or more each, and 2 connections"
              .formatted(requestsPerSecond, keys, connections, targets));
    }
  }

  /** From one request of a connection to its next. */
  Duration period() {
    return Duration.ofSeconds(1)
        .multipliedBy((long) targets.size() * connections)
        .dividedBy(requestsPerSecond);
  }
}

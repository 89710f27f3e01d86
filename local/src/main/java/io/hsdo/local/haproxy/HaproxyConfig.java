package io.hsdo.local.haproxy;

import java.nio.file.Path;

/** What is in a HAProxy's configuration file, once it is known where it has room to listen. */
@FunctionalInterface
public interface HaproxyConfig {
  String text(Listeners listeners);

  /**
   * Where a HAProxy is to listen.
   *
   * @param socket path of its stats socket
   * @param httpPort on 127.0.0.1, for the traffic
   * @param statsPort on 127.0.0.1, for its statistics page
   */
  record Listeners(Path socket, int httpPort, int statsPort) {}
}

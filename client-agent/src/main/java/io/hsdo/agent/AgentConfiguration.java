package io.hsdo.agent;

import io.hsdo.agent.placement.PlacementSetting;
import io.hsdo.config.AwsSettings;
import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import io.hsdo.reconcile.Backend;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the agent is told by its parameters.
 *
 * @param interval between two polls
 * @param exporter where metrics are served
 * @param warnings what is worth telling the user about values, although none of them is wrong
 */
record AgentConfiguration(
    AwsSettings aws,
    Duration interval,
    String haproxySocket,
    List<Backend> backends,
    PlacementSetting placement,
    Cache cache,
    InetSocketAddress exporter,
    List<String> warnings) {

  /** An older list tells more of yesterday's fleet than of today's. */
  private static final Duration LONGEST_CACHE_MAX_AGE = Duration.ofDays(30);

  /**
   * The file that keeps the list for a restart.
   *
   * @param maxAge of a list that is used; zero if none is kept
   */
  record Cache(Path path, Duration maxAge) {
    static Cache of(Parameters parameters) {
      return new Cache(
          parameters.value(
              Parameter.CLIENT_CACHE_PATH,
              "the absolute path of a file, such as "
                  + Parameter.CLIENT_CACHE_PATH.defaultText().orElseThrow(),
              value -> file(value.toString())),
          parameters.seconds(Parameter.CLIENT_CACHE_MAX_AGE, Duration.ZERO, LONGEST_CACHE_MAX_AGE));
    }

    private static Path file(String text) {
      Path path = Path.of(text);
      if (!path.isAbsolute() || path.getFileName() == null || text.endsWith("/")) {
        throw new IllegalArgumentException("no absolute path of a file");
      }
      return path;
    }
  }

  /**
   * Reads it.
   *
   * @throws ConfigurationException if it cannot be used
   */
  static AgentConfiguration of(Parameters parameters) {
    BackendSettings backends = BackendSettings.of(parameters);
    return new AgentConfiguration(
        AwsSettings.of(parameters),
        parameters.interval(),
        socket(parameters),
        backends.all(),
        PlacementSetting.of(parameters, backends.all()),
        Cache.of(parameters),
        parameters.exporter(),
        backends.warnings());
  }

  /**
   * The same for an agent that gets in nobody's way: its files are in this folder, its port is a
   * free one.
   */
  AgentConfiguration aside(Path folder) {
    return new AgentConfiguration(
        aws,
        interval,
        haproxySocket,
        backends,
        placement,
        new Cache(folder.resolve("slots.json"), cache.maxAge()),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        warnings);
  }

  private static String socket(Parameters parameters) {
    String path = parameters.text(Parameter.CLIENT_HAPROXY_SOCKET_PATH).orElseThrow();
    if (!path.startsWith("/")) {
      throw new ConfigurationException(
          Parameter.CLIENT_HAPROXY_SOCKET_PATH
              + " is '"
              + path
              + "': expected the absolute path of a unix socket, such as "
              + Parameter.CLIENT_HAPROXY_SOCKET_PATH.defaultText().orElseThrow());
    }
    return path;
  }
}

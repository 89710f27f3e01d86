package io.hsdo.service;

import io.hsdo.config.ConfigurationException;
import io.hsdo.http.WebServer;
import io.hsdo.prometheus.Exposition;
import io.hsdo.refresh.ServerConfiguration;
import io.hsdo.refresh.Wiring;
import io.hsdo.systemd.ServiceManager;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the standalone refresh is made of. */
public final class RefreshService {
  private static final Logger LOG = LoggerFactory.getLogger(RefreshService.class);

  private RefreshService() {}

  /**
   * Runs until the process ends. SIGTERM may come in the middle of a pass: what it has written is
   * whole, and the next refresh goes on from there.
   *
   * @throws ConfigurationException if {@code exporter} cannot be listened on
   */
  public static void run(ServerConfiguration configuration, InetSocketAddress exporter, Clock clock)
      throws InterruptedException {
    var registry = new PrometheusRegistry();
    var metrics = new ServiceMetrics(registry);
    var health = new LoopHealth(configuration.interval(), System::nanoTime, clock);
    var refresh = metrics.counted(Wiring.metered(configuration, clock, metrics));
    var site =
        new ServiceSite(
            configuration.aws().table(), health, new Exposition(registry), metrics::last);
    try (WebServer server = WebServer.start(exporter, site)) {
      LOG.info(
          "refreshing every {} ms, metrics on port {}",
          configuration.interval().toMillis(),
          server.port());
      ServiceManager manager = ServiceManager.of(System.getenv());
      Runtime.getRuntime().addShutdownHook(new Thread(manager::stopping));
      new RefreshLoop(refresh, configuration.interval(), health, clock)
          .run(manager, configuration.fleet().watch(clock));
    }
  }
}

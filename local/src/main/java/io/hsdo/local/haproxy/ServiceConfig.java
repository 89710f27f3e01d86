package io.hsdo.local.haproxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration HSDO asks for, in front of one service: backends of empty slots, filled by the
 * agent; the first of them gets all requests that no rule sends elsewhere.
 */
public final class ServiceConfig implements HaproxyConfig {
  private final List<String> defaults = new ArrayList<>(List.of("option redispatch"));
  private final List<String> rules = new ArrayList<>();
  private final List<SlotBackend> backends = new ArrayList<>();
  private Duration checkInterval = Duration.ofSeconds(2);
  private String check = "check";
  private String serverOptions = "";

  private record SlotBackend(String name, String baseName, int slots) {}

  public ServiceConfig(String backend, String baseName, int slots) {
    backend(backend, baseName, slots);
  }

  /** Another backend of servers {@code <baseName>1..slots}. */
  public ServiceConfig backend(String name, String baseName, int slots) {
    backends.add(new SlotBackend(name, baseName, slots));
    return this;
  }

  /** How often a server's health is checked. */
  public ServiceConfig checkEvery(Duration interval) {
    checkInterval = interval;
    return this;
  }

  /** Takes every server for healthy, so that one that is ready gets traffic at once. */
  public ServiceConfig withoutChecks() {
    check = "";
    return this;
  }

  /** Takes every server for down until its first good check; HAProxy 3.1 and later only. */
  public ServiceConfig downUntilChecked() {
    check = "init-state down check";
    return this;
  }

  /**
   * Keeps no connection to a server for further requests. HAProxy 2.6 sends them where the server
   * was, if a request was under way while its address changed.
   */
  public ServiceConfig withoutIdleConnections() {
    serverOptions = " pool-max-conn 0";
    return this;
  }

  /** Shows every failed connection to the client, instead of trying again or elsewhere. */
  public ServiceConfig withoutRetries() {
    defaults.remove("option redispatch");
    defaults.add("retries 0");
    return this;
  }

  /** A line of the frontend, such as {@code use_backend other if { nbsrv(web) eq 0 }}. */
  public ServiceConfig rule(String line) {
    rules.add(line);
    return this;
  }

  @Override
  public String text(Listeners listeners) {
    var text = new StringBuilder();
    text.append(
        """
        global
          maxconn 1000
          stats socket %s mode 600 level admin

        defaults
          mode http
          timeout connect 1s
          timeout client 10s
          timeout server 10s
        """
            .formatted(listeners.socket()));
    defaults.forEach(line -> text.append("  ").append(line).append('\n'));
    text.append(
        """

        frontend http
          bind 127.0.0.1:%d
        """
            .formatted(listeners.httpPort()));
    rules.forEach(line -> text.append("  ").append(line).append('\n'));
    text.append(
        """
          default_backend %s

        frontend stats
          bind 127.0.0.1:%d
          stats enable
          stats uri /
          stats refresh 1s
        """
            .formatted(backends.get(0).name(), listeners.statsPort()));
    backends.forEach(backend -> text.append(slots(backend)));
    return text.toString();
  }

  private String slots(SlotBackend backend) {
    return """

    backend %s
      balance uri
      hash-type consistent
      default-server inter %dms%s
      server-template %s 1-%d slot.invalid:1 init-addr last,127.0.0.2 %s disabled
    """
        .formatted(
            backend.name(),
            checkInterval.toMillis(),
            serverOptions,
            backend.baseName(),
            backend.slots(),
            check);
  }
}

package io.hsdo.status;

import io.hsdo.prometheus.SharedMetrics;
import io.hsdo.slot.Slot;
import io.hsdo.table.Header;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** What the agent tells Prometheus of this moment; computed when it is asked. */
public final class OverviewMetrics {
  private final PrometheusRegistry registry;
  private final Supplier<Overview> overview;

  private OverviewMetrics(PrometheusRegistry registry, Supplier<Overview> overview) {
    this.registry = registry;
    this.overview = overview;
  }

  /** Has {@code registry} tell of it. */
  public static void register(PrometheusRegistry registry, Supplier<Overview> overview) {
    var metrics = new OverviewMetrics(registry, overview);
    metrics.registerList();
    metrics.registerHaproxy();
    SharedMetrics.registerBuild(registry);
  }

  private void registerList() {
    SharedMetrics.registerWeights(
        registry,
        () ->
            overview
                .get()
                .list()
                .<Collection<Slot>>map(list -> list.slots().values())
                .orElse(List.of()));
    gauge(
        "hsdo_list_version",
        "Version of the slot list in use; absent on a table of the Python program",
        (now, gauge) -> header(now).ifPresent(header -> gauge.call((double) header.version())));
    gauge(
        "hsdo_refresh_age_seconds",
        "Time since a refresh was last seen to find the list right; absent on a table of the"
            + " Python program",
        (now, gauge) ->
            now.list()
                .flatMap(Overview.KnownList::refreshAge)
                .ifPresent(age -> gauge.call(age.toMillis() / 1e3)));
    gauge(
        "hsdo_rejected_rows",
        "Rows of the slot list that are not believed, or missing",
        (now, gauge) -> now.list().ifPresent(list -> gauge.call(list.unknown().size())));
    gauge(
        "hsdo_list_hash",
        "Equal on all agents that have the same list",
        (now, gauge) -> now.list().ifPresent(list -> gauge.call((double) Fingerprint.of(list))));
  }

  /** Nothing of what HAProxy was like before it stopped to answer. */
  private void registerHaproxy() {
    gauge(
        "hsdo_slots",
        "Slots of a backend, by how their servers stand in HAProxy",
        OverviewMetrics::slots,
        "backend",
        "state");
    gauge(
        "hsdo_backend_hash",
        "Equal on all HAProxies whose servers of this backend are the same",
        (now, gauge) -> {
          if (now.current().isPresent()) {
            BackendView.of(now)
                .forEach(
                    backend ->
                        gauge.call((double) Fingerprint.of(backend), backend.backend().name()));
          }
        },
        "backend");
  }

  private void gauge(
      String name,
      String help,
      BiConsumer<Overview, GaugeWithCallback.Callback> values,
      String... labels) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .callback(callback -> values.accept(overview.get(), callback))
        .register(registry);
  }

  private static Optional<Header> header(Overview now) {
    return now.list().flatMap(Overview.KnownList::header);
  }

  private static void slots(Overview now, GaugeWithCallback.Callback gauge) {
    if (now.current().isEmpty()) {
      return;
    }
    for (BackendView backend : BackendView.of(now)) {
      for (Standing standing : Standing.values()) {
        gauge.call((double) backend.count(standing), backend.backend().name(), standing.text());
      }
    }
  }
}

package io.hsdo.prometheus;

import io.hsdo.config.Build;
import io.hsdo.slot.Slot;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Collection;
import java.util.function.Supplier;

/** Metrics that mean the same whichever program tells them. */
public final class SharedMetrics {
  private SharedMetrics() {}

  /**
   * The weight of each member, under the name and labels of the Python program.
   *
   * @param slots of the list as it is known when somebody asks
   */
  public static void registerWeights(
      PrometheusRegistry registry, Supplier<? extends Collection<Slot>> slots) {
    GaugeWithCallback.builder()
        .name("hsdo_server_weight")
        .help("Weight of server in backend")
        .labelNames("id", "name", "ip", "asg")
        .callback(gauge -> slots.get().forEach(slot -> tell(slot, gauge)))
        .register(registry);
  }

  private static void tell(Slot slot, GaugeWithCallback.Callback gauge) {
    slot.occupant()
        .ifPresent(
            member ->
                gauge.call(
                    slot.weight(),
                    Integer.toString(slot.number()),
                    member.id(),
                    member.address().toString(),
                    member.group()));
  }

  /** The version of this program. */
  public static void registerBuild(PrometheusRegistry registry) {
    Info.builder()
        .name("hsdo_build_info")
        .help("What this program is")
        .labelNames("version")
        .register(registry)
        .setLabelValues(Build.version());
  }
}

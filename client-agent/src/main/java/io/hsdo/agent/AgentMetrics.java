package io.hsdo.agent;

import io.hsdo.slot.Slot;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Optional;
import java.util.function.Supplier;

/** What the agent tells Prometheus; computed when it is asked. */
final class AgentMetrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();

  AgentMetrics(Supplier<Optional<HeldList>> held) {
    GaugeWithCallback.builder()
        .name("hsdo_server_weight")
        .help("Weight of server in backend")
        .labelNames("id", "name", "ip", "asg")
        .callback(callback -> held.get().ifPresent(list -> weights(list, callback)))
        .register(registry);
  }

  private static void weights(HeldList list, GaugeWithCallback.Callback callback) {
    for (Slot slot : list.slots().values()) {
      slot.occupant()
          .ifPresent(
              member ->
                  callback.call(
                      slot.weight(),
                      Integer.toString(slot.number()),
                      member.id(),
                      member.address().toString(),
                      member.group()));
    }
  }

  PrometheusRegistry registry() {
    return registry;
  }
}

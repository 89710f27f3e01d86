package io.hsdo.local.faults;

import java.util.Map;
import java.util.Optional;

/**
 * How a stage is set.
 *
 * @param zone whose members are local; the others are in the fallback backend. Empty if nothing
 *     makes a difference between members
 * @param master whether HAProxy's worker has a master
 * @param agent parameters and environment of the agent, besides the usual
 */
public record Setting(Optional<String> zone, boolean master, Map<String, String> agent) {
  static final Setting PLAIN = new Setting(Optional.empty(), false, Map.of());

  public Setting {
    agent = Map.copyOf(agent);
  }

  /** The members of this zone are local. */
  static Setting byZone(String zone) {
    return new Setting(Optional.of(zone), false, Map.of());
  }

  static Setting withMaster() {
    return new Setting(Optional.empty(), true, Map.of());
  }

  Setting withAgent(Map<String, String> environment) {
    return new Setting(zone, master, environment);
  }
}

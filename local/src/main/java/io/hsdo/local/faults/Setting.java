package io.hsdo.local.faults;

import java.util.Optional;

/**
 * How a stage is set.
 *
 * @param zone whose members are local; the others are in the fallback backend. Empty if nothing
 *     makes a difference between members
 * @param master whether HAProxy's worker has a master
 */
public record Setting(Optional<String> zone, boolean master) {
  static final Setting PLAIN = new Setting(Optional.empty(), false);

  /** The members of this zone are local. */
  static Setting byZone(String zone) {
    return new Setting(Optional.of(zone), false);
  }

  static Setting withMaster() {
    return new Setting(Optional.empty(), true);
  }
}

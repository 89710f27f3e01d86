package io.hsdo.agent;

import io.hsdo.reconcile.Placement;
import java.util.function.Function;

/** Where members are placed, as far as parameters tell. */
public sealed interface PlacementSetting {
  /** What the one or the other makes of it. */
  <T> T match(Function<Placement, T> told, Function<ByOwnZone, T> byOwnZone);

  /** All of it. */
  record Told(Placement placement) implements PlacementSetting {
    @Override
    public <T> T match(Function<Placement, T> told, Function<ByOwnZone, T> byOwnZone) {
      return told.apply(placement);
    }
  }

  /**
   * By the zone of this host, which is to be asked for.
   *
   * @param everybodyInFallback as {@link Placement} has it
   */
  record ByOwnZone(boolean everybodyInFallback) implements PlacementSetting {
    @Override
    public <T> T match(Function<Placement, T> told, Function<ByOwnZone, T> byOwnZone) {
      return byOwnZone.apply(this);
    }
  }
}

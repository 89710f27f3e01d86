package io.hsdo.agent.placement;

import io.hsdo.config.ConfigurationException;
import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.Locality;
import io.hsdo.reconcile.Placement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Where members are placed, as far as parameters tell. */
public sealed interface PlacementSetting {
  /** What the one or the other makes of it. */
  <T> T match(Function<Placement, T> told, Function<ByOwnZone, T> byOwnZone);

  /**
   * Reads it.
   *
   * @param backends that are managed
   * @throws ConfigurationException if it cannot be used
   */
  static PlacementSetting of(Parameters parameters, List<Backend> backends) {
    boolean byGroup = parameters.flag(Parameter.CLIENT_DEDICATED_ASG);
    boolean byZone = parameters.flag(Parameter.CLIENT_ZONE_AFFINITY);
    boolean everybodyInFallback = parameters.flag(Parameter.CLIENT_ALL_SERVERS_IN_FALLBACK_BACKEND);
    if (byGroup && byZone) {
      throw new ConfigurationException(
          Parameter.CLIENT_DEDICATED_ASG
              + " and "
              + Parameter.CLIENT_ZONE_AFFINITY
              + " are both 'true': expected one of them, for both say who is local");
    }
    requireFallback(parameters, backends, Parameter.CLIENT_DEDICATED_ASG);
    requireFallback(parameters, backends, Parameter.CLIENT_ZONE_AFFINITY);
    requireFallback(parameters, backends, Parameter.CLIENT_ALL_SERVERS_IN_FALLBACK_BACKEND);
    Optional<String> zone = parameters.text(Parameter.CLIENT_ZONE);
    if (byZone && zone.isEmpty()) {
      return new ByOwnZone(everybodyInFallback);
    }
    Locality locality =
        byGroup
            ? groups(parameters)
            : byZone ? new Locality.Zone(zone.orElseThrow()) : new Locality.Everybody();
    return new Told(new Placement(locality, everybodyInFallback));
  }

  private static void requireFallback(
      Parameters parameters, List<Backend> backends, Parameter filter) {
    if (parameters.flag(filter)
        && backends.stream().noneMatch(backend -> backend.role() == Backend.Role.FALLBACK)) {
      throw parameters.neededWith(Parameter.CLIENT_HAPROXY_FALLBACK_BACKEND_NAME, filter);
    }
  }

  private static Locality groups(Parameters parameters) {
    Set<String> groups = new TreeSet<>(parameters.list(Parameter.CLIENT_ASG_NAMES));
    if (groups.isEmpty()) {
      throw parameters.neededWith(Parameter.CLIENT_ASG_NAMES, Parameter.CLIENT_DEDICATED_ASG);
    }
    return new Locality.Groups(groups);
  }

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
    /** Where members are placed if this host is in {@code zone}. */
    public Placement in(String zone) {
      return new Placement(new Locality.Zone(zone), everybodyInFallback);
    }

    @Override
    public <T> T match(Function<Placement, T> told, Function<ByOwnZone, T> byOwnZone) {
      return byOwnZone.apply(this);
    }
  }
}

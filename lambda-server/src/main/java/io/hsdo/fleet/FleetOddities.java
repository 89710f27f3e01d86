package io.hsdo.fleet;

import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Auto Scaling answers and this program cannot go by; each group and state is told once. */
final class FleetOddities {
  private static final Logger LOG = LoggerFactory.getLogger(FleetOddities.class);

  private final Set<String> namelessStates = new HashSet<>();
  private final Set<String> refusedGroups = new HashSet<>();
  private final Set<String> refusedAddresses = new HashSet<>();

  /** Who is left out is unknown: one group's name must not fail the pass for all others. */
  boolean isRefused(String group) {
    if (Member.isName(group)) {
      return false;
    }
    if (refusedGroups.add(group)) {
      LOG.warn(
          "group '{}' has a name of other than 1 to 255 printable ASCII characters: its members get"
              + " no slot, and keep one that they have as it is",
          group);
    }
    return true;
  }

  /** The address that EC2 gives an instance, unless it is none. */
  Optional<Address> address(String id, String told) {
    try {
      return Optional.of(Address.of(told));
    } catch (IllegalArgumentException e) {
      if (refusedAddresses.add(id)) {
        LOG.warn("{} gets no slot: {}", id, e.getMessage());
      }
      return Optional.empty();
    }
  }

  void noteNameless(String id, @Nullable String told) {
    String lifecycleState = Objects.requireNonNullElse(told, "");
    if (LifecycleStates.isNameless(lifecycleState) && namelessStates.add(lifecycleState)) {
      LOG.warn(
          "{} is in lifecycle state '{}', which this program does not know: whoever is in it keeps"
              + " its slot as it is, or waits for one",
          id,
          lifecycleState);
    }
  }
}

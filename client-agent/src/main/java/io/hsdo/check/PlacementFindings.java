package io.hsdo.check;

import io.hsdo.check.Finding.Fine;
import io.hsdo.check.Finding.Mistake;
import io.hsdo.reconcile.Locality;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.text.Some;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Names that the agent was told and that nobody in the list bears. */
public final class PlacementFindings {
  private PlacementFindings() {}

  /** Those for which nobody at all is local; none of a list without members. */
  public static List<Mistake> whyNobodyIsLocal(Locality locality, Collection<Slot> slots) {
    return slots.stream().flatMap(slot -> slot.occupant().stream()).anyMatch(locality::isLocal)
        ? List.of()
        : of(locality, slots).stream()
            .filter(Mistake.class::isInstance)
            .map(Mistake.class::cast)
            .toList();
  }

  static List<Finding> of(Locality locality, Collection<Slot> slots) {
    List<Member> members = slots.stream().flatMap(slot -> slot.occupant().stream()).toList();
    if (members.isEmpty()) {
      return List.of();
    }
    return locality.match(
        List::of, groups -> groups(groups.names(), members), zone -> zone(zone.name(), members));
  }

  private static List<Finding> groups(Set<String> names, List<Member> members) {
    Set<String> known = members.stream().map(Member::group).collect(Collectors.toSet());
    List<Finding> findings = new ArrayList<>();
    for (String name : new TreeSet<>(names)) {
      findings.add(
          known.contains(name)
              ? new Fine("group", "'" + name + "' has members")
              : new Mistake(
                  Kind.GROUP_ON_NO_SLOT,
                  "no slot has a member of group '"
                      + name
                      + "'; the groups in the list are "
                      + Some.of(new TreeSet<>(known)),
                  "correct CLIENT_ASG_NAMES, or seat the group by SERVER_ASG_NAMES"));
    }
    return findings;
  }

  private static List<Finding> zone(String name, List<Member> members) {
    Set<String> known =
        members.stream().flatMap(member -> member.zone().stream()).collect(Collectors.toSet());
    if (known.contains(name)) {
      return List.of(new Fine("zone", "'" + name + "' has members"));
    }
    return List.of(
        new Mistake(
            Kind.ZONE_ON_NO_SLOT,
            "no slot has a member in zone '"
                + name
                + "'; "
                + (known.isEmpty()
                    ? "no row tells a zone, so all members count as local"
                    : "the zones in the list are " + Some.of(new TreeSet<>(known))),
            "correct CLIENT_ZONE, or let the groups have members there"));
  }
}

package io.hsdo.consul;

import io.hsdo.fleet.FleetSource;
import io.hsdo.plan.FleetMember;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.MemberState;
import io.hsdo.slot.Member;
import io.hsdo.slot.SlotList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services of Consul and the health of their instances. A snapshot asks about each service that is
 * configured or holds slots; if one question fails there is no snapshot.
 *
 * <p>To Consul a service without instances is no service: it counts as not found, so whoever is
 * seated on its behalf is held.
 */
public final class ConsulFleet implements FleetSource {
  private static final Logger LOG = LoggerFactory.getLogger(ConsulFleet.class);

  private final Set<String> services;
  private final ConsulApi api;
  private Set<String> refused = Set.of();

  public ConsulFleet(ConsulSettings settings) {
    this.services = settings.services();
    this.api = new ConsulApi(settings);
  }

  @Override
  public FleetSnapshot snapshot(SlotList list, Set<String> about) {
    Set<String> asked = new TreeSet<>(services);
    list.members().map(Member::group).forEach(asked::add);

    Map<String, FleetMember> members = new LinkedHashMap<>();
    Set<String> found = new HashSet<>();
    Set<String> refusals = new HashSet<>();
    for (String service : asked) {
      List<ServiceInstance> instances = api.instances(service);
      if (!instances.isEmpty()) {
        found.add(service);
      }
      for (ServiceInstance instance : instances) {
        members.putIfAbsent(instance.memberId(), member(instance, refusals));
      }
    }
    list.members().forEach(seated -> members.putIfAbsent(seated.id(), absent(seated)));
    report(refusals);
    return new FleetSnapshot(members, services, found);
  }

  private static FleetMember member(ServiceInstance instance, Set<String> refusals) {
    try {
      return instance.asMember();
    } catch (IllegalArgumentException e) {
      refusals.add(
          "instance "
              + instance.memberId()
              + " of service "
              + instance.service()
              + " is not believed: "
              + e.getMessage());
      return instance.asUnknown();
    }
  }

  private static FleetMember absent(Member seated) {
    return FleetMember.of(seated.id(), seated.group(), seated.zone(), new MemberState.Absent());
  }

  private void report(Set<String> refusals) {
    refusals.stream()
        .filter(refusal -> !refused.contains(refusal))
        .sorted()
        .forEach(refusal -> LOG.warn("{}; it keeps its slot as it is, or waits for one", refusal));
    refused = refusals;
  }
}

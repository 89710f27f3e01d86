package io.hsdo.fleet;

import io.hsdo.logging.OutageLog;
import io.hsdo.plan.FleetMember;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.MemberState;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Auto Scaling Groups and what EC2 knows of their instances. A snapshot:
 *
 * <ol>
 *   <li>Auto Scaling describes the groups that are configured, by name or tag, or hold slots.
 *   <li>Of members that none of these groups lists, Auto Scaling is asked by id, then EC2.
 *   <li>EC2 describes the newcomers: their address, and whether they run. So it does with those
 *       that drain and are in service again.
 *   <li>EC2 tells who is on the way down ({@link StoppingLooks}).
 * </ol>
 *
 * <p>Group answers are whole or there is no snapshot. Members about whom EC2 does not answer are
 * unknown: nobody is seated or released on their account, and drains and ramps go on.
 */
public final class AutoScalingFleet implements FleetSource {
  private static final Logger LOG = LoggerFactory.getLogger(AutoScalingFleet.class);

  private final GroupSelection selection;
  private final AutoScalingGroups groups;
  private final Ec2Instances instances;
  private final Clock clock;
  private final OutageLog newcomersOutage;
  private final OutageLog unlistedOutage;
  private final StoppingLooks stoppingLooks;
  private final FleetOddities oddities = new FleetOddities();

  public AutoScalingFleet(
      GroupSelection selection, AutoScalingClient autoScaling, Ec2Client ec2, Clock clock) {
    this.selection = selection;
    this.groups = new AutoScalingGroups(autoScaling);
    this.instances = new Ec2Instances(ec2);
    this.clock = clock;
    this.newcomersOutage = new OutageLog(LOG, "asking EC2 about newcomers", clock);
    this.unlistedOutage = new OutageLog(LOG, "asking EC2 about members no group lists", clock);
    this.stoppingLooks = new StoppingLooks(instances, clock);
  }

  @Override
  public FleetSnapshot snapshot(SlotList list, Set<String> about) {
    Map<String, Member> seated = new LinkedHashMap<>();
    list.members().forEach(member -> seated.putIfAbsent(member.id(), member));

    List<AutoScalingGroup> tagged = groups.tagged(selection.tags());
    Map<String, AutoScalingGroup> found = new TreeMap<>();
    tagged.forEach(group -> found.put(group.autoScalingGroupName(), group));
    Set<String> others = new TreeSet<>(selection.names());
    seated.values().forEach(member -> others.add(member.group()));
    others.removeAll(found.keySet());
    groups.named(others).forEach(group -> found.put(group.autoScalingGroupName(), group));
    Set<String> configured = configured(found, others);

    Map<String, FleetMember> members = listed(found.values());
    Collection<Member> unlisted = describeUnlisted(members, seated.values(), about, configured);
    // From here on: however long Auto Scaling took, EC2 has its own time.
    var ec2 = new Ec2Questions(clock);
    askAbout(ec2, unlisted, members);
    describeNewcomers(ec2, members, settled(list));
    Set<String> named = new TreeSet<>(about);
    named.retainAll(members.keySet());
    stoppingLooks
        .look(ec2, found.keySet(), seated.keySet(), named)
        .forEach(id -> members.computeIfPresent(id, (same, member) -> stopped(member)));
    return new FleetSnapshot(members, configured, found.keySet());
  }

  /**
   * The groups by name, and by tag those that carry the tags, also if the question by tag missed
   * them. Those that hold slots and are not found may well carry them.
   */
  private Set<String> configured(Map<String, AutoScalingGroup> found, Set<String> askedFor) {
    Set<String> configured = new TreeSet<>(selection.names());
    found.forEach(
        (name, group) -> {
          if (selection.selectsByTag(group)) {
            configured.add(name);
          }
        });
    if (!selection.tags().isEmpty()) {
      askedFor.stream().filter(name -> !found.containsKey(name)).forEach(configured::add);
    }
    return configured;
  }

  /**
   * Whom there is no need to ask about: who gets traffic, and who will not get it back whatever EC2
   * says. But of members with one address only EC2 knows whose it is.
   */
  private static Set<String> settled(SlotList list) {
    Set<Address> repeated = repeatedAddresses(list);
    return list.slots().stream()
        .filter(
            slot ->
                !(slot instanceof Slot.Draining draining)
                    || draining.reason() == DrainReason.OPERATOR)
        .flatMap(slot -> slot.occupant().stream())
        .filter(member -> !repeated.contains(member.address()))
        .map(Member::id)
        .collect(Collectors.toSet());
  }

  private static Set<Address> repeatedAddresses(SlotList list) {
    Set<Address> all = new HashSet<>();
    return list.members()
        .map(Member::address)
        .filter(address -> !all.add(address))
        .collect(Collectors.toSet());
  }

  private Map<String, FleetMember> listed(Collection<AutoScalingGroup> found) {
    Map<String, FleetMember> members = new LinkedHashMap<>();
    for (AutoScalingGroup group : found) {
      if (oddities.isRefused(group.autoScalingGroupName())) {
        continue;
      }
      for (var instance : group.instances()) {
        members.putIfAbsent(
            instance.instanceId(), LifecycleStates.member(group.autoScalingGroupName(), instance));
        oddities.noteNameless(instance.instanceId(), instance.lifecycleStateAsString());
      }
    }
    return members;
  }

  private void describeNewcomers(
      Ec2Questions ec2, Map<String, FleetMember> members, Set<String> settled) {
    List<FleetMember> newcomers =
        members.values().stream()
            .filter(member -> member.state() instanceof MemberState.Serving)
            .filter(member -> !settled.contains(member.id()))
            .toList();
    var known =
        ec2.ask(
            newcomersOutage, newcomers.stream().map(FleetMember::id).toList(), instances::known);
    for (FleetMember newcomer : newcomers) {
      Instance instance = known.orElse(Map.of()).get(newcomer.id());
      members.put(newcomer.id(), described(newcomer, instance));
    }
  }

  /** A newcomer as EC2 describes it; unknown until it runs and has an address. */
  private FleetMember described(FleetMember newcomer, @Nullable Instance instance) {
    return Optional.ofNullable(instance)
        .filter(Ec2Instances::isRunning)
        .flatMap(
            running ->
                addressOf(running)
                    .map(
                        address ->
                            newcomer.describedAs(
                                address, Optional.ofNullable(running.launchTime()))))
        .orElseGet(() -> newcomer.withState(LifecycleStates.UNKNOWN));
  }

  /** Its private IPv4 address; the IPv6 address of one that has no other. */
  private Optional<Address> addressOf(Instance instance) {
    return Stream.of(instance.privateIpAddress(), instance.ipv6Address())
        .filter(told -> told != null && !told.isEmpty())
        .findFirst()
        .flatMap(told -> oddities.address(instance.instanceId(), told));
  }

  /** Asks Auto Scaling by id, and returns those of the list whom it does not know either. */
  private Collection<Member> describeUnlisted(
      Map<String, FleetMember> members,
      Collection<Member> seated,
      Set<String> about,
      Set<String> configured) {
    Map<String, Member> unlisted = new TreeMap<>();
    for (Member member : seated) {
      if (!members.containsKey(member.id())) {
        unlisted.put(member.id(), member);
      }
    }
    Set<String> ids = new TreeSet<>(about);
    ids.removeAll(members.keySet());
    ids.addAll(unlisted.keySet());
    for (AutoScalingInstanceDetails details : groups.listed(ids).values()) {
      boolean isOurs =
          unlisted.remove(details.instanceId()) != null
              || configured.contains(details.autoScalingGroupName());
      if (isOurs && !oddities.isRefused(details.autoScalingGroupName())) {
        members.put(details.instanceId(), LifecycleStates.member(details));
        oddities.noteNameless(details.instanceId(), details.lifecycleState());
      }
    }
    return unlisted.values();
  }

  private void askAbout(
      Ec2Questions ec2, Collection<Member> unlisted, Map<String, FleetMember> members) {
    ec2.ask(unlistedOutage, unlisted.stream().map(Member::id).toList(), instances::known)
        .ifPresent(
            known ->
                unlisted.forEach(
                    member ->
                        members.put(member.id(), unlistedMember(member, known.get(member.id())))));
  }

  private static FleetMember unlistedMember(Member member, @Nullable Instance instance) {
    boolean stopped = instance != null && Ec2Instances.isStopping(instance);
    return FleetMember.of(
        member.id(),
        member.group(),
        member.zone(),
        stopped ? LifecycleStates.STOPPED : LifecycleStates.ABSENT);
  }

  private static FleetMember stopped(FleetMember member) {
    return member.withState(LifecycleStates.stopped(member));
  }
}

package io.hsdo.fleet;

import io.hsdo.logging.OutageLog;
import io.hsdo.plan.FleetMember;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.MemberState;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.SlotList;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/**
 * Auto Scaling Groups and what EC2 knows of their instances. A snapshot:
 *
 * <ol>
 *   <li>Auto Scaling describes the groups that are configured, by name or tag, or hold slots.
 *   <li>EC2 describes the newcomers: their address, and whether they run.
 *   <li>Of seated members that none of these groups lists, Auto Scaling is asked by id, then EC2.
 *   <li>Once a minute EC2 tells which instances of these groups are on their way down.
 * </ol>
 *
 * <p>Group answers are whole or there is no snapshot. Members about whom EC2 does not answer are
 * unknown: nobody is seated or released on their account, and drains and ramps go on.
 */
public final class AutoScalingFleet implements FleetSource {
  /** Less than the minute between two scheduled passes, so that each of them looks. */
  private static final Duration BETWEEN_STOPPING_LOOKS = Duration.ofSeconds(50);

  private static final Logger LOG = LoggerFactory.getLogger(AutoScalingFleet.class);

  private final GroupSelection selection;
  private final AutoScalingGroups groups;
  private final Ec2Instances instances;
  private final Clock clock;
  private final OutageLog ec2Outage;
  private Instant lastStoppingLook = Instant.EPOCH;

  public AutoScalingFleet(
      GroupSelection selection, AutoScalingClient autoScaling, Ec2Client ec2, Clock clock) {
    this.selection = selection;
    this.groups = new AutoScalingGroups(autoScaling);
    this.instances = new Ec2Instances(ec2);
    this.clock = clock;
    this.ec2Outage = new OutageLog(LOG, "asking EC2 about instances", clock);
  }

  @Override
  public FleetSnapshot snapshot(SlotList list) {
    Map<String, Member> seated = new LinkedHashMap<>();
    list.members().forEach(member -> seated.putIfAbsent(member.id(), member));

    List<AutoScalingGroup> tagged = groups.tagged(selection.tags());
    Set<String> configured = new TreeSet<>(selection.names());
    tagged.forEach(group -> configured.add(group.autoScalingGroupName()));
    Map<String, AutoScalingGroup> found = new TreeMap<>();
    tagged.forEach(group -> found.put(group.autoScalingGroupName(), group));
    Set<String> others = new TreeSet<>(selection.names());
    seated.values().forEach(member -> others.add(member.group()));
    others.removeAll(found.keySet());
    groups.named(others).forEach(group -> found.put(group.autoScalingGroupName(), group));

    Map<String, FleetMember> members = listed(found.values());
    describeNewcomers(members, seated.keySet());
    describeUnlisted(members, seated.values());
    describeStopping(members, found.keySet());
    return new FleetSnapshot(members, configured, found.keySet());
  }

  private static Map<String, FleetMember> listed(Collection<AutoScalingGroup> found) {
    Map<String, FleetMember> members = new LinkedHashMap<>();
    for (AutoScalingGroup group : found) {
      for (var instance : group.instances()) {
        members.putIfAbsent(
            instance.instanceId(), LifecycleStates.member(group.autoScalingGroupName(), instance));
      }
    }
    return members;
  }

  private void describeNewcomers(Map<String, FleetMember> members, Set<String> seated) {
    List<FleetMember> newcomers =
        members.values().stream()
            .filter(member -> member.state() instanceof MemberState.Serving)
            .filter(member -> !seated.contains(member.id()))
            .toList();
    var known = ask(newcomers.stream().map(FleetMember::id).toList(), instances::known);
    for (FleetMember newcomer : newcomers) {
      Instance instance = known.orElse(Map.of()).get(newcomer.id());
      members.put(newcomer.id(), described(newcomer, instance));
    }
  }

  /** A newcomer as EC2 describes it; unknown until it runs and has an address. */
  private static FleetMember described(FleetMember newcomer, @Nullable Instance instance) {
    if (instance == null || instance.state().name() != InstanceStateName.RUNNING) {
      return newcomer.withState(LifecycleStates.UNKNOWN);
    }
    return addressOf(instance)
        .map(address -> newcomer.describedAs(address, instance.launchTime()))
        .orElseGet(() -> newcomer.withState(LifecycleStates.UNKNOWN));
  }

  /** Its private IPv4 address; the IPv6 address of one that has no other. */
  private static Optional<Address> addressOf(Instance instance) {
    return Optional.ofNullable(instance.privateIpAddress())
        .or(() -> Optional.ofNullable(instance.ipv6Address()))
        .map(Address::of);
  }

  private void describeUnlisted(Map<String, FleetMember> members, Collection<Member> seated) {
    Map<String, Member> unlisted = new TreeMap<>();
    for (Member member : seated) {
      if (!members.containsKey(member.id())) {
        unlisted.put(member.id(), member);
      }
    }
    var listed = groups.listed(unlisted.keySet());
    for (AutoScalingInstanceDetails details : listed.values()) {
      members.put(details.instanceId(), LifecycleStates.member(details));
    }
    unlisted.keySet().removeAll(listed.keySet());
    ask(unlisted.keySet(), instances::known)
        .ifPresent(
            known ->
                unlisted.forEach(
                    (id, member) -> members.put(id, unlistedMember(member, known.get(id)))));
  }

  private static FleetMember unlistedMember(Member member, @Nullable Instance instance) {
    boolean stopped = instance != null && Ec2Instances.STOPPING.contains(instance.state().name());
    return new FleetMember(
        member.id(),
        member.group(),
        Optional.empty(),
        member.zone(),
        Optional.empty(),
        stopped ? LifecycleStates.STOPPED : LifecycleStates.ABSENT);
  }

  private void describeStopping(Map<String, FleetMember> members, Set<String> found) {
    Instant now = clock.instant();
    if (now.isBefore(lastStoppingLook.plus(BETWEEN_STOPPING_LOOKS))) {
      return;
    }
    ask(found, instances::stopping)
        .ifPresent(
            stopping -> {
              lastStoppingLook = now;
              stopping
                  .keySet()
                  .forEach(
                      id ->
                          members.computeIfPresent(
                              id, (same, member) -> member.withState(LifecycleStates.STOPPED)));
            });
  }

  /** EC2's answer about these instances or groups; empty if there is none. */
  private Optional<Map<String, Instance>> ask(
      Collection<String> about, Function<Collection<String>, Map<String, Instance>> question) {
    if (about.isEmpty()) {
      return Optional.of(Map.of());
    }
    try {
      Map<String, Instance> answer = question.apply(about);
      ec2Outage.works();
      return Optional.of(answer);
    } catch (FleetException e) {
      ec2Outage.failed(e, "nobody is seated or released until it answers");
      return Optional.empty();
    }
  }
}

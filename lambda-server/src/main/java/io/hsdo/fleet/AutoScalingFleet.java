package io.hsdo.fleet;

import static java.util.function.Predicate.not;

import io.hsdo.logging.OutageLog;
import io.hsdo.plan.FleetMember;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.slot.Address;
import io.hsdo.slot.Member;
import io.hsdo.slot.SlotList;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
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
 *       that drain and are in service again, and with all where an address stands in two slots.
 *   <li>EC2 tells who is on the way down ({@link StoppingLooks}).
 * </ol>
 *
 * <p>Group answers are whole or there is no snapshot. Where EC2 does not answer, members of whom it
 * had to say whether they run are unknown: nobody is seated or released on their account, and
 * drains and ramps go on. Who was only to be asked for an address stays what Auto Scaling says.
 */
public final class AutoScalingFleet implements FleetSource {
  private static final Logger LOG = LoggerFactory.getLogger(AutoScalingFleet.class);

  private final GroupSelection selection;
  private final AutoScalingGroups autoScaling;
  private final Ec2Instances instances;
  private final Clock clock;
  private final OutageLog newcomersOutage;
  private final OutageLog misplacedOutage;
  private final OutageLog unlistedOutage;
  private final StoppingLooks stoppingLooks;
  private final FleetOddities oddities = new FleetOddities();
  private final Unlocated unlocated = new Unlocated();

  public AutoScalingFleet(
      GroupSelection selection, AutoScalingClient autoScaling, Ec2Client ec2, Clock clock) {
    this.selection = selection;
    this.autoScaling = new AutoScalingGroups(autoScaling);
    this.instances = new Ec2Instances(ec2);
    this.clock = clock;
    this.newcomersOutage = new OutageLog(LOG, "asking EC2 about newcomers", clock);
    this.misplacedOutage = new OutageLog(LOG, "asking EC2 whose an address is", clock);
    this.unlistedOutage = new OutageLog(LOG, "asking EC2 about members no group lists", clock);
    this.stoppingLooks = new StoppingLooks(instances, clock);
  }

  @Override
  public FleetSnapshot snapshot(SlotList list, Set<String> about) {
    Map<String, Member> seated = new TreeMap<>();
    list.members().forEach(member -> seated.putIfAbsent(member.id(), member));

    SelectedGroups groups = SelectedGroups.ask(autoScaling, selection, seated.values());
    Map<String, FleetMember> listed = listed(groups.found().values());
    Map<String, AutoScalingInstanceDetails> byId = byId(seated.keySet(), about, listed.keySet());
    Map<String, Member> unlisted = new TreeMap<>(seated);
    unlisted.keySet().removeAll(listed.keySet());
    unlisted.keySet().removeAll(byId.keySet());

    Map<String, FleetMember> told = new LinkedHashMap<>(listed);
    told.putAll(ours(byId.values(), seated.keySet(), groups.configured()));
    // From here on: however long Auto Scaling took, EC2 has its own time.
    var ec2 = new Ec2Questions(clock);
    told.putAll(unlisted(ec2, unlisted.values()));
    Map<String, FleetMember> described = described(ec2, told, Ec2Subjects.of(list));
    Set<String> named = new TreeSet<>(about);
    named.retainAll(described.keySet());
    Set<String> stopping = stoppingLooks.look(ec2, groups.found().keySet(), seated.keySet(), named);
    return new FleetSnapshot(
        stopped(described, stopping), groups.configured(), groups.found().keySet());
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

  /** What Auto Scaling says by id of those whom none of the groups lists. */
  private Map<String, AutoScalingInstanceDetails> byId(
      Set<String> seated, Set<String> about, Set<String> listed) {
    Set<String> ids = new TreeSet<>(seated);
    ids.addAll(about);
    ids.removeAll(listed);
    return autoScaling.listed(ids);
  }

  /** Those of them that are seated, or in a group of the fleet. */
  private Map<String, FleetMember> ours(
      Collection<AutoScalingInstanceDetails> byId, Set<String> seated, Set<String> configured) {
    Map<String, FleetMember> ours = new LinkedHashMap<>();
    for (AutoScalingInstanceDetails details : byId) {
      // Not every emulator of AWS tells it; whose it is not known stays as it is.
      Optional<String> group = Optional.ofNullable(details.autoScalingGroupName());
      boolean isOurs =
          seated.contains(details.instanceId()) || group.filter(configured::contains).isPresent();
      if (isOurs && group.filter(not(oddities::isRefused)).isPresent()) {
        ours.put(details.instanceId(), LifecycleStates.member(details));
        oddities.noteNameless(details.instanceId(), details.lifecycleState());
      }
    }
    return ours;
  }

  /** As EC2 knows those whom Auto Scaling does not; nobody, if it does not answer. */
  private Map<String, FleetMember> unlisted(Ec2Questions ec2, Collection<Member> members) {
    return ec2.ask(unlistedOutage, members.stream().map(Member::id).toList(), instances::known)
        .map(
            known ->
                members.stream()
                    .map(member -> unlisted(member, known.get(member.id())))
                    .collect(Collectors.toMap(FleetMember::id, member -> member)))
        .orElse(Map.of());
  }

  private static FleetMember unlisted(Member member, @Nullable Instance instance) {
    boolean stopped = instance != null && Ec2Instances.isStopping(instance);
    return FleetMember.of(
        member.id(),
        member.group(),
        member.zone(),
        stopped ? LifecycleStates.STOPPED : LifecycleStates.ABSENT);
  }

  /** The members, with what EC2 knows of those that it is asked about. */
  private Map<String, FleetMember> described(
      Ec2Questions ec2, Map<String, FleetMember> members, Ec2Subjects subjects) {
    List<FleetMember> asked = members.values().stream().filter(subjects::include).toList();
    // Newcomers by themselves: they do not wait for an answer about a whole list.
    Map<String, Optional<Instance>> answers =
        answers(ec2, newcomersOutage, asked.stream().filter(not(subjects::isMisplaced)));
    answers.putAll(answers(ec2, misplacedOutage, asked.stream().filter(subjects::isMisplaced)));

    Map<String, FleetMember> described = new HashMap<>(members);
    for (FleetMember member : asked) {
      Optional<Instance> instance = answers.getOrDefault(member.id(), Optional.empty());
      described.put(
          member.id(),
          subjects.mayServe(member)
              ? running(member, instance)
              : located(member, instance).orElse(member));
    }
    asked.stream()
        .filter(not(subjects::mayServe))
        .map(FleetMember::id)
        .forEach(answers.keySet()::remove);
    unlocated.note(answers, clock.instant());
    return described;
  }

  /** What EC2 knows of each; of nobody, if it does not answer. */
  private Map<String, Optional<Instance>> answers(
      Ec2Questions ec2, OutageLog outage, Stream<FleetMember> members) {
    List<String> ids = members.map(FleetMember::id).toList();
    Map<String, Optional<Instance>> answers = new HashMap<>();
    ec2.ask(outage, ids, instances::known)
        .ifPresent(known -> ids.forEach(id -> answers.put(id, Optional.ofNullable(known.get(id)))));
    return answers;
  }

  private FleetMember running(FleetMember member, Optional<Instance> instance) {
    return located(member, instance.filter(Ec2Instances::isRunning))
        .orElseGet(() -> member.withState(LifecycleStates.UNKNOWN));
  }

  private Optional<FleetMember> located(FleetMember member, Optional<Instance> instance) {
    return instance.flatMap(
        known ->
            addressOf(known)
                .map(
                    address ->
                        member.describedAs(address, Optional.ofNullable(known.launchTime()))));
  }

  private Optional<Address> addressOf(Instance instance) {
    return Ec2Instances.address(instance)
        .flatMap(told -> oddities.address(instance.instanceId(), told));
  }

  private static Map<String, FleetMember> stopped(
      Map<String, FleetMember> members, Set<String> stopping) {
    Map<String, FleetMember> stopped = new HashMap<>(members);
    stopping.forEach(
        id ->
            stopped.computeIfPresent(
                id, (same, member) -> member.withState(LifecycleStates.stopped(member))));
    return stopped;
  }
}

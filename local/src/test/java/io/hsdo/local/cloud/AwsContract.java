package io.hsdo.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/**
 * What every AWS does, ours and others, as far as HSDO builds on it. Names are random and
 * everything is deleted afterwards, so that an endpoint with other things in it will do.
 */
abstract class AwsContract {
  private static final String TEMPLATE = "hsdo-contract";
  private static final String ZONE_A = "eu-west-1a";
  private static final String ZONE_B = "eu-west-1b";

  private final String unique = UUID.randomUUID().toString();
  private final List<String> groups = new ArrayList<>();

  abstract AwsClients clients();

  /** Comes last, after everything was deleted. */
  abstract void close();

  @BeforeEach
  void createTemplate() {
    try {
      ec2()
          .createLaunchTemplate(
              template ->
                  template
                      .launchTemplateName(TEMPLATE)
                      .launchTemplateData(data -> data.imageId("ami-12c6146b")));
    } catch (Ec2Exception e) {
      assertThat(e.awsErrorDetails().errorCode())
          .isEqualTo("InvalidLaunchTemplateName.AlreadyExistsException");
    }
  }

  @AfterEach
  void deleteGroups() {
    for (String group : groups) {
      autoScaling()
          .deleteAutoScalingGroup(delete -> delete.autoScalingGroupName(group).forceDelete(true));
    }
    close();
  }

  @Test
  void groupListsItsInstances() {
    String name = createGroup(3);

    AutoScalingGroup group = group(name);

    assertThat(group.minSize()).isZero();
    assertThat(group.maxSize()).isEqualTo(10);
    assertThat(group.desiredCapacity()).isEqualTo(3);
    assertThat(group.availabilityZones()).containsExactlyInAnyOrder(ZONE_A, ZONE_B);
    assertThat(group.autoScalingGroupARN())
        .contains(":autoScalingGroup:")
        .endsWith(":autoScalingGroupName/" + name);
    assertThat(group.createdTime()).isNotNull();
    assertThat(group.launchTemplate().launchTemplateName()).isEqualTo(TEMPLATE);
    assertThat(group.instances())
        .hasSize(3)
        .allSatisfy(
            instance -> {
              assertThat(instance.instanceId()).matches("i-[0-9a-f]{17}");
              assertThat(instance.lifecycleState()).isEqualTo(LifecycleState.IN_SERVICE);
              assertThat(instance.healthStatus()).isEqualTo("Healthy");
              assertThat(instance.availabilityZone()).isIn(ZONE_A, ZONE_B);
            });
  }

  @Test
  void ec2DescribesTheInstancesOfAGroup() {
    String name = createGroup(2);
    List<String> ids = instanceIds(name);

    List<Instance> instances = describeInstances(describe -> describe.instanceIds(ids));

    assertThat(instances)
        .hasSize(2)
        .allSatisfy(
            instance -> {
              assertThat(ids).contains(instance.instanceId());
              assertThat(instance.state().name()).isEqualTo(InstanceStateName.RUNNING);
              assertThat(instance.state().code()).isEqualTo(16);
              assertThat(instance.privateIpAddress()).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
              assertThat(instance.placement().availabilityZone()).isIn(ZONE_A, ZONE_B);
              assertThat(instance.launchTime()).isNotNull();
              assertThat(instance.tags())
                  .anyMatch(
                      tag ->
                          tag.key().equals("aws:autoscaling:groupName")
                              && tag.value().equals(name));
            });
    assertThat(instances.stream().map(Instance::privateIpAddress)).doesNotHaveDuplicates();
  }

  @Test
  void groupsAreFoundByName() {
    String one = createGroup(0);
    String other = createGroup(0);
    createGroup(0);

    List<AutoScalingGroup> found =
        autoScaling()
            .describeAutoScalingGroups(
                describe -> describe.autoScalingGroupNames(one, other, "no-such-" + unique))
            .autoScalingGroups();

    assertThat(found)
        .extracting(AutoScalingGroup::autoScalingGroupName)
        .containsExactlyInAnyOrder(one, other);
  }

  @Test
  void groupsAreFoundByTagsThatAllMatch() {
    String blue = createGroup(0, tag("color", "blue"), tag("test", unique));
    String red = createGroup(0, tag("color", "red"), tag("test", unique));
    createGroup(0, tag("color", "blue"));

    assertThat(find(filter("tag:test", unique))).containsExactlyInAnyOrder(blue, red);
    assertThat(find(filter("tag:test", unique), filter("tag:color", "blue"))).containsExactly(blue);
    assertThat(find(filter("tag:test", unique), filter("tag:color", "blue", "red")))
        .containsExactlyInAnyOrder(blue, red);
    assertThat(find(filter("tag-value", unique))).containsExactlyInAnyOrder(blue, red);
    assertThat(find(filter("tag-key", "color"), filter("tag-value", unique)))
        .containsExactlyInAnyOrder(blue, red);
    assertThat(find(filter("tag:test", "no-such-" + unique))).isEmpty();
  }

  @Test
  void everyGroupIsOnExactlyOnePage() {
    for (int i = 0; i < 3; i++) {
      createGroup(0);
    }

    var pages =
        autoScaling()
            .describeAutoScalingGroupsPaginator(
                describe -> describe.autoScalingGroupNames(groups).maxRecords(1))
            .stream()
            .toList();

    assertThat(pages).hasSizeGreaterThanOrEqualTo(3);
    assertThat(pages)
        .flatMap(page -> page.autoScalingGroups())
        .extracting(AutoScalingGroup::autoScalingGroupName)
        .containsExactlyInAnyOrderElementsOf(groups);
    assertThat(pages.get(pages.size() - 1).nextToken()).isNull();
  }

  @Test
  void groupGrowsAndShrinks() {
    String name = createGroup(1);

    setDesired(name, 4);
    assertThat(group(name).instances()).hasSize(4);
    setDesired(name, 2);

    assertThat(group(name).desiredCapacity()).isEqualTo(2);
    assertThat(group(name).instances()).hasSize(2);
  }

  @Test
  void terminatedInstanceIsReplaced() {
    String name = createGroup(2);
    String first = instanceIds(name).get(0);

    autoScaling()
        .terminateInstanceInAutoScalingGroup(
            terminate -> terminate.instanceId(first).shouldDecrementDesiredCapacity(false));

    assertThat(instanceIds(name)).hasSize(2).doesNotContain(first);
    assertThat(state(first)).isEqualTo(InstanceStateName.TERMINATED);
  }

  @Test
  void groupCanShrinkWithATerminatedInstance() {
    String name = createGroup(2);
    List<String> ids = instanceIds(name);

    autoScaling()
        .terminateInstanceInAutoScalingGroup(
            terminate -> terminate.instanceId(ids.get(0)).shouldDecrementDesiredCapacity(true));

    assertThat(group(name).desiredCapacity()).isEqualTo(1);
    assertThat(instanceIds(name)).containsExactly(ids.get(1));
  }

  @Test
  void instanceStandsByAndReturns() {
    String name = createGroup(2);
    String id = instanceIds(name).get(0);

    autoScaling()
        .enterStandby(
            enter ->
                enter
                    .autoScalingGroupName(name)
                    .instanceIds(id)
                    .shouldDecrementDesiredCapacity(true));
    assertThat(lifecycle(id)).isEqualTo("Standby");
    assertThat(group(name).desiredCapacity()).isEqualTo(1);
    assertThat(group(name).instances()).hasSize(2);
    autoScaling().exitStandby(exit -> exit.autoScalingGroupName(name).instanceIds(id));

    assertThat(lifecycle(id)).isEqualTo("InService");
    assertThat(group(name).desiredCapacity()).isEqualTo(2);
  }

  @Test
  void detachedInstanceRunsOn() {
    String name = createGroup(2);
    String id = instanceIds(name).get(0);

    autoScaling()
        .detachInstances(
            detach ->
                detach
                    .autoScalingGroupName(name)
                    .instanceIds(id)
                    .shouldDecrementDesiredCapacity(true));

    assertThat(instanceIds(name)).hasSize(1).doesNotContain(id);
    assertThat(state(id)).isEqualTo(InstanceStateName.RUNNING);
    ec2().terminateInstances(terminate -> terminate.instanceIds(id));
  }

  @Test
  void groupIsUpdated() {
    String name = createGroup(3);

    autoScaling()
        .updateAutoScalingGroup(
            update -> update.autoScalingGroupName(name).minSize(1).maxSize(2).desiredCapacity(2));

    AutoScalingGroup group = group(name);
    assertThat(group.minSize()).isEqualTo(1);
    assertThat(group.maxSize()).isEqualTo(2);
    assertThat(group.instances()).hasSize(2);
  }

  @Test
  void deletedGroupIsGone() {
    String name = createGroup(1);
    String id = instanceIds(name).get(0);

    autoScaling()
        .deleteAutoScalingGroup(delete -> delete.autoScalingGroupName(name).forceDelete(true));
    groups.remove(name);

    assertThat(
            autoScaling()
                .describeAutoScalingGroups(describe -> describe.autoScalingGroupNames(name))
                .autoScalingGroups())
        .isEmpty();
    assertThat(state(id)).isEqualTo(InstanceStateName.TERMINATED);
  }

  @Test
  void instancesAreFoundById() {
    String name = createGroup(3);
    List<String> ids = instanceIds(name);

    List<AutoScalingInstanceDetails> found =
        autoScaling()
            .describeAutoScalingInstances(
                describe -> describe.instanceIds(ids.get(0), ids.get(2), "i-00000000000000000"))
            .autoScalingInstances();

    assertThat(found)
        .extracting(AutoScalingInstanceDetails::instanceId)
        .containsExactlyInAnyOrder(ids.get(0), ids.get(2));
    assertThat(found).allMatch(each -> each.autoScalingGroupName().equals(name));
    assertThat(found).allMatch(each -> each.healthStatus().equalsIgnoreCase("healthy"));
  }

  @Test
  void ec2FiltersInstances() {
    String name = createGroup(2);
    String other = createGroup(1);
    List<String> ids = instanceIds(name);
    String stopped = ids.get(0);
    String address =
        describeInstances(describe -> describe.instanceIds(ids.get(1))).get(0).privateIpAddress();
    var ofGroup = ec2Filter("tag:aws:autoscaling:groupName", name);

    assertThat(findInstances(ofGroup)).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(findInstances(ec2Filter("tag:aws:autoscaling:groupName", name, other))).hasSize(3);
    assertThat(findInstances(ec2Filter("instance-id", stopped, "i-00000000000000000")))
        .containsExactly(stopped);
    assertThat(findInstances(ofGroup, ec2Filter("private-ip-address", address)))
        .containsExactly(ids.get(1));
    assertThat(findInstances(ofGroup, ec2Filter("instance-state-name", "running"))).hasSize(2);
    assertThat(findInstances(ofGroup, ec2Filter("instance-state-name", "stopped", "stopping")))
        .isEmpty();
  }

  @Test
  void ec2SendsPages() {
    String name = createGroup(0);
    for (int desired = 1; desired <= 7; desired++) {
      setDesired(name, desired);
    }

    var pages =
        ec2()
            .describeInstancesPaginator(
                describe ->
                    describe
                        .maxResults(5)
                        .filters(ec2Filter("tag:aws:autoscaling:groupName", name)))
            .stream()
            .toList();

    assertThat(pages).hasSize(2);
    assertThat(pages.stream().flatMap(page -> instances(page.reservations()).stream()))
        .extracting(Instance::instanceId)
        .containsExactlyInAnyOrderElementsOf(instanceIds(name));
  }

  @Test
  void unknownInstanceIsAnErrorWhenAskedForById() {
    assertThatThrownBy(
            () -> ec2().describeInstances(describe -> describe.instanceIds("i-00000000000000000")))
        .isInstanceOfSatisfying(
            Ec2Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidInstanceID.NotFound");
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo("The instance ID 'i-00000000000000000' does not exist");
            });
  }

  @Test
  void unknownGroupCannotBeUpdated() {
    assertThatThrownBy(
            () ->
                autoScaling()
                    .updateAutoScalingGroup(
                        update -> update.autoScalingGroupName("no-such-" + unique).maxSize(1)))
        .isInstanceOfSatisfying(
            AutoScalingException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationError");
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo("AutoScalingGroup name not found - null");
            });
  }

  @Test
  void groupNeedsALaunchTemplate() {
    assertThatThrownBy(
            () ->
                autoScaling()
                    .createAutoScalingGroup(
                        create ->
                            create
                                .autoScalingGroupName("none-" + unique)
                                .minSize(0)
                                .maxSize(1)
                                .availabilityZones(ZONE_A)))
        .isInstanceOfSatisfying(
            AutoScalingException.class,
            e ->
                assertThat(e.awsErrorDetails().errorMessage())
                    .isEqualTo(
                        "Valid requests must contain either LaunchTemplate,"
                            + " LaunchConfigurationName, InstanceId or MixedInstancesPolicy"
                            + " parameter."));
  }

  @Test
  void hooksAreListed() {
    String name = createGroup(0);

    autoScaling()
        .putLifecycleHook(
            put ->
                put.autoScalingGroupName(name)
                    .lifecycleHookName("drain")
                    .lifecycleTransition("autoscaling:EC2_INSTANCE_TERMINATING")
                    .heartbeatTimeout(210)
                    .defaultResult("CONTINUE"));

    assertThat(
            autoScaling()
                .describeLifecycleHooks(describe -> describe.autoScalingGroupName(name))
                .lifecycleHooks())
        .singleElement()
        .satisfies(
            hook -> {
              assertThat(hook.lifecycleHookName()).isEqualTo("drain");
              assertThat(hook.lifecycleTransition())
                  .isEqualTo("autoscaling:EC2_INSTANCE_TERMINATING");
              assertThat(hook.heartbeatTimeout()).isEqualTo(210);
              assertThat(hook.defaultResult()).isEqualTo("CONTINUE");
            });
    autoScaling()
        .deleteLifecycleHook(
            delete -> delete.autoScalingGroupName(name).lifecycleHookName("drain"));
    assertThat(
            autoScaling()
                .describeLifecycleHooks(describe -> describe.autoScalingGroupName(name))
                .lifecycleHooks())
        .isEmpty();
  }

  @Test
  void tagsAreListedAndChanged() {
    String name = createGroup(0, tag("color", "blue"));

    autoScaling()
        .createOrUpdateTags(
            put ->
                put.tags(
                    tag("color", "red").toBuilder()
                        .resourceId(name)
                        .resourceType("auto-scaling-group")
                        .build()));

    List<TagDescription> tags =
        autoScaling()
            .describeTags(describe -> describe.filters(filter("auto-scaling-group", name)))
            .tags();
    assertThat(tags)
        .singleElement()
        .satisfies(
            tag -> {
              assertThat(tag.resourceId()).isEqualTo(name);
              assertThat(tag.resourceType()).isEqualTo("auto-scaling-group");
              assertThat(tag.key()).isEqualTo("color");
              assertThat(tag.value()).isEqualTo("red");
            });
    assertThat(group(name).tags()).extracting(TagDescription::value).containsExactly("red");
  }

  @Test
  void instancesInheritTagsThatPropagate() {
    String name = createGroup(1, tag("color", "blue").toBuilder().propagateAtLaunch(true).build());

    assertThat(
            ec2()
                .describeTags(
                    describe -> describe.filters(ec2Filter("resource-id", instanceIds(name))))
                .tags())
        .anyMatch(tag -> tag.key().equals("color") && tag.value().equals("blue"))
        .allMatch(tag -> tag.resourceType() == ResourceType.INSTANCE);
  }

  private AutoScalingClient autoScaling() {
    return clients().autoScaling();
  }

  private Ec2Client ec2() {
    return clients().ec2();
  }

  private String createGroup(int desired, Tag... tags) {
    String name = "hsdo-%d-%s".formatted(groups.size(), unique);
    autoScaling()
        .createAutoScalingGroup(
            create ->
                create
                    .autoScalingGroupName(name)
                    .launchTemplate(template -> template.launchTemplateName(TEMPLATE))
                    .minSize(0)
                    .maxSize(10)
                    .desiredCapacity(desired)
                    .availabilityZones(ZONE_A, ZONE_B)
                    .tags(tags));
    groups.add(name);
    return name;
  }

  private void setDesired(String name, int desired) {
    autoScaling()
        .setDesiredCapacity(set -> set.autoScalingGroupName(name).desiredCapacity(desired));
  }

  private AutoScalingGroup group(String name) {
    List<AutoScalingGroup> found =
        autoScaling()
            .describeAutoScalingGroups(describe -> describe.autoScalingGroupNames(name))
            .autoScalingGroups();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private List<String> instanceIds(String name) {
    return group(name).instances().stream().map(each -> each.instanceId()).toList();
  }

  private String lifecycle(String instanceId) {
    List<AutoScalingInstanceDetails> found =
        autoScaling()
            .describeAutoScalingInstances(describe -> describe.instanceIds(instanceId))
            .autoScalingInstances();
    assertThat(found).hasSize(1);
    return found.get(0).lifecycleState();
  }

  private InstanceStateName state(String instanceId) {
    return describeInstances(describe -> describe.instanceIds(instanceId)).get(0).state().name();
  }

  private Set<String> find(Filter... filters) {
    return autoScaling()
        .describeAutoScalingGroups(describe -> describe.filters(filters))
        .autoScalingGroups()
        .stream()
        .map(AutoScalingGroup::autoScalingGroupName)
        .collect(Collectors.toSet());
  }

  private List<String> findInstances(software.amazon.awssdk.services.ec2.model.Filter... filters) {
    return describeInstances(describe -> describe.filters(filters)).stream()
        .map(Instance::instanceId)
        .toList();
  }

  private List<Instance> describeInstances(Consumer<DescribeInstancesRequest.Builder> describe) {
    return instances(ec2().describeInstances(describe).reservations());
  }

  private static List<Instance> instances(List<Reservation> reservations) {
    return reservations.stream().flatMap(each -> each.instances().stream()).toList();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).propagateAtLaunch(false).build();
  }

  private static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }

  private static software.amazon.awssdk.services.ec2.model.Filter ec2Filter(
      String name, String... values) {
    return ec2Filter(name, List.of(values));
  }

  private static software.amazon.awssdk.services.ec2.model.Filter ec2Filter(
      String name, List<String> values) {
    return software.amazon.awssdk.services.ec2.model.Filter.builder()
        .name(name)
        .values(values)
        .build();
  }
}

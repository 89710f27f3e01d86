package io.hsdo.local.cloud.endpoint;

import io.hsdo.local.cloud.model.AwsException;
import io.hsdo.local.cloud.model.Group;
import io.hsdo.local.cloud.model.GroupInstance;
import io.hsdo.local.cloud.model.GroupTag;
import io.hsdo.local.cloud.model.LaunchTemplate;
import io.hsdo.local.cloud.model.LifecycleHook;
import io.hsdo.local.cloud.model.Snapshot;
import io.hsdo.local.cloud.model.WarmPool;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The actions of Auto Scaling that only look. */
final class AutoScalingDescriptions {
  private static final int DEFAULT_PAGE = 50;
  private static final int LARGEST_PAGE = 100;
  private static final int LARGEST_PAGE_OF_INSTANCES = 50;
  private static final int LONGEST_INSTANCE_ID = 19;

  private AutoScalingDescriptions() {}

  static Map<String, Action> actions() {
    return Map.of(
        "DescribeAutoScalingGroups", AutoScalingDescriptions::describeGroups,
        "DescribeAutoScalingInstances", AutoScalingDescriptions::describeInstances,
        "DescribeLifecycleHooks", AutoScalingDescriptions::describeHooks,
        "DescribeTags", AutoScalingDescriptions::describeTags,
        "DescribeWarmPool", AutoScalingDescriptions::describeWarmPool);
  }

  private static void describeGroups(Call call, Xml xml) {
    Parameters parameters = call.parameters();
    List<String> names = parameters.list("AutoScalingGroupNames");
    int size = pageSize(parameters, DEFAULT_PAGE, LARGEST_PAGE);
    requireAtMost(Math.max(size, DEFAULT_PAGE), names, "group names");
    List<Filter> filters = Filter.ofAutoScaling(parameters);
    Snapshot snapshot = call.snapshot();
    List<Group> found =
        snapshot.groups().values().stream()
            .filter(group -> names.isEmpty() || names.contains(group.name()))
            .filter(group -> filters.stream().allMatch(filter -> matches(filter, group)))
            .toList();
    boolean withInstances = parameters.flag("IncludeInstances", true);
    Page<Group> page = call.page(found, Group::name, size);
    xml.list(
            "AutoScalingGroups",
            "member",
            page.items(),
            (each, group) -> {
              List<GroupInstance> all =
                  withInstances ? snapshot.instancesOf(group.name()) : List.of();
              writeGroup(each, group, call.told(all, GroupInstance::id));
            })
        .text("NextToken", page.nextToken());
  }

  private static void describeInstances(Call call, Xml xml) {
    Parameters parameters = call.parameters();
    List<String> ids = parameters.list("InstanceIds");
    int size = pageSize(parameters, LARGEST_PAGE_OF_INSTANCES, LARGEST_PAGE_OF_INSTANCES);
    requireAtMost(LARGEST_PAGE_OF_INSTANCES, ids, "instance ids");
    ids.forEach(AutoScalingDescriptions::requireLengthOfAnId);
    List<GroupInstance> found =
        call.snapshot().groupInstances().values().stream()
            .filter(instance -> ids.isEmpty() || ids.contains(instance.id()))
            .toList();
    Page<GroupInstance> page = call.page(found, GroupInstance::id, size);
    xml.list(
            "AutoScalingInstances",
            "member",
            page.items(),
            (each, instance) -> {
              each.text("AutoScalingGroupName", instance.group());
              writeInstance(each, instance, instance.health().text().toUpperCase(Locale.ROOT));
            })
        .text("NextToken", page.nextToken());
  }

  private static void describeHooks(Call call, Xml xml) {
    Group group = requireGroup(call);
    List<String> names = call.parameters().list("LifecycleHookNames");
    List<LifecycleHook> hooks =
        group.hooks().values().stream()
            .filter(hook -> names.isEmpty() || names.contains(hook.name()))
            .toList();
    xml.list(
        "LifecycleHooks",
        "member",
        call.told(hooks, LifecycleHook::name),
        (each, hook) ->
            each.text("AutoScalingGroupName", group.name())
                .text("LifecycleHookName", hook.name())
                .text("LifecycleTransition", hook.transition().text())
                .text("HeartbeatTimeout", hook.heartbeatTimeout().toSeconds())
                .text("GlobalTimeout", hook.globalTimeout().toSeconds())
                .text("DefaultResult", hook.defaultResult())
                .text("NotificationMetadata", hook.notificationMetadata()));
  }

  private static void describeTags(Call call, Xml xml) {
    Parameters parameters = call.parameters();
    List<Filter> filters = Filter.ofAutoScaling(parameters);
    List<TagOfGroup> found =
        call.snapshot().groups().values().stream()
            .flatMap(group -> group.tags().values().stream().map(tag -> new TagOfGroup(group, tag)))
            .filter(tag -> filters.stream().allMatch(tag::matches))
            .toList();
    Page<TagOfGroup> page =
        call.page(found, TagOfGroup::name, pageSize(parameters, DEFAULT_PAGE, LARGEST_PAGE));
    xml.list("Tags", "member", page.items(), (each, tag) -> writeTag(each, tag.group(), tag.tag()))
        .text("NextToken", page.nextToken());
  }

  private static void describeWarmPool(Call call, Xml xml) {
    Group group = requireGroup(call);
    int size = pageSize(call.parameters(), LARGEST_PAGE_OF_INSTANCES, LARGEST_PAGE_OF_INSTANCES);
    List<GroupInstance> pool =
        call.snapshot().instancesOf(group.name()).stream()
            .filter(instance -> instance.lifecycle().isWarm())
            .toList();
    Page<GroupInstance> page = call.page(pool, GroupInstance::id, size);
    group.warmPool().ifPresent(warmPool -> writeWarmPool(xml, warmPool));
    xml.list("Instances", "member", page.items(), AutoScalingDescriptions::writeInstance)
        .text("NextToken", page.nextToken());
  }

  private static void writeGroup(Xml xml, Group group, List<GroupInstance> instances) {
    List<GroupInstance> members =
        instances.stream().filter(instance -> !instance.lifecycle().isWarm()).toList();
    xml.text("AutoScalingGroupName", group.name()).text("AutoScalingGroupARN", group.arn());
    writeTemplate(xml, group.template());
    xml.text("MinSize", group.capacity().min())
        .text("MaxSize", group.capacity().max())
        .text("DesiredCapacity", group.capacity().desired())
        .text("DefaultCooldown", 300)
        .texts("AvailabilityZones", "member", group.zones())
        .text("HealthCheckType", "EC2")
        .text("HealthCheckGracePeriod", 0)
        .list("Instances", "member", members, AutoScalingDescriptions::writeInstance)
        .text("CreatedTime", group.created())
        .text("Status", group.deleting() ? Optional.of("Delete in progress") : Optional.empty())
        .list("Tags", "member", group.tags().values(), (each, tag) -> writeTag(each, group, tag))
        .text("NewInstancesProtectedFromScaleIn", false);
    group.warmPool().ifPresent(warmPool -> writeWarmPool(xml, warmPool));
    group
        .warmPool()
        .ifPresent(warmPool -> xml.text("WarmPoolSize", instances.size() - members.size()));
  }

  private static void writeInstance(Xml xml, GroupInstance instance) {
    writeInstance(xml, instance, instance.health().text());
  }

  /** The same fields everywhere; only the case of the health differs between two actions. */
  private static void writeInstance(Xml xml, GroupInstance instance, String health) {
    xml.text("InstanceId", instance.id())
        .text("InstanceType", instance.template().instanceType())
        .text("AvailabilityZone", instance.zone())
        .text("LifecycleState", instance.lifecycle().text())
        .text("HealthStatus", health)
        .text("ProtectedFromScaleIn", false);
    writeTemplate(xml, instance.template());
  }

  private static void writeTemplate(Xml xml, LaunchTemplate template) {
    xml.element(
        "LaunchTemplate",
        each ->
            each.text("LaunchTemplateId", template.id())
                .text("LaunchTemplateName", template.name())
                .text("Version", "1"));
  }

  private static void writeTag(Xml xml, Group group, GroupTag tag) {
    xml.text("ResourceId", group.name())
        .text("ResourceType", "auto-scaling-group")
        .text("Key", tag.key())
        .text("Value", tag.value())
        .text("PropagateAtLaunch", tag.propagateAtLaunch());
  }

  private static void writeWarmPool(Xml xml, WarmPool warmPool) {
    xml.element(
        "WarmPoolConfiguration",
        each -> {
          each.text("MinSize", warmPool.minSize())
              .text("PoolState", warmPool.running() ? "Running" : "Stopped")
              .element(
                  "InstanceReusePolicy", policy -> policy.text("ReuseOnScaleIn", warmPool.reuse()));
          warmPool
              .preparedCapacity()
              .ifPresent(prepared -> each.text("MaxGroupPreparedCapacity", prepared));
        });
  }

  private static boolean matches(Filter filter, Group group) {
    if (filter.isTag()) {
      return anyTag(group, t -> t.key().equals(filter.tagKey()) && filter.hasExactly(t.value()));
    }
    return switch (filter.name()) {
      case "tag-key" -> anyTag(group, tag -> filter.hasExactly(tag.key()));
      case "tag-value" -> anyTag(group, tag -> filter.hasExactly(tag.value()));
      default -> throw unknownFilter(filter);
    };
  }

  private static boolean anyTag(Group group, Predicate<GroupTag> wanted) {
    return group.tags().values().stream().anyMatch(wanted);
  }

  private static AwsException unknownFilter(Filter filter) {
    return AwsException.validation("Filter type %s is not correct.".formatted(filter.name()));
  }

  private static Group requireGroup(Call call) {
    String name = call.parameters().required("AutoScalingGroupName");
    Group group = call.snapshot().groups().get(name);
    if (group == null) {
      throw AwsException.validation("AutoScalingGroup name not found - null");
    }
    return group;
  }

  private static int pageSize(Parameters parameters, int otherwise, int largest) {
    int size = parameters.number("MaxRecords").orElse(otherwise);
    if (size < 1 || size > largest) {
      throw AwsException.validation(
          ("1 validation error detected: Value '%d' at 'maxRecords' failed to satisfy constraint:"
                  + " Member must have value %s")
              .formatted(
                  size,
                  size < 1 ? "greater than or equal to 1" : "less than or equal to " + largest));
    }
    return size;
  }

  private static void requireAtMost(int most, List<String> names, String what) {
    if (Set.copyOf(names).size() > most) {
      throw AwsException.validation(
          "The number of %s that may be passed in is limited to %d".formatted(what, most));
    }
  }

  private static void requireLengthOfAnId(String id) {
    if (id.length() > LONGEST_INSTANCE_ID) {
      throw AwsException.validation(
          "Value '%s' at 'instanceIds' failed to satisfy constraint: Member must have length less"
                  .formatted(id)
              + " than or equal to "
              + LONGEST_INSTANCE_ID);
    }
  }

  /** A tag with the group it is on. */
  private record TagOfGroup(Group group, GroupTag tag) {
    String name() {
      return group.name() + '\0' + tag.key();
    }

    boolean matches(Filter filter) {
      return switch (filter.name()) {
        case "auto-scaling-group" -> filter.hasExactly(group.name());
        case "key" -> filter.hasExactly(tag.key());
        case "value" -> filter.hasExactly(tag.value());
        case "propagate-at-launch" -> filter.hasExactly(Boolean.toString(tag.propagateAtLaunch()));
        default -> throw unknownFilter(filter);
      };
    }
  }
}

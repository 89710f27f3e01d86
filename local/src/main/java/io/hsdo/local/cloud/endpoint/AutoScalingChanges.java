package io.hsdo.local.cloud.endpoint;

import static java.util.Map.entry;

import io.hsdo.local.cloud.model.ActionName;
import io.hsdo.local.cloud.model.ActionResult;
import io.hsdo.local.cloud.model.Activity;
import io.hsdo.local.cloud.model.AwsException;
import io.hsdo.local.cloud.model.Capacity;
import io.hsdo.local.cloud.model.GroupSettings;
import io.hsdo.local.cloud.model.GroupTag;
import io.hsdo.local.cloud.model.LaunchTemplate;
import io.hsdo.local.cloud.model.LifecycleHook;
import io.hsdo.local.cloud.model.LifecycleTransition;
import io.hsdo.local.cloud.model.WarmPool;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The actions of Auto Scaling that do something. */
final class AutoScalingChanges {
  private static final String GROUP = "AutoScalingGroupName";
  private static final String INSTANCE = "InstanceId";
  private static final String HOOK = "LifecycleHookName";
  private static final String DECREMENT = "ShouldDecrementDesiredCapacity";

  private AutoScalingChanges() {}

  static Map<String, Action> actions() {
    return Map.ofEntries(
        entry("CreateAutoScalingGroup", AutoScalingChanges::createGroup),
        entry("UpdateAutoScalingGroup", AutoScalingChanges::updateGroup),
        entry("DeleteAutoScalingGroup", AutoScalingChanges::deleteGroup),
        entry("SetDesiredCapacity", AutoScalingChanges::setDesiredCapacity),
        entry("TerminateInstanceInAutoScalingGroup", AutoScalingChanges::terminate),
        entry("EnterStandby", AutoScalingChanges::enterStandby),
        entry("ExitStandby", AutoScalingChanges::exitStandby),
        entry("DetachInstances", AutoScalingChanges::detach),
        entry("SetInstanceHealth", AutoScalingChanges::setHealth),
        entry("PutLifecycleHook", AutoScalingChanges::putHook),
        entry("DeleteLifecycleHook", AutoScalingChanges::deleteHook),
        entry("CompleteLifecycleAction", AutoScalingChanges::complete),
        entry("RecordLifecycleActionHeartbeat", AutoScalingChanges::heartbeat),
        entry("CreateOrUpdateTags", AutoScalingChanges::putTags),
        entry("DeleteTags", AutoScalingChanges::deleteTags),
        entry("PutWarmPool", AutoScalingChanges::putWarmPool),
        entry("DeleteWarmPool", AutoScalingChanges::deleteWarmPool));
  }

  private static void createGroup(Call call, Xml xml) {
    Parameters parameters = call.parameters();
    int min = parameters.requiredNumber("MinSize");
    var settings =
        new GroupSettings(
            parameters.required(GROUP),
            template(call)
                .orElseThrow(
                    () ->
                        AwsException.validation(
                            "Valid requests must contain either LaunchTemplate,"
                                + " LaunchConfigurationName, InstanceId or MixedInstancesPolicy"
                                + " parameter.")),
            parameters.list("AvailabilityZones"),
            new Capacity(
                min,
                parameters.requiredNumber("MaxSize"),
                parameters.number("DesiredCapacity").orElse(min)),
            parameters.structures("Tags").stream().map(AutoScalingChanges::tag).toList());
    List<LifecycleHook> hooks =
        parameters.structures("LifecycleHookSpecificationList").stream()
            .map(AutoScalingChanges::hook)
            .toList();
    call.cloud()
        .tellAutoScaling(
            scaling -> {
              scaling.createGroup(settings);
              hooks.forEach(hook -> scaling.putHook(settings.name(), hook));
            });
  }

  private static void updateGroup(Call call, Xml xml) {
    Parameters parameters = call.parameters();
    String group = parameters.required(GROUP);
    OptionalInt min = parameters.number("MinSize");
    OptionalInt max = parameters.number("MaxSize");
    OptionalInt desired = parameters.number("DesiredCapacity");
    List<String> zones = parameters.list("AvailabilityZones");
    Optional<LaunchTemplate> template = template(call);
    call.cloud()
        .tellAutoScaling(scaling -> scaling.updateGroup(group, min, max, desired, zones, template));
  }

  private static void deleteGroup(Call call, Xml xml) {
    String group = call.parameters().required(GROUP);
    boolean force = call.parameters().flag("ForceDelete", false);
    call.cloud().tellAutoScaling(scaling -> scaling.deleteGroup(group, force));
  }

  private static void setDesiredCapacity(Call call, Xml xml) {
    String group = call.parameters().required(GROUP);
    int desired = call.parameters().requiredNumber("DesiredCapacity");
    call.cloud().tellAutoScaling(scaling -> scaling.setDesiredCapacity(group, desired));
  }

  private static void terminate(Call call, Xml xml) {
    String instance = call.parameters().required(INSTANCE);
    call.parameters().required(DECREMENT);
    boolean decrement = call.parameters().flag(DECREMENT, false);
    Activity activity =
        call.cloud().askAutoScaling(scaling -> scaling.terminate(instance, decrement));
    xml.element("Activity", each -> writeActivity(each, activity));
  }

  private static void enterStandby(Call call, Xml xml) {
    String group = call.parameters().required(GROUP);
    List<String> instances = call.parameters().list("InstanceIds");
    call.parameters().required(DECREMENT);
    boolean decrement = call.parameters().flag(DECREMENT, false);
    writeActivities(
        xml, call.cloud().askAutoScaling(each -> each.enterStandby(group, instances, decrement)));
  }

  private static void exitStandby(Call call, Xml xml) {
    String group = call.parameters().required(GROUP);
    List<String> instances = call.parameters().list("InstanceIds");
    writeActivities(xml, call.cloud().askAutoScaling(each -> each.exitStandby(group, instances)));
  }

  private static void detach(Call call, Xml xml) {
    String group = call.parameters().required(GROUP);
    List<String> instances = call.parameters().list("InstanceIds");
    call.parameters().required(DECREMENT);
    boolean decrement = call.parameters().flag(DECREMENT, false);
    writeActivities(
        xml, call.cloud().askAutoScaling(each -> each.detach(group, instances, decrement)));
  }

  private static void setHealth(Call call, Xml xml) {
    String instance = call.parameters().required(INSTANCE);
    String status = call.parameters().required("HealthStatus");
    boolean healthy =
        switch (status) {
          case "Healthy" -> true;
          case "Unhealthy" -> false;
          default ->
              throw AwsException.validation(
                  "Health Status must be one of Healthy or Unhealthy, not " + status);
        };
    call.cloud().tellAutoScaling(scaling -> scaling.setHealth(instance, healthy));
  }

  private static void putHook(Call call, Xml xml) {
    String group = call.parameters().required(GROUP);
    LifecycleHook hook = hook(call.parameters());
    call.cloud().tellAutoScaling(scaling -> scaling.putHook(group, hook));
  }

  private static void deleteHook(Call call, Xml xml) {
    String group = call.parameters().required(GROUP);
    String hook = call.parameters().required(HOOK);
    call.cloud().tellAutoScaling(scaling -> scaling.deleteHook(group, hook));
  }

  private static void complete(Call call, Xml xml) {
    ActionName name = actionName(call.parameters());
    ActionResult result = result(call.parameters().required("LifecycleActionResult"));
    call.cloud().tellAutoScaling(scaling -> scaling.complete(name, result));
  }

  private static void heartbeat(Call call, Xml xml) {
    ActionName name = actionName(call.parameters());
    call.cloud().tellAutoScaling(scaling -> scaling.heartbeat(name));
  }

  private static void putTags(Call call, Xml xml) {
    List<Parameters> tags = call.parameters().structures("Tags");
    call.cloud()
        .tellAutoScaling(
            scaling ->
                tags.forEach(each -> scaling.putTag(each.required("ResourceId"), tag(each))));
  }

  private static void deleteTags(Call call, Xml xml) {
    List<Parameters> tags = call.parameters().structures("Tags");
    call.cloud()
        .tellAutoScaling(
            scaling ->
                tags.forEach(
                    each -> scaling.deleteTag(each.required("ResourceId"), each.required("Key"))));
  }

  private static void putWarmPool(Call call, Xml xml) {
    Parameters parameters = call.parameters();
    String group = parameters.required(GROUP);
    var warmPool =
        new WarmPool(
            parameters.number("MinSize").orElse(0),
            parameters.number("MaxGroupPreparedCapacity"),
            parameters.text("PoolState").filter("Running"::equals).isPresent(),
            parameters.flag("InstanceReusePolicy.ReuseOnScaleIn", false));
    call.cloud().tellAutoScaling(scaling -> scaling.putWarmPool(group, warmPool));
  }

  private static void deleteWarmPool(Call call, Xml xml) {
    String group = call.parameters().required(GROUP);
    call.cloud().tellAutoScaling(scaling -> scaling.deleteWarmPool(group));
  }

  private static Optional<LaunchTemplate> template(Call call) {
    Optional<String> id = call.parameters().text("LaunchTemplate.LaunchTemplateId");
    Optional<String> name = call.parameters().text("LaunchTemplate.LaunchTemplateName");
    if (id.isEmpty() && name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        call.snapshot().templates().values().stream()
            .filter(template -> id.map(template.id()::equals).orElse(true))
            .filter(template -> name.map(template.name()::equals).orElse(true))
            .findFirst()
            .orElseThrow(
                () ->
                    AwsException.validation(
                        "You must use a valid fully-formed launch template. The specified launch"
                            + " template does not exist.")));
  }

  private static GroupTag tag(Parameters tag) {
    return new GroupTag(
        tag.required("Key"), tag.text("Value").orElse(""), tag.flag("PropagateAtLaunch", false));
  }

  private static LifecycleHook hook(Parameters hook) {
    OptionalInt timeout = hook.number("HeartbeatTimeout");
    return new LifecycleHook(
        hook.required(HOOK),
        transition(hook.required("LifecycleTransition")),
        timeout.isPresent()
            ? Duration.ofSeconds(timeout.getAsInt())
            : LifecycleHook.DEFAULT_TIMEOUT,
        result(hook.text("DefaultResult").orElse("ABANDON")),
        hook.text("NotificationMetadata"));
  }

  private static LifecycleTransition transition(String text) {
    return Arrays.stream(LifecycleTransition.values())
        .filter(transition -> transition.text().equals(text))
        .findFirst()
        .orElseThrow(() -> AwsException.validation("Invalid Lifecycle Transition: " + text));
  }

  private static ActionResult result(String text) {
    return Arrays.stream(ActionResult.values())
        .filter(result -> result.name().equals(text))
        .findFirst()
        .orElseThrow(
            () -> AwsException.validation("Lifecycle Action Result must be CONTINUE or ABANDON"));
  }

  private static ActionName actionName(Parameters parameters) {
    return new ActionName(
        parameters.required(GROUP),
        parameters.required(HOOK),
        parameters.text(INSTANCE),
        parameters.text("LifecycleActionToken"));
  }

  private static void writeActivities(Xml xml, List<Activity> activities) {
    xml.list("Activities", "member", activities, AutoScalingChanges::writeActivity);
  }

  private static void writeActivity(Xml xml, Activity activity) {
    xml.text("ActivityId", activity.id())
        .text("AutoScalingGroupName", activity.group())
        .text("Description", activity.description())
        .text("Cause", activity.cause())
        .text("StartTime", activity.started())
        .text("StatusCode", "InProgress")
        .text("Progress", 0)
        .text("Details", "{\"Availability Zone\":\"%s\"}".formatted(activity.zone()));
  }
}

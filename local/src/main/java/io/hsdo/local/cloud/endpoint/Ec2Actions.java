package io.hsdo.local.cloud.endpoint;

import io.hsdo.local.cloud.model.Account;
import io.hsdo.local.cloud.model.AwsException;
import io.hsdo.local.cloud.model.Ec2;
import io.hsdo.local.cloud.model.Ec2Instance;
import io.hsdo.local.cloud.model.Ec2State;
import io.hsdo.local.cloud.model.LaunchTemplate;
import io.hsdo.local.cloud.model.StateChange;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;

/** The actions of EC2. */
final class Ec2Actions {
  private static final int SMALLEST_PAGE = 5;
  private static final int LARGEST_PAGE = 1000;
  private static final int MOST_FILTER_VALUES = 200;

  private final Account account;

  Ec2Actions(Account account) {
    this.account = account;
  }

  Map<String, Action> actions() {
    return Map.of(
        "DescribeInstances", this::describeInstances,
        "DescribeTags", Ec2Actions::describeTags,
        "TerminateInstances", (call, xml) -> change(call, xml, Ec2::terminate),
        "StopInstances", (call, xml) -> change(call, xml, Ec2::stop),
        "StartInstances", (call, xml) -> change(call, xml, Ec2::start),
        "CreateLaunchTemplate", Ec2Actions::createTemplate,
        "DescribeLaunchTemplates", Ec2Actions::describeTemplates);
  }

  private void describeInstances(Call call, Xml xml) {
    List<String> ids = call.parameters().list("InstanceId");
    List<Filter> filters = filters(call.parameters());
    OptionalInt size = pageSize(call.parameters());
    if (!ids.isEmpty() && size.isPresent()) {
      throw new AwsException(
          400,
          "InvalidParameterCombination",
          "The parameter instancesSet cannot be used with the parameter maxResults");
    }
    SortedMap<String, Ec2Instance> all = call.snapshot().instances();
    requireKnown(ids, all);
    List<Ec2Instance> found =
        all.values().stream()
            .filter(instance -> ids.isEmpty() || ids.contains(instance.id()))
            .filter(instance -> filters.stream().allMatch(filter -> matches(filter, instance)))
            .toList();
    Page<Ec2Instance> page = call.page(found, Ec2Instance::id, size.orElse(LARGEST_PAGE));
    xml.list("reservationSet", "item", page.items(), this::writeReservation)
        .text("nextToken", page.nextToken());
  }

  private void writeReservation(Xml xml, Ec2Instance instance) {
    xml.text("reservationId", instance.reservation())
        .text("ownerId", account.id())
        .element("groupSet", groups -> {})
        .list("instancesSet", "item", List.of(instance), this::writeInstance);
  }

  private void writeInstance(Xml xml, Ec2Instance instance) {
    xml.text("instanceId", instance.id())
        .text("imageId", instance.template().imageId())
        .element("instanceState", state -> writeState(state, instance.state()))
        .text("instanceType", instance.template().instanceType())
        .text("launchTime", instance.launched())
        .element("placement", each -> each.text("availabilityZone", instance.zone()));
    if (instance.state() != Ec2State.TERMINATED) {
      xml.text("subnetId", account.subnet(instance.zone()))
          .text("privateIpAddress", instance.address());
    }
    xml.list("tagSet", "item", instance.tags().entrySet(), Ec2Actions::writeTag);
  }

  private static void describeTags(Call call, Xml xml) {
    List<Filter> filters = filters(call.parameters());
    List<TagOfInstance> found =
        call.snapshot().instances().values().stream()
            .flatMap(
                instance ->
                    instance.tags().entrySet().stream()
                        .map(tag -> new TagOfInstance(instance.id(), tag)))
            .filter(tag -> filters.stream().allMatch(tag::matches))
            .toList();
    int size = pageSize(call.parameters()).orElse(LARGEST_PAGE);
    Page<TagOfInstance> page = call.page(found, TagOfInstance::name, size);
    xml.list(
            "tagSet",
            "item",
            page.items(),
            (each, tag) -> {
              each.text("resourceId", tag.instanceId()).text("resourceType", "instance");
              writeTag(each, tag.tag());
            })
        .text("nextToken", page.nextToken());
  }

  private static void change(Call call, Xml xml, Change change) {
    List<String> ids = call.parameters().requiredList("InstanceId");
    ids.forEach(Ec2Actions::requireWellFormed);
    List<StateChange> changes = call.cloud().askEc2(ec2 -> change.of(ec2, ids));
    xml.list(
        "instancesSet",
        "item",
        changes,
        (each, changed) ->
            each.text("instanceId", changed.instanceId())
                .element("currentState", state -> writeState(state, changed.current()))
                .element("previousState", state -> writeState(state, changed.previous())));
  }

  private static void createTemplate(Call call, Xml xml) {
    Parameters parameters = call.parameters();
    String name = parameters.required("LaunchTemplateName");
    LaunchTemplate template =
        call.cloud()
            .askEc2(
                ec2 ->
                    ec2.createTemplate(
                        name,
                        parameters.text("LaunchTemplateData.ImageId"),
                        parameters.text("LaunchTemplateData.InstanceType")));
    xml.element("launchTemplate", each -> writeTemplate(each, template));
  }

  private static void describeTemplates(Call call, Xml xml) {
    List<String> names = call.parameters().list("LaunchTemplateName");
    List<String> ids = call.parameters().list("LaunchTemplateId");
    Collection<LaunchTemplate> all = call.snapshot().templates().values();
    List<LaunchTemplate> found =
        all.stream()
            .filter(template -> names.isEmpty() || names.contains(template.name()))
            .filter(template -> ids.isEmpty() || ids.contains(template.id()))
            .toList();
    xml.list("launchTemplates", "item", found, Ec2Actions::writeTemplate);
  }

  private static void writeTemplate(Xml xml, LaunchTemplate template) {
    xml.text("launchTemplateId", template.id())
        .text("launchTemplateName", template.name())
        .text("createTime", template.created())
        .text("defaultVersionNumber", 1)
        .text("latestVersionNumber", 1);
  }

  private static void writeState(Xml xml, Ec2State state) {
    xml.text("code", state.code()).text("name", state.text());
  }

  private static void writeTag(Xml xml, Map.Entry<String, String> tag) {
    xml.text("key", tag.getKey()).text("value", tag.getValue());
  }

  private static void requireKnown(List<String> ids, Map<String, Ec2Instance> all) {
    ids.forEach(Ec2Actions::requireWellFormed);
    List<String> unknown = ids.stream().filter(id -> !all.containsKey(id)).toList();
    if (!unknown.isEmpty()) {
      throw Ec2.notFound(unknown);
    }
  }

  private static void requireWellFormed(String id) {
    if (!id.matches("i-([0-9a-f]{8}|[0-9a-f]{17})")) {
      throw new AwsException(
          400, "InvalidInstanceID.Malformed", "Invalid id: \"%s\"".formatted(id));
    }
  }

  private static List<Filter> filters(Parameters parameters) {
    List<Filter> filters = Filter.ofEc2(parameters);
    if (filters.stream().mapToInt(filter -> filter.values().size()).sum() > MOST_FILTER_VALUES) {
      throw new AwsException(
          400,
          "FilterLimitExceeded",
          "The maximum number of filter values specified on a single call is "
              + MOST_FILTER_VALUES);
    }
    return filters;
  }

  private static boolean matches(Filter filter, Ec2Instance instance) {
    if (filter.isTag()) {
      String value = instance.tags().get(filter.tagKey());
      return value != null && filter.matches(value);
    }
    return switch (filter.name()) {
      case "instance-id" -> filter.matches(instance.id());
      case "instance-state-name" -> filter.matches(instance.state().text());
      case "instance-state-code" -> filter.matches(Integer.toString(instance.state().code()));
      case "availability-zone" -> filter.matches(instance.zone());
      case "private-ip-address" ->
          instance.state() != Ec2State.TERMINATED && filter.matches(instance.address());
      case "tag-key" -> instance.tags().keySet().stream().anyMatch(filter::matches);
      default -> throw unknownFilter(filter);
    };
  }

  private static AwsException unknownFilter(Filter filter) {
    return new AwsException(
        400, "InvalidParameterValue", "The filter '%s' is invalid".formatted(filter.name()));
  }

  private static OptionalInt pageSize(Parameters parameters) {
    OptionalInt size = parameters.number("MaxResults");
    size.ifPresent(
        number -> {
          if (number < SMALLEST_PAGE || number > LARGEST_PAGE) {
            throw new AwsException(
                400,
                "InvalidParameterValue",
                "Value ( %d ) for parameter maxResults is invalid. Expecting a value %s."
                    .formatted(
                        number,
                        number < SMALLEST_PAGE
                            ? "greater than or equal to " + SMALLEST_PAGE
                            : "less than or equal to " + LARGEST_PAGE));
          }
        });
    return size;
  }

  /** Terminate, stop or start. */
  private interface Change {
    List<StateChange> of(Ec2 ec2, List<String> instanceIds);
  }

  /** A tag with the instance it is on. */
  private record TagOfInstance(String instanceId, Map.Entry<String, String> tag) {
    String name() {
      return instanceId + '\0' + tag.getKey();
    }

    boolean matches(Filter filter) {
      if (filter.isTag()) {
        return filter.tagKey().equals(tag.getKey()) && filter.matches(tag.getValue());
      }
      return switch (filter.name()) {
        case "resource-id" -> filter.matches(instanceId);
        case "resource-type" -> filter.matches("instance");
        case "key" -> filter.matches(tag.getKey());
        case "value" -> filter.matches(tag.getValue());
        default -> throw unknownFilter(filter);
      };
    }
  }
}

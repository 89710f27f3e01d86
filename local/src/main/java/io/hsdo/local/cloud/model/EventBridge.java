package io.hsdo.local.cloud.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells a bus what happens, each event as one line of JSON with the fields, and the order of the
 * fields, that the user guides of EC2 and EC2 Auto Scaling document.
 */
final class EventBridge {
  private static final JsonFactory JSON = new JsonFactory();

  private final Account account;
  private final Timeline timeline;
  private final Ids ids;
  private final Consumer<String> bus;

  EventBridge(Account account, Timeline timeline, Ids ids, Consumer<String> bus) {
    this.account = account;
    this.timeline = timeline;
    this.ids = ids;
    this.bus = bus;
  }

  void stateChanged(Ec2Instance instance) {
    emit(
        "EC2 Instance State-change Notification",
        "aws.ec2",
        List.of(account.instanceArn(instance.id())),
        json -> {
          json.writeStringField("instance-id", instance.id());
          json.writeStringField("state", instance.state().text());
        });
  }

  void spotInterruptionWarning(Ec2Instance instance) {
    emit(
        "EC2 Spot Instance Interruption Warning",
        "aws.ec2",
        List.of(account.interruptedInstanceArn(instance.zone(), instance.id())),
        json -> {
          json.writeStringField("instance-id", instance.id());
          json.writeStringField("instance-action", "terminate");
        });
  }

  void rebalanceRecommendation(Ec2Instance instance) {
    emit(
        "EC2 Instance Rebalance Recommendation",
        "aws.ec2",
        List.of(account.instanceArn(instance.id())),
        json -> json.writeStringField("instance-id", instance.id()));
  }

  void lifecycleAction(Group group, GroupInstance instance, LifecycleAction action) {
    LifecycleHook hook = action.hook();
    String detailType =
        switch (hook.transition()) {
          case LAUNCHING -> "EC2 Instance-launch Lifecycle Action";
          case TERMINATING -> "EC2 Instance-terminate Lifecycle Action";
        };
    emit(
        detailType,
        "aws.autoscaling",
        List.of(group.arn()),
        json -> {
          json.writeStringField("LifecycleActionToken", action.token());
          json.writeStringField("AutoScalingGroupName", group.name());
          json.writeStringField("LifecycleHookName", hook.name());
          json.writeStringField("EC2InstanceId", instance.id());
          json.writeStringField("LifecycleTransition", hook.transition().text());
          if (hook.notificationMetadata().isPresent()) {
            json.writeStringField("NotificationMetadata", hook.notificationMetadata().get());
          }
          writeWay(json, instance.move());
        });
  }

  /** The instance has arrived where its move led: in the group, in the pool, or nowhere. */
  void arrived(Group group, GroupInstance instance, Instant started) {
    boolean launched = instance.move().transition() == LifecycleTransition.LAUNCHING;
    emit(
        launched ? "EC2 Instance Launch Successful" : "EC2 Instance Terminate Successful",
        "aws.autoscaling",
        List.of(group.arn(), account.instanceArn(instance.id())),
        json -> {
          json.writeStringField("StatusCode", "InProgress");
          json.writeStringField(
              "Description",
              (launched ? "Launching a new EC2 instance: " : "Terminating EC2 instance: ")
                  + instance.id());
          json.writeStringField("AutoScalingGroupName", group.name());
          json.writeStringField("ActivityId", ids.uuid());
          json.writeObjectFieldStart("Details");
          json.writeStringField("Availability Zone", instance.zone());
          json.writeStringField("Subnet ID", account.subnet(instance.zone()));
          json.writeEndObject();
          json.writeStringField("RequestId", ids.uuid());
          json.writeStringField("StatusMessage", "");
          json.writeStringField("EndTime", milliseconds(timeline.now()));
          json.writeStringField("EC2InstanceId", instance.id());
          json.writeStringField("StartTime", milliseconds(started));
          json.writeStringField("Cause", cause(launched));
          writeWay(json, instance.move());
        });
  }

  private String cause(boolean launched) {
    return "At %s an instance was %s in response to a difference between desired and actual capacity."
        .formatted(seconds(timeline.now()), launched ? "started" : "taken out of service");
  }

  private static void writeWay(JsonGenerator json, Move move) throws IOException {
    json.writeStringField("Origin", move.origin().text());
    json.writeStringField("Destination", move.destination().text());
  }

  private void emit(String detailType, String source, List<String> resources, Detail detail) {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("version", "0");
      json.writeStringField("id", ids.uuid());
      json.writeStringField("detail-type", detailType);
      json.writeStringField("source", source);
      json.writeStringField("account", account.id());
      json.writeStringField("time", seconds(timeline.now()));
      json.writeStringField("region", account.region());
      json.writeArrayFieldStart("resources");
      for (String resource : resources) {
        json.writeString(resource);
      }
      json.writeEndArray();
      json.writeObjectFieldStart("detail");
      detail.writeTo(json);
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing JSON to memory", e);
    }
    bus.accept(text.toString());
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String milliseconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** Writes the fields of an event's {@code detail}. */
  private interface Detail {
    void writeTo(JsonGenerator json) throws IOException;
  }
}

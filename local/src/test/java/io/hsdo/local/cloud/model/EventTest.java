package io.hsdo.local.cloud.model;

import static io.hsdo.local.cloud.model.ActionResult.CONTINUE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Each event field by field, as the user guides of EC2 and EC2 Auto Scaling show it. */
final class EventTest {
  @Test
  void launchTellsOfEachStateAndOfItsSuccess() {
    var scene = new Scene();
    scene.createGroup(1, "eu-west-1a");
    scene.pass(30);

    assertThat(events(scene))
        .containsExactly(
            stateChange("12:00:00", "pending"),
            stateChange("12:00:30", "running"),
            oneLine(
                """
                {
                  "version":"0",
                  "id":"UUID",
                  "detail-type":"EC2 Instance Launch Successful",
                  "source":"aws.autoscaling",
                  "account":"123456789012",
                  "time":"2026-01-01T12:00:30Z",
                  "region":"eu-west-1",
                  "resources":[
                    "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:UUID:autoScalingGroupName/web",
                    "arn:aws:ec2:eu-west-1:123456789012:instance/INSTANCE"
                  ],
                  "detail":{
                    "StatusCode":"InProgress",
                    "Description":"Launching a new EC2 instance: INSTANCE",
                    "AutoScalingGroupName":"web",
                    "ActivityId":"UUID",
                    "Details":{
                      "Availability Zone":"eu-west-1a",
                      "Subnet ID":"SUBNET"
                    },
                    "RequestId":"UUID",
                    "StatusMessage":"",
                    "EndTime":"2026-01-01T12:00:30Z",
                    "EC2InstanceId":"INSTANCE",
                    "StartTime":"2026-01-01T12:00:00Z",
                    "Cause":"At 2026-01-01T12:00:30Z an instance was started in response to a difference between desired and actual capacity.",
                    "Origin":"EC2",
                    "Destination":"AutoScalingGroup"
                  }
                }
                """));
  }

  @Test
  void terminationTellsOfItsHookOfEachStateAndOfItsSuccess() {
    Scene scene = Scene.inService(1);
    scene.tell(
        scaling ->
            scaling.putHook(
                Scene.GROUP,
                new LifecycleHook(
                    "drain",
                    LifecycleTransition.TERMINATING,
                    Duration.ofSeconds(10),
                    CONTINUE,
                    Optional.of("for \"hsdo\""))));
    scene.events.clear();

    scene.tell(scaling -> scaling.terminate(scene.any().id(), true));
    scene.pass(10 + 7 + 11);

    assertThat(events(scene))
        .containsExactly(
            oneLine(
                """
                {
                  "version":"0",
                  "id":"UUID",
                  "detail-type":"EC2 Instance-terminate Lifecycle Action",
                  "source":"aws.autoscaling",
                  "account":"123456789012",
                  "time":"2026-01-01T12:00:33Z",
                  "region":"eu-west-1",
                  "resources":[
                    "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:UUID:autoScalingGroupName/web"
                  ],
                  "detail":{
                    "LifecycleActionToken":"UUID",
                    "AutoScalingGroupName":"web",
                    "LifecycleHookName":"drain",
                    "EC2InstanceId":"INSTANCE",
                    "LifecycleTransition":"autoscaling:EC2_INSTANCE_TERMINATING",
                    "NotificationMetadata":"for \\"hsdo\\"",
                    "Origin":"AutoScalingGroup",
                    "Destination":"EC2"
                  }
                }
                """),
            stateChange("12:00:50", "shutting-down"),
            stateChange("12:01:01", "terminated"),
            oneLine(
                """
                {
                  "version":"0",
                  "id":"UUID",
                  "detail-type":"EC2 Instance Terminate Successful",
                  "source":"aws.autoscaling",
                  "account":"123456789012",
                  "time":"2026-01-01T12:01:01Z",
                  "region":"eu-west-1",
                  "resources":[
                    "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:UUID:autoScalingGroupName/web",
                    "arn:aws:ec2:eu-west-1:123456789012:instance/INSTANCE"
                  ],
                  "detail":{
                    "StatusCode":"InProgress",
                    "Description":"Terminating EC2 instance: INSTANCE",
                    "AutoScalingGroupName":"web",
                    "ActivityId":"UUID",
                    "Details":{
                      "Availability Zone":"eu-west-1a",
                      "Subnet ID":"SUBNET"
                    },
                    "RequestId":"UUID",
                    "StatusMessage":"",
                    "EndTime":"2026-01-01T12:01:01Z",
                    "EC2InstanceId":"INSTANCE",
                    "StartTime":"2026-01-01T12:00:43Z",
                    "Cause":"At 2026-01-01T12:01:01Z an instance was taken out of service in response to a difference between desired and actual capacity.",
                    "Origin":"AutoScalingGroup",
                    "Destination":"EC2"
                  }
                }
                """));
  }

  @Test
  void launchHookTellsThatItHoldsAnInstance() {
    var scene = new Scene();
    scene.createGroup(0, "eu-west-1a");
    scene.hook(LifecycleTransition.LAUNCHING, 10, CONTINUE);

    scene.tell(scaling -> scaling.setDesiredCapacity(Scene.GROUP, 1));
    scene.pass(30);

    assertThat(events(scene))
        .last()
        .isEqualTo(
            oneLine(
                """
                {
                  "version":"0",
                  "id":"UUID",
                  "detail-type":"EC2 Instance-launch Lifecycle Action",
                  "source":"aws.autoscaling",
                  "account":"123456789012",
                  "time":"2026-01-01T12:00:30Z",
                  "region":"eu-west-1",
                  "resources":[
                    "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:UUID:autoScalingGroupName/web"
                  ],
                  "detail":{
                    "LifecycleActionToken":"UUID",
                    "AutoScalingGroupName":"web",
                    "LifecycleHookName":"hook",
                    "EC2InstanceId":"INSTANCE",
                    "LifecycleTransition":"autoscaling:EC2_INSTANCE_LAUNCHING",
                    "Origin":"EC2",
                    "Destination":"AutoScalingGroup"
                  }
                }
                """));
  }

  @Test
  void interruptionIsAnnouncedBeforeItHappens() {
    Scene scene = Scene.inService(1);
    scene.events.clear();

    scene.cloud.tellEc2(ec2 -> ec2.interruptSpot(scene.any().id()));
    scene.pass(119);
    assertThat(events(scene))
        .containsExactly(
            oneLine(
                """
                {
                  "version":"0",
                  "id":"UUID",
                  "detail-type":"EC2 Spot Instance Interruption Warning",
                  "source":"aws.ec2",
                  "account":"123456789012",
                  "time":"2026-01-01T12:00:33Z",
                  "region":"eu-west-1",
                  "resources":["arn:aws:ec2:eu-west-1a:instance/INSTANCE"],
                  "detail":{
                    "instance-id":"INSTANCE",
                    "instance-action":"terminate"
                  }
                }
                """));
    scene.pass(1);

    assertThat(events(scene)).last().isEqualTo(stateChange("12:02:33", "shutting-down"));
  }

  @Test
  void rebalanceRecommendationIsOnlySaid() {
    Scene scene = Scene.inService(1);
    scene.events.clear();

    scene.cloud.tellEc2(ec2 -> ec2.recommendRebalance(scene.any().id()));
    scene.pass(3600);

    assertThat(events(scene))
        .containsExactly(
            oneLine(
                """
                {
                  "version":"0",
                  "id":"UUID",
                  "detail-type":"EC2 Instance Rebalance Recommendation",
                  "source":"aws.ec2",
                  "account":"123456789012",
                  "time":"2026-01-01T12:00:33Z",
                  "region":"eu-west-1",
                  "resources":["arn:aws:ec2:eu-west-1:123456789012:instance/INSTANCE"],
                  "detail":{
                    "instance-id":"INSTANCE"
                  }
                }
                """));
  }

  @Test
  void eventsOfAWarmPoolSayWhereTheInstanceGoes() {
    Scene scene = Scene.inService(2);
    scene.tell(
        scaling ->
            scaling.putWarmPool(Scene.GROUP, new WarmPool(1, OptionalInt.of(0), true, true)));
    scene.hook(LifecycleTransition.TERMINATING, 10, CONTINUE);
    scene.events.clear();

    scene.tell(scaling -> scaling.setDesiredCapacity(Scene.GROUP, 1));

    assertThat(events(scene))
        .singleElement()
        .asString()
        .contains("\"EC2 Instance-terminate Lifecycle Action\"")
        .contains("\"Origin\":\"AutoScalingGroup\",\"Destination\":\"WarmPool\"");
  }

  private static List<String> events(Scene scene) {
    return scene.events.stream()
        .map(
            event ->
                event
                    .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID")
                    .replaceAll("i-[0-9a-f]{17}", "INSTANCE")
                    .replaceAll("subnet-[0-9a-f]{17}", "SUBNET"))
        .toList();
  }

  private static String stateChange(String time, String state) {
    return oneLine(
            """
            {
              "version":"0",
              "id":"UUID",
              "detail-type":"EC2 Instance State-change Notification",
              "source":"aws.ec2",
              "account":"123456789012",
              "time":"2026-01-01T%s",
              "region":"eu-west-1",
              "resources":["arn:aws:ec2:eu-west-1:123456789012:instance/INSTANCE"],
              "detail":{
                "instance-id":"INSTANCE",
                "state":"%s"
              }
            }
            """)
        .formatted(time + "Z", state);
  }

  private static String oneLine(String block) {
    return block.replaceAll("\n *", "");
  }
}

package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hsdo.plan.Trigger;
import io.hsdo.refresh.EventReader.UnknownEventException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
  private static final Instant NOW = Instant.parse("2026-03-01T02:13:00Z");

  /** A rule's, and EventBridge Scheduler's, which sends its detail as a text. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"version":"0","id":"53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
         "detail-type":"Scheduled Event","source":"aws.events","account":"123456789012",
         "time":"2026-03-01T02:13:00Z","region":"eu-west-1",
         "resources":["arn:aws:events:eu-west-1:123456789012:rule/hsdo"],"detail":{}}
        """,
        """
        {"version":"0","id":"53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
         "detail-type":"Scheduled Event","source":"aws.scheduler","account":"123456789012",
         "time":"2026-03-01T02:13:00Z","region":"eu-west-1",
         "resources":["arn:aws:scheduler:eu-west-1:123456789012:schedule/default/hsdo"],
         "detail":"{}"}
        """
      })
  void aScheduledEventIsAScheduledPass(String event) throws Exception {
    assertThat(read(event)).isEqualTo(new Trigger.Scheduled());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EC2 Instance-launch Lifecycle Action",
        "EC2 Instance-terminate Lifecycle Action",
        "EC2 Instance Launch Successful",
        "EC2 Instance Launch Unsuccessful",
        "EC2 Instance Terminate Successful",
        "EC2 Instance Terminate Unsuccessful"
      })
  void whateverAutoScalingSaysIsAChangeOfItsGroup(String type) throws Exception {
    assertThat(
            read(
                """
                {"version":"0","id":"12345678-1234-1234-1234-123456789012",
                 "detail-type":"%s","source":"aws.autoscaling","account":"123456789012",
                 "time":"2026-03-01T02:13:00Z","region":"eu-west-1",
                 "resources":["auto-scaling-group-arn"],
                 "detail":{"LifecycleActionToken":"87654321-4321-4321-4321-210987654321",
                  "AutoScalingGroupName":"web","LifecycleHookName":"hsdo-drain",
                  "EC2InstanceId":"i-1234567890abcdef0",
                  "LifecycleTransition":"autoscaling:EC2_INSTANCE_TERMINATING",
                  "NotificationMetadata":"","Origin":"AutoScalingGroup","Destination":"EC2"}}
                """
                    .formatted(type)))
        .isEqualTo(new Trigger.GroupChanged("web", Optional.of("i-1234567890abcdef0")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"i-1; drop", "I-1234567890abcdef0", "", "i-123"})
  void groupsEventThatNamesNoInstanceIsAChangeOfTheGroupAllTheSame(String id) throws Exception {
    assertThat(
            read(
                """
                {"source":"aws.autoscaling","detail-type":"EC2 Instance Launch Unsuccessful",
                 "detail":{"AutoScalingGroupName":"web","EC2InstanceId":"%s"}}
                """
                    .formatted(id)))
        .isEqualTo(new Trigger.GroupChanged("web"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"EC2 Instance State-change Notification", "EC2 Instance Rebalance Recommendation"})
  void whatEc2SaysIsAChangeOfOneMember(String type) throws Exception {
    assertThat(read(ofEc2(type))).isEqualTo(new Trigger.MemberChanged("i-1234567890abcdef0"));
  }

  @Test
  void warningOfASpotInterruptionHoldsFromItsTime() throws Exception {
    assertThat(read(ofEc2("EC2 Spot Instance Interruption Warning")))
        .isEqualTo(
            new Trigger.SpotWarning("i-1234567890abcdef0", Instant.parse("2026-03-01T02:12:30Z")));
  }

  private static String ofEc2(String type) {
    return """
    {"version":"0","id":"7bf73129-1428-4cd3-a780-95db273d1602",
     "detail-type":"%s","source":"aws.ec2","account":"123456789012",
     "time":"2026-03-01T02:12:30Z","region":"eu-west-1",
     "resources":["arn:aws:ec2:eu-west-1b:instance/i-1234567890abcdef0"],
     "detail":{"instance-id":"i-1234567890abcdef0","instance-action":"terminate"}}
    """
        .formatted(type);
  }

  @Test
  void anAcceptanceNamesMembersAndEnds() throws Exception {
    assertThat(
            read(
                """
                {"hsdo":"accept","members":["i-1","i-2"],"until":"2026-03-01T02:23:00Z"}
                """))
        .isEqualTo(new Trigger.Accept(Set.of("i-1", "i-2"), Instant.parse("2026-03-01T02:23:00Z")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"hsdo":"accept","members":["i-1"],"until":"2026-03-01T02:23:01Z"} | 10 minutes at most
          {"hsdo":"accept","members":["i-1"],"until":"2026-03-01T02:13:00Z"} | which is past
          {"hsdo":"accept","members":[],"until":"2026-03-01T02:20:00Z"}      | members is missing
          {"hsdo":"accept","until":"2026-03-01T02:20:00Z"}                   | members is missing
          {"hsdo":"accept","members":"i-1","until":"2026-03-01T02:20:00Z"}   | members is missing
          {"hsdo":"accept","members":[7],"until":"2026-03-01T02:20:00Z"}     | members has '7'
          {"hsdo":"accept","members":[null],"until":"2026-03-01T02:20:00Z"}  | members has 'null'
          {"hsdo":"accept","members":[" "],"until":"2026-03-01T02:20:00Z"}   | members has ' '
          {"hsdo":["accept"]}                                                | no text 'hsdo'
          {"hsdo":"accept","members":["i-1"]}                                | no text 'until'
          {"hsdo":"accept","members":["i-1"],"until":"soon"}                 | until is 'soon'
          {"hsdo":"reset"}                                                   | command 'reset' is unknown
          """)
  void commandThatCannotBeCarriedOutIsRefused(String command, String problem) {
    assertThatThrownBy(() -> read(command))
        .isInstanceOf(RefreshException.class)
        .hasMessageStartingWith("the command is refused: ")
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"source":"aws.ec2","detail-type":"EC2 Spot Instance Interruption Warning","time":"2026-03-01T02:13:00Z","detail":{}} | no text 'instance-id'
          {"source":"aws.ec2","detail-type":"EC2 Spot Instance Interruption Warning","detail":{"instance-id":"i-1"}} | no text 'time'
          null                                                               | no JSON object
          "text"                                                             | no JSON object
          7                                                                  | no JSON object
          {"source":"aws.s3","detail-type":"Object Created"}                 | 'Object Created' of aws.s3
          {"source":"aws.ec2","detail-type":"EBS Volume Notification"}       | 'EBS Volume Notification'
          {"source":"aws.ec2"}                                               | no text 'detail-type'
          {"source":"aws.autoscaling","detail-type":"x","detail":[]}         | no detail
          {"source":7}                                                       | no text 'source'
          {}                                                                 | no text 'source'
          []                                                                 | no JSON object
          {"source":                                                         | no JSON object
          """)
  void whatIsUnknownIsNamed(String event, String problem) {
    assertThatThrownBy(() -> read(event))
        .isInstanceOf(UnknownEventException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void eventThatIsNestedWithoutEndIsDroppedLikeAnyOther() {
    assertThatThrownBy(() -> read("{\"source\":" + "[".repeat(100_000)))
        .isInstanceOf(UnknownEventException.class)
        .hasMessageContaining("no JSON object");
  }

  @Test
  void anEventTellsWhenItHappenedUnlessItDoesNot() throws Exception {
    assertThat(time("{\"source\":\"aws.events\",\"time\":\"2026-03-01T02:12:57Z\"}"))
        .contains(NOW.minusSeconds(3));
    assertThat(time("{\"source\":\"aws.events\",\"time\":\"soon\"}")).isEmpty();
    assertThat(time("{\"source\":\"aws.events\"}")).isEmpty();
  }

  private static Optional<Instant> time(String event) throws UnknownEventException {
    return EventReader.read(event.getBytes(StandardCharsets.UTF_8), NOW).time();
  }

  private static Trigger read(String event) throws UnknownEventException {
    return EventReader.read(event.getBytes(StandardCharsets.UTF_8), NOW).trigger();
  }
}

package io.hsdo.infra;

import io.hsdo.fleet.GroupSelection;
import io.hsdo.refresh.FunctionTimes;
import io.hsdo.refresh.MemberEvent;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.constructs.Construct;

/**
 * When the refresh runs: every minute, and at once when AWS says something that cannot wait. An
 * event that is missed or comes twice does no harm: each pass looks at the whole state.
 */
final class RefreshEvents extends Construct {
  /** What is heard of groups: that a member is ready, is about to go, or has gone. */
  static final List<String> OF_GROUPS =
      List.of(
          "EC2 Instance Launch Successful",
          "EC2 Instance-terminate Lifecycle Action",
          "EC2 Instance Terminate Successful");

  /** Of the states that an instance goes through, those in which it stops serving. */
  static final List<String> STOPPING =
      List.of("shutting-down", "stopping", "stopped", "terminated");

  /** EventBridge takes 2,048 characters of a pattern; what is not names takes 250. */
  private static final int NAMES_ROOM = 1_750;

  private final RefreshFunction function;

  RefreshEvents(Construct scope, String id, GroupSelection groups, RefreshFunction function) {
    super(scope, id);
    this.function = function;
    Rule.Builder.create(this, "EveryMinute")
        .description("A pass of the refresh each minute, which waits for the ramp steps in it")
        .schedule(Schedule.rate(Duration.minutes(FunctionTimes.SCHEDULE.toMinutes())))
        .targets(
            List.of(
                LambdaFunction.Builder.create(function.minute())
                    .maxEventAge(RefreshFunction.OLDEST_OF_SCHEDULE)
                    .build()))
        .build();
    on("Groups", "A group's member is ready, about to go, or gone", ofGroups(groups));
    on(
        "Stopping",
        "An instance stops; strangers cost a read of the header",
        EventPattern.builder()
            .source(List.of("aws.ec2"))
            .detailType(List.of(MemberEvent.STATE_CHANGE.detailType()))
            .detail(Map.of("state", STOPPING))
            .build());
    on(
        "Spot",
        "A spot instance is taken, or may be",
        EventPattern.builder()
            .source(List.of("aws.ec2"))
            .detailType(
                List.of(
                    MemberEvent.SPOT_INTERRUPTION.detailType(),
                    MemberEvent.REBALANCE_RECOMMENDATION.detailType()))
            .build());
  }

  /**
   * Who is found by tag may have any name. Where there are too many to name them, strangers are
   * heard, too, which costs a pass that finds nothing to do.
   */
  private static EventPattern ofGroups(GroupSelection groups) {
    EventPattern.Builder pattern =
        EventPattern.builder().source(List.of("aws.autoscaling")).detailType(OF_GROUPS);
    if (groups.tags().isEmpty() && String.join("','", groups.names()).length() < NAMES_ROOM) {
      pattern.detail(Map.of("AutoScalingGroupName", groups.names().stream().sorted().toList()));
    }
    return pattern.build();
  }

  private void on(String id, String description, EventPattern pattern) {
    Rule.Builder.create(this, id)
        .description(description)
        .eventPattern(pattern)
        .targets(
            List.of(
                LambdaFunction.Builder.create(function.live())
                    .deadLetterQueue(function.deadLetters())
                    .maxEventAge(RefreshFunction.OLDEST_EVENT)
                    .build()))
        .build();
  }
}

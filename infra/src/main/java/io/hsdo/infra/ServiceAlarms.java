package io.hsdo.infra;

import static io.hsdo.metrics.RefreshMetric.GROUPS_MISSING;
import static io.hsdo.metrics.RefreshMetric.HELD;
import static io.hsdo.metrics.RefreshMetric.HOOKS_FAILED;
import static io.hsdo.metrics.RefreshMetric.LAST_SERVING;
import static io.hsdo.metrics.RefreshMetric.OLDEST_DRAIN;
import static io.hsdo.metrics.RefreshMetric.SERVING;
import static io.hsdo.metrics.RefreshMetric.UNPLACED;
import static software.amazon.awscdk.services.cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD;
import static software.amazon.awscdk.services.cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD;
import static software.amazon.awscdk.services.cloudwatch.TreatMissingData.BREACHING;
import static software.amazon.awscdk.services.cloudwatch.TreatMissingData.IGNORE;
import static software.amazon.awscdk.services.cloudwatch.TreatMissingData.NOT_BREACHING;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/**
 * Who is woken, and why. A description begins with what is wrong and ends with what to do first.
 * What a pass says of the world is believed until another pass says otherwise; that none does has
 * an alarm of its own.
 */
final class ServiceAlarms extends Construct {
  private final String service;
  private final Optional<SnsAction> action;
  private final List<IAlarm> alarms = new ArrayList<>();

  ServiceAlarms(
      Construct scope,
      String id,
      ServiceSettings settings,
      RefreshMetrics metrics,
      RefreshFunction function) {
    super(scope, id);
    service = settings.name();
    action =
        settings.alarmTopic().map(arn -> new SnsAction(Topic.fromTopicArn(this, "Topic", arn)));
    ofThePasses(metrics, TerminateHooks.timeout(settings.server().drain()));
    ofTheFunction(function);
  }

  private void ofThePasses(RefreshMetrics metrics, Duration hookTimeout) {
    alarm(
        "heartbeat",
        "No pass has come to an end for 3 minutes: the slot list stays as it is, newcomers get no"
            + " traffic. Look at the function's errors and logs.",
        new Condition(metrics.passes(), LESS_THAN_THRESHOLD, 1, 3, BREACHING));
    alarm(
        "nobody-serves",
        "The list has had no member that serves for 3 minutes: requests fail. See whether the"
            + " groups have members, and whether they are the right ones.",
        new Condition(metrics.max(SERVING), LESS_THAN_THRESHOLD, 1, 3, IGNORE));
    alarm(
        "last-serving",
        "For 3 minutes whoever serves should have left, and goes on because nobody else would:"
            + " requests fail when AWS ends them. See why the groups lose their members, and get"
            + " no others.",
        new Condition(metrics.max(LAST_SERVING), GREATER_THAN_THRESHOLD, 0, 3, IGNORE));
    alarm(
        "unplaced",
        "Members have had no slot for 2 minutes and get no traffic. Raise"
            + " HAPROXY_BACKEND_SERVERS_LIST_SIZE, in HAProxy first, unless the log says that"
            + " others have their addresses.",
        new Condition(metrics.max(UNPLACED), GREATER_THAN_THRESHOLD, 0, 2, IGNORE));
    alarm(
        "held",
        "Members that are not listed any more, or that their group calls unhealthy, keep serving"
            + " because too many would go at once. The log names them and why.",
        new Condition(metrics.max(HELD), GREATER_THAN_THRESHOLD, 0, 1, IGNORE));
    alarm(
        "groups-missing",
        "A configured group was not found for 2 minutes. Check SERVER_ASG_NAMES.",
        new Condition(metrics.max(GROUPS_MISSING), GREATER_THAN_THRESHOLD, 0, 2, IGNORE));
    alarm(
        "hooks-failed",
        "A terminate hook could not be told. Its member is ended when it times out: before it has"
            + " drained, or later than need be. The log says why; look at the function's"
            + " permissions.",
        new Condition(metrics.sum(HOOKS_FAILED), GREATER_THAN_THRESHOLD, 0, 1, NOT_BREACHING));
    alarm(
        "oldest-drain",
        "A member drains for longer than its terminate hook lasts. See its group's activity.",
        new Condition(
            metrics.max(OLDEST_DRAIN), GREATER_THAN_THRESHOLD, hookTimeout.toSeconds(), 1, IGNORE));
    alarm(
        "few-slots-free",
        "Fewer slots are free than 10 %, or than 2: soon newcomers find none. Raise"
            + " HAPROXY_BACKEND_SERVERS_LIST_SIZE, in HAProxy first.",
        new Condition(metrics.spareSlots(), LESS_THAN_THRESHOLD, 0, 2, IGNORE));
  }

  private void ofTheFunction(RefreshFunction function) {
    MetricOptions sum =
        MetricOptions.builder().statistic("Sum").period(RefreshMetrics.PERIOD).build();
    alarm(
        "errors",
        "Passes fail in 2 minutes running, and change nothing. The log says why.",
        new Condition(
            function.whole().metricErrors(sum), GREATER_THAN_THRESHOLD, 0, 2, NOT_BREACHING));
    alarm(
        "throttles",
        "Lambda refused to run the refresh in 2 minutes running. Look at the account's"
            + " concurrency, and at reservedConcurrency.",
        new Condition(
            function.whole().metricThrottles(sum), GREATER_THAN_THRESHOLD, 0, 2, NOT_BREACHING));
    alarm(
        "dead-letters",
        "An event failed twice, or was not tried for 3 minutes. The passes since have seen what it"
            + " told, but for a spot warning: its member serves until AWS stops it. The message says"
            + " why it failed. Delete the message to end this alarm.",
        new Condition(
            function
                .deadLetters()
                .metricApproximateNumberOfMessagesVisible(
                    MetricOptions.builder()
                        .statistic("Maximum")
                        .period(RefreshMetrics.PERIOD)
                        .build()),
            GREATER_THAN_THRESHOLD,
            0,
            1,
            NOT_BREACHING));
  }

  private record Condition(
      IMetric metric,
      ComparisonOperator operator,
      Number threshold,
      int minutes,
      TreatMissingData missing) {}

  private void alarm(String name, String description, Condition condition) {
    Alarm alarm =
        Alarm.Builder.create(this, name)
            .alarmName("hsdo-" + service + "-" + name)
            .alarmDescription(description)
            .metric(condition.metric())
            .comparisonOperator(condition.operator())
            .threshold(condition.threshold())
            .evaluationPeriods(condition.minutes())
            .datapointsToAlarm(condition.minutes())
            .treatMissingData(condition.missing())
            .build();
    action.ifPresent(
        topic -> {
          alarm.addAlarmAction(topic);
          alarm.addOkAction(topic);
        });
    alarms.add(alarm);
  }

  List<IAlarm> all() {
    return List.copyOf(alarms);
  }
}

package io.hsdo.infra;

import static io.hsdo.metrics.RefreshMetric.DRAINING;
import static io.hsdo.metrics.RefreshMetric.EVENT_AGE;
import static io.hsdo.metrics.RefreshMetric.FREE_SLOTS;
import static io.hsdo.metrics.RefreshMetric.GROUPS_MISSING;
import static io.hsdo.metrics.RefreshMetric.HELD;
import static io.hsdo.metrics.RefreshMetric.HOOKS_COMPLETED;
import static io.hsdo.metrics.RefreshMetric.HOOKS_FAILED;
import static io.hsdo.metrics.RefreshMetric.LAST_SERVING;
import static io.hsdo.metrics.RefreshMetric.OLDEST_DRAIN;
import static io.hsdo.metrics.RefreshMetric.PASS_DURATION;
import static io.hsdo.metrics.RefreshMetric.RAMPING;
import static io.hsdo.metrics.RefreshMetric.SERVING;
import static io.hsdo.metrics.RefreshMetric.SLOTS;
import static io.hsdo.metrics.RefreshMetric.UNPLACED;
import static io.hsdo.metrics.RefreshMetric.VERSION_CONFLICTS;

import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.LogQueryLanguage;
import software.amazon.awscdk.services.cloudwatch.LogQueryWidget;
import software.amazon.awscdk.services.cloudwatch.SingleValueWidget;
import software.amazon.awscdk.services.cloudwatch.TextWidget;
import software.constructs.Construct;

/** One look that answers: is every server that should serve serving? */
final class ServiceDashboard extends Construct {
  private static final int WHOLE_WIDTH = 24;

  private final RefreshMetrics metrics;

  ServiceDashboard(
      Construct scope,
      String id,
      String service,
      RefreshMetrics metrics,
      ServiceAlarms alarms,
      RefreshFunction function) {
    super(scope, id);
    this.metrics = metrics;
    Dashboard dashboard =
        Dashboard.Builder.create(this, "Dashboard")
            // A dashboard's name is the account's, not a region's as those of alarms.
            .dashboardName("hsdo-" + service + "-" + Stack.of(this).getRegion())
            .build();
    dashboard.addWidgets(question(service));
    dashboard.addWidgets(answer(), alarms(alarms));
    dashboard.addWidgets(
        graph(
            "Members",
            metrics.min(SERVING),
            metrics.max(RAMPING),
            metrics.max(DRAINING),
            metrics.max(UNPLACED),
            metrics.max(HELD)),
        graph("Slots", metrics.max(SLOTS), metrics.min(FREE_SLOTS)),
        graph(
            "Drains",
            metrics.max(OLDEST_DRAIN),
            metrics.sum(HOOKS_COMPLETED),
            metrics.sum(HOOKS_FAILED)));
    dashboard.addWidgets(
        graph("Passes", metrics.passes(), metrics.sum(VERSION_CONFLICTS)),
        graph("Times", metrics.max(PASS_DURATION), metrics.max(EVENT_AGE)),
        graph(
            "Function",
            function.whole().metricInvocations(),
            function.whole().metricErrors(),
            function.whole().metricThrottles()));
    dashboard.addWidgets(log(function));
  }

  private static TextWidget question(String service) {
    return TextWidget.Builder.create()
        .markdown(
            "## "
                + service
                + ": is every server that should serve serving?\n"
                + "Yes, if the first number is 100, the next four are 0 and no alarm is red."
                + " *Unplaced* members found no slot; *held* ones keep serving because their"
                + " removal was not believed, *last serving* ones because nobody else would. What"
                + " HAProxy makes of it, its agents say on `/metrics`.")
        .width(WHOLE_WIDTH)
        .height(3)
        .build();
  }

  private SingleValueWidget answer() {
    return SingleValueWidget.Builder.create()
        .title("Now")
        .metrics(
            List.of(
                metrics.servingPercent(),
                metrics.max(UNPLACED),
                metrics.max(HELD),
                metrics.max(LAST_SERVING),
                metrics.max(GROUPS_MISSING),
                metrics.min(SERVING)))
        .width(WHOLE_WIDTH / 2)
        .height(5)
        .build();
  }

  private static AlarmStatusWidget alarms(ServiceAlarms alarms) {
    return AlarmStatusWidget.Builder.create()
        .title("Alarms")
        .alarms(alarms.all())
        .width(WHOLE_WIDTH / 2)
        .height(5)
        .build();
  }

  private static IWidget graph(String title, IMetric... lines) {
    return GraphWidget.Builder.create()
        .title(title)
        .left(List.of(lines))
        .width(WHOLE_WIDTH / 3)
        .height(6)
        .build();
  }

  private static LogQueryWidget log(RefreshFunction function) {
    return LogQueryWidget.Builder.create()
        .title("What changed, and what could not be done")
        .logGroupNames(List.of(function.logs().getLogGroupName()))
        .queryLanguage(LogQueryLanguage.LOGS_INSIGHTS)
        .queryLines(
            List.of(
                "fields @timestamp, @message",
                "filter @message like /slot |ERROR|WARN/ and @message not like /\"_aws\"/",
                "sort @timestamp desc",
                "limit 50"))
        .width(WHOLE_WIDTH)
        .height(8)
        .build();
  }
}

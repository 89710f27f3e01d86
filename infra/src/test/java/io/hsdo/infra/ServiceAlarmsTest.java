package io.hsdo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.metrics.RefreshMetric;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awscdk.assertions.Template;

@RequiresTools("node")
class ServiceAlarmsTest {
  private static final String ALARM = "AWS::CloudWatch::Alarm";
  private static final String GROUPS =
      "parameters: {SERVER_ASG_NAMES: shop, SERVER_DRAIN_SECONDS: 60.5}\n";

  private final Template template = Synthesised.shop(GROUPS);

  @ParameterizedTest
  @CsvSource({
    "heartbeat,      HSDO,       Serving,          SampleCount, LessThanThreshold,    1,   3, breaching",
    "nobody-serves,  HSDO,       Serving,          Maximum,     LessThanThreshold,    1,   3, ignore",
    "last-serving,   HSDO,       LastServing,      Maximum,     GreaterThanThreshold, 0,   3, ignore",
    "unplaced,       HSDO,       Unplaced,         Maximum,     GreaterThanThreshold, 0,   2, ignore",
    "held,           HSDO,       Held,             Maximum,     GreaterThanThreshold, 0,   1, ignore",
    "groups-missing, HSDO,       GroupsMissing,    Maximum,     GreaterThanThreshold, 0,   2, ignore",
    "hooks-failed,   HSDO,       HooksFailed,      Sum,         GreaterThanThreshold, 0,   1, notBreaching",
    "oldest-drain,   HSDO,       OldestDrain,      Maximum,     GreaterThanThreshold, 241, 1, ignore",
    "errors,         AWS/Lambda, Errors,           Sum,         GreaterThanThreshold, 0,   2, notBreaching",
    "throttles,      AWS/Lambda, Throttles,        Sum,         GreaterThanThreshold, 0,   2, notBreaching",
    "dead-letters,   AWS/SQS,    ApproximateNumberOfMessagesVisible, Maximum, GreaterThanThreshold, 0, 1, notBreaching",
  })
  void somebodyIsWokenWhen(
      String name,
      String namespace,
      String metric,
      String statistic,
      String operator,
      int threshold,
      int minutes,
      String missing) {
    Map<String, Object> alarm = alarm(template, name);

    assertThat(alarm.get("Namespace")).isEqualTo(namespace);
    assertThat(alarm.get("MetricName")).isEqualTo(metric);
    assertThat(alarm.get("Statistic")).isEqualTo(statistic);
    assertThat(alarm.get("ComparisonOperator")).isEqualTo(operator);
    assertThat(alarm.get("Threshold")).isEqualTo(threshold);
    assertThat(alarm.get("Period")).isEqualTo(60);
    assertThat(alarm.get("EvaluationPeriods")).isEqualTo(minutes);
    assertThat(alarm.get("DatapointsToAlarm")).isEqualTo(minutes);
    assertThat(alarm.get("TreatMissingData")).isEqualTo(missing);
    assertThat(String.valueOf(alarm.get("AlarmDescription"))).isNotBlank();
  }

  @Test
  void fewSlotsAreFewerThanTwoOrATenth() {
    Map<String, Object> alarm = alarm(template, "few-slots-free");

    assertThat(alarm.get("ComparisonOperator")).isEqualTo("LessThanThreshold");
    assertThat(alarm.get("Threshold")).isEqualTo(0);
    assertThat(String.valueOf(alarm.get("Metrics")))
        .contains("IF(slots > 20, free - slots / 10, free - 2)")
        .contains("MetricName=FreeSlots", "MetricName=Slots");
  }

  @Test
  void everyAlarmOnThePassesWatchesWhatTheServerSendsOfThisTable() {
    List<String> sent = Arrays.stream(RefreshMetric.values()).map(RefreshMetric::text).toList();
    List<Map<String, Object>> watched =
        Synthesised.properties(template, ALARM).stream()
            .filter(alarm -> RefreshMetric.NAMESPACE.equals(alarm.get("Namespace")))
            .toList();

    assertThat(watched)
        .hasSize(8)
        .allSatisfy(
            alarm -> {
              assertThat(sent).contains(String.valueOf(alarm.get("MetricName")));
              assertThat(alarm.get("Dimensions"))
                  .isEqualTo(List.of(Map.of("Name", "Table", "Value", "shop-slots")));
            });
  }

  @Test
  void errorsAndThrottlesAreThoseOfTheScheduleAndOfEvents() {
    assertThat(List.of("errors", "throttles"))
        .allSatisfy(
            name ->
                assertThat(alarm(template, name).get("Dimensions"))
                    .asInstanceOf(InstanceOfAssertFactories.list(Object.class))
                    .singleElement()
                    .hasFieldOrPropertyWithValue("Name", "FunctionName"));
  }

  @Test
  void withoutATopicAlarmsTellNobody() {
    assertThat(Synthesised.properties(template, ALARM))
        .hasSize(12)
        .allSatisfy(alarm -> assertThat(alarm.get("AlarmActions")).isNull());
  }

  @Test
  void withATopicTheBeginAndTheEndOfEachAreTold() {
    String topic = "arn:aws:sns:eu-west-1:123456789012:on-call";

    assertThat(Synthesised.properties(Synthesised.shop(GROUPS + "alarmTopic: " + topic), ALARM))
        .hasSize(12)
        .allSatisfy(
            alarm -> {
              assertThat(alarm.get("AlarmActions")).isEqualTo(List.of(topic));
              assertThat(alarm.get("OKActions")).isEqualTo(List.of(topic));
            });
  }

  private static Map<String, Object> alarm(Template template, String name) {
    return Synthesised.properties(template, ALARM).stream()
        .filter(alarm -> ("hsdo-shop-" + name).equals(alarm.get("AlarmName")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no alarm " + name));
  }
}

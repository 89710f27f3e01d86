package io.hsdo.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One warm environment of the built jar gets every kind of event that AWS sends, as recorded. */
class FunctionEventsTest {
  /** So short that a scheduled invocation waits for nothing. */
  private static final Duration TIMEOUT = Duration.ofSeconds(25);

  private static final String LOG_LINE =
      "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z (INFO|WARN|WARNING|ERROR) \\w+( \\[\\w+])?: .*";
  private static final String METRICS_LINE = "\\{\"_aws\":\\{.*\\}";
  private static final String STRANGER = "i-0123456789abcdef0";

  private static Stage stage;
  private static LocalLambda function;

  @BeforeAll
  static void startFunction() throws Exception {
    stage = new Stage();
    stage.createTable();
    function = stage.start(TIMEOUT, Map.of());
    stage.assertSucceeds(Stage.event("scheduled", STRANGER));
  }

  @AfterAll
  static void stopEverything() {
    stage.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scheduled",
        "launch-successful",
        "launch-unsuccessful",
        "launch-lifecycle-action",
        "terminate-lifecycle-action",
        "terminate-successful",
        "terminate-unsuccessful",
        "instance-refresh-started",
        "instance-refresh-checkpoint-reached",
        "state-change",
        "spot-interruption-warning",
        "rebalance-recommendation",
        "accept"
      })
  void eventOfAMemberOrItsGroupIsAPassOfTheWarmFunction(String name) throws Exception {
    long before = stage.passes();

    stage.assertSucceeds(Stage.event(name, stage.memberOfSlot(2)));

    assertThat(stage.passes()).isEqualTo(before + 1);
    assertThat(stage.isTheFirstEnvironment()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"state-change", "spot-interruption-warning", "rebalance-recommendation"})
  void eventOfAStrangerCostsAWarmFunctionOneReadOfTheHeader(String name) throws Exception {
    stage.assertSucceeds(Stage.event("scheduled", STRANGER));
    Map<String, Long> before = stage.requests().requests();
    var callsBefore = stage.cloud().calls().all();

    stage.assertSucceeds(Stage.event(name, STRANGER));

    assertThat(stage.requests().requests()).isEqualTo(plusOne(before, "GetItem"));
    assertThat(stage.cloud().calls().all()).isEqualTo(callsBefore);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"source\":",
        "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":{}}",
        "{\"source\":\"aws.ec2\",\"detail-type\":\"EBS Volume Notification\",\"detail\":{}}",
        "{\"source\":\"aws.autoscaling\",\"detail-type\":\"EC2 Instance Launch Successful\"}"
      })
  void whatIsUnknownOrMalformedIsLoggedAndDroppedWithoutAskingAnybody(String event)
      throws Exception {
    Map<String, Long> before = stage.requests().requests();
    long dropped = dropped();

    Invocation.Result result = stage.invoke(event);

    assertThat(result).isEqualTo(new Invocation.Result(false, ""));
    assertThat(dropped()).isEqualTo(dropped + 1);
    assertThat(stage.requests().requests()).isEqualTo(before);
  }

  @Test
  void whatItPrintsAreLogLinesAndMetricsAlone() throws Exception {
    stage.assertSucceeds(Stage.event("scheduled", STRANGER));
    stage.assertSucceeds("{}");

    assertThat(function.output().lines())
        .allSatisfy(line -> assertThat(line).matches(LOG_LINE + "|" + METRICS_LINE))
        .anySatisfy(line -> assertThat(line).matches(LOG_LINE))
        .anySatisfy(line -> assertThat(line).matches(METRICS_LINE));
  }

  private static long dropped() {
    return function.output().lines().filter(line -> line.contains(": dropped: ")).count();
  }

  private static Map<String, Long> plusOne(Map<String, Long> requests, String operation) {
    Map<String, Long> more = new TreeMap<>(requests);
    more.merge(operation, 1L, Long::sum);
    return more;
  }
}

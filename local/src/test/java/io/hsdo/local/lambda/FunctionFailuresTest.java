package io.hsdo.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.hsdo.local.cloud.endpoint.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Lambda is told when an invocation of the built jar cannot do its work. */
class FunctionFailuresTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(25);
  private static final String SCHEDULED = Stage.event("scheduled", "i-0123456789abcdef0");

  private static final String REFRESH_EXCEPTION = "io.hsdo.refresh.RefreshException";
  private static final String FAILED_PASS = "pass [0-9a-f]{8} failed: ";

  private final Stage stage = new Stage();

  @AfterEach
  void stopEverything() {
    stage.close();
  }

  @Test
  void missingTableIsNamedAndTheNextInvocationWorks() throws Exception {
    stage.start(TIMEOUT, Map.of());

    Invocation.Result failed = stage.invoke(SCHEDULED);

    assertThat(failed.failed()).isTrue();
    assertThat(error(failed, "errorType")).isEqualTo(REFRESH_EXCEPTION);
    assertThat(error(failed, "errorMessage"))
        .matches(FAILED_PASS + ".*")
        .endsWith(
            "could not read the header of table 'slots': there is no such table in region"
                + " eu-west-1, check DYNAMODB_TABLE_NAME and AWS_REGION, or wait until it has been"
                + " made");

    stage.createTable();
    stage.assertSucceeds(SCHEDULED);
    assertThat(stage.isTheFirstEnvironment()).isTrue();
  }

  /** What the query for failed passes of docs/operations.md looks for. */
  @Test
  void whatLambdaPrintsOfAFailedPassNamesThePassTheProblemAndThenTheException() throws Exception {
    LocalLambda function = stage.start(TIMEOUT, Map.of());

    stage.invoke(SCHEDULED);
    // It is printed after the answer, and before the next invocation is asked for.
    stage.invoke(SCHEDULED);

    assertThat(function.output())
        .containsPattern(FAILED_PASS + "could not read [^\n]*: " + REFRESH_EXCEPTION);
  }

  @Test
  void anAwsThatIsDownFailsThePassAndTheNextInvocationWorks() throws Exception {
    stage.createTable();
    stage.start(TIMEOUT, Map.of());
    stage.cloud().faults().onAll().always(Fault.serverError());

    Invocation.Result failed = stage.invoke(SCHEDULED);

    assertThat(failed.failed()).isTrue();
    assertThat(error(failed, "errorType")).isEqualTo(REFRESH_EXCEPTION);
    assertThat(error(failed, "errorMessage"))
        .matches(FAILED_PASS + "Auto Scaling does not describe groups \\[web\\]: .*");
    assertThat(stage.list().members()).isEmpty();

    stage.cloud().faults().clear();
    stage.assertSucceeds(SCHEDULED);
    assertThat(stage.list().members()).hasSize(2);
    assertThat(stage.isTheFirstEnvironment()).isTrue();
  }

  @Test
  void wrongParameterEndsTheStartAndSaysWhatToChange() throws Exception {
    stage.createTable();
    stage.start(TIMEOUT, Map.of("HAPROXY_BACKEND_SERVERS_LIST_SIZE", "many"));

    Invocation.Result failed = stage.invoke(SCHEDULED);

    assertThat(failed.failed()).isTrue();
    assertThat(error(failed, "errorType")).isEqualTo("io.hsdo.config.ConfigurationException");
    assertThat(error(failed, "errorMessage"))
        .startsWith("HAPROXY_BACKEND_SERVERS_LIST_SIZE is 'many' (environment): expected a whole");
  }

  @Test
  void noRampStepIsWaitedForWhenThePassAfterItCouldNotEndInTime() throws Exception {
    stage.createTable();
    stage.start(
        TIMEOUT,
        Map.of(
            "SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT", "1",
            "SERVER_HAPROXY_BACKEND_SERVER_INCREASE_WEIGHT_INTERVAL", "1"));

    stage.assertSucceeds(SCHEDULED);

    assertThat(stage.passes()).isOne();
    assertThat(stage.list().slot(1).weight()).isLessThan(10);
  }

  private static String error(Invocation.Result result, String field) throws IOException {
    return String.valueOf(JSON.std.mapFrom(result.body()).get(field));
  }
}

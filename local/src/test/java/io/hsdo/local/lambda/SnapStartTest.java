package io.hsdo.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.table.Consistency;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The hooks of SnapStart, called by AWS's own runtime interface client as in Lambda. No snapshot is
 * taken here: the process that waits for it goes on as if it had been started from one.
 */
class SnapStartTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(25);
  private static final String SCHEDULED = Stage.event("scheduled", "i-0123456789abcdef0");

  private final Stage stage = new Stage();
  private final CredentialsEndpoint credentials = CredentialsEndpoint.start();

  @AfterEach
  void stopEverything() {
    stage.close();
    credentials.close();
  }

  @Test
  void beforeTheSnapshotEverythingIsReadAndNothingWritten() throws Exception {
    stage.createTable();

    snapshotted(Map.of());

    assertThat(stage.requests().requests())
        .containsOnly(Map.entry("GetItem", 1L), Map.entry("Scan", 1L));
    assertThat(stage.cloud().calls().all().keySet())
        .contains("autoscaling:DescribeAutoScalingGroups", "ec2:DescribeInstances")
        .allMatch(action -> action.contains(":Describe"));
    assertThat(stage.store().header(Consistency.STRONG)).isEmpty();
    assertThat(stage.store().rows(Consistency.STRONG).isEmpty()).isTrue();
  }

  @Test
  void anEnvironmentFromTheSnapshotAsksForCredentialsAnewAndDoesItsPass() throws Exception {
    stage.createTable();
    LocalLambda function =
        snapshotted(
            Map.of(
                "AWS_ACCESS_KEY_ID", "",
                "AWS_SECRET_ACCESS_KEY", "",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI", credentials.uri().toString()));
    long before = credentials.requests();

    function.restore();
    stage.assertSucceeds(SCHEDULED);

    assertThat(before).isPositive();
    assertThat(credentials.requests()).isGreaterThan(before);
    assertThat(stage.list().members()).hasSize(2);
  }

  @Test
  void aSnapshotIsTakenAlthoughPrimingFails() throws Exception {
    LocalLambda function = snapshotted(Map.of());

    assertThat(function.output()).contains("Priming: ", "there is no such table in region");
    stage.createTable();
    function.restore();
    stage.assertSucceeds(SCHEDULED);
    assertThat(stage.list().members()).hasSize(2);
  }

  @Test
  void withoutSnapshotsNothingIsAskedBeforeTheFirstInvocation() throws Exception {
    stage.createTable();

    stage.start(TIMEOUT, Map.of()).ready().get(60, TimeUnit.SECONDS);

    assertThat(stage.requests().requests()).isEmpty();
    assertThat(stage.cloud().calls().all()).isEmpty();
  }

  /** Starts the function up to where Lambda takes the snapshot. */
  private LocalLambda snapshotted(Map<String, String> parameters) throws Exception {
    Map<String, String> environment = new HashMap<>(parameters);
    environment.putAll(LocalLambda.FROM_SNAPSHOT);
    LocalLambda function = stage.start(TIMEOUT, environment);
    function.awaitsSnapshot().get(60, TimeUnit.SECONDS);
    return function;
  }
}

package io.hsdo.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.dynamodb.DynamoDbLocal;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.Header;
import io.hsdo.table.SlotListStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built jar under AWS's own runtime interface client, with the events of a cloud. */
class RefreshHandlerTest {
  private static final String TABLE = "slots";

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final DynamoDbLocal dynamoDb = DynamoDbLocal.start();
  private final LocalCloud cloud =
      LocalCloud.builder().timings(Timings.instant()).events(events::add).start();
  private final SlotListStore store =
      new DynamoDbSlotListStore(dynamoDb.clientBuilder().build(), TABLE);
  private @TempDir Path folder;
  private LocalLambda lambda;

  @BeforeEach
  void startFunction() {
    dynamoDb.createTable(TABLE);
    lambda =
        new LocalLambda(
            "io.hsdo.refresh.RefreshHandler",
            Map.ofEntries(
                Map.entry("AWS_ENDPOINT_URL", cloud.endpoint().toString()),
                Map.entry("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString()),
                Map.entry("AWS_REGION", "eu-west-1"),
                Map.entry("AWS_ACCESS_KEY_ID", "local"),
                Map.entry("AWS_SECRET_ACCESS_KEY", "local"),
                Map.entry("DYNAMODB_TABLE_NAME", TABLE),
                Map.entry("SERVER_ASG_NAMES", "web"),
                Map.entry("SERVER_HAPROXY_BACKEND_SERVER_MIN_WEIGHT", "10"),
                Map.entry("HAPROXY_BACKEND_SERVERS_LIST_SIZE", "4")),
            Duration.ofSeconds(30),
            1,
            folder);
  }

  @AfterEach
  void stopEverything() {
    lambda.close();
    cloud.close();
    dynamoDb.close();
  }

  @Test
  void eachEventOfAGroupsLifeBringsTheListInLine() throws Exception {
    cloud.createGroup("web", 2, "eu-west-1a", "eu-west-1b");
    deliverUntil(() -> list().members().count() == 2);

    String leaving = list().slot(1).occupant().orElseThrow().id();
    cloud.terminate(leaving);
    deliverUntil(() -> list().slotOf(leaving).isEmpty() && list().members().count() == 2);
  }

  @Test
  void aSpotWarningDrainsTheMember() throws Exception {
    cloud.createGroup("web", 2, "eu-west-1a");
    assertSucceeds(Events.scheduled());
    String warned = list().slot(1).occupant().orElseThrow().id();

    cloud.interruptSpot(warned);

    deliverUntil(
        () ->
            list().slot(1) instanceof Slot.Draining slot
                && slot.reason() == DrainReason.SPOT_INTERRUPTION);
  }

  @Test
  void aStrangersStateChangeIsNotPlannedFor() throws Exception {
    cloud.createGroup("web", 1, "eu-west-1a");
    assertSucceeds(Events.scheduled());
    Header before = store.header(Consistency.STRONG).orElseThrow();

    assertSucceeds(
        """
        {"version":"0","id":"1","detail-type":"EC2 Instance State-change Notification",\
        "source":"aws.ec2","account":"123456789012","time":"2026-03-01T02:13:00Z",\
        "region":"eu-west-1","resources":[],\
        "detail":{"instance-id":"i-0123456789abcdef0","state":"running"}}""");

    assertThat(store.header(Consistency.STRONG)).contains(before);
  }

  @Test
  void whatIsNoEventIsDroppedAndNotSentAgain() throws Exception {
    for (String event :
        new String[] {
          "{}",
          "[]",
          "\"text\"",
          "{\"detail-type\":\"Object Created\",\"source\":\"aws.s3\"}",
          "{\"detail-type\":1,\"source\":\"aws.ec2\",\"detail\":{}}"
        }) {
      assertSucceeds(event);
    }
    assertThat(lambda.output()).contains("dropped: ");
    assertThat(store.header(Consistency.STRONG)).isEmpty();
  }

  @Test
  void aPassPrintsItsMetricsAsALineOfNothingElse() throws Exception {
    assertSucceeds(Events.scheduled());

    assertThat(lambda.output().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("{")
                    .endsWith("}")
                    .contains("\"_aws\"", "\"Table\":\"slots\"", "\"Slots\":4"));
  }

  @Test
  void aPassThatFailsIsAnErrorOfTheInvocation() throws Exception {
    var result = lambda.invoke(Events.scheduled()).get(30, TimeUnit.SECONDS);

    assertThat(result.failed()).as(result.body()).isFalse();
    dynamoDb.close();

    var failed = lambda.invoke(Events.scheduled()).get(30, TimeUnit.SECONDS);

    assertThat(failed.failed()).isTrue();
    assertThat(failed.body()).containsPattern("pass [0-9a-f]{8} failed: could not ");
  }

  private void deliverUntil(BooleanSupplier listIsRight) throws Exception {
    while (!listIsRight.getAsBoolean()) {
      String event = events.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("another event, with the list " + list()).isNotNull();
      assertSucceeds(String.valueOf(event));
    }
  }

  private void assertSucceeds(String event) throws Exception {
    var result = lambda.invoke(event).get(30, TimeUnit.SECONDS);
    assertThat(result.failed()).as(result.body() + lambda.output()).isFalse();
  }

  private SlotList list() {
    int size = store.header(Consistency.STRONG).map(Header::size).orElse(0);
    return store.rows(Consistency.STRONG).toSlotList(size);
  }
}

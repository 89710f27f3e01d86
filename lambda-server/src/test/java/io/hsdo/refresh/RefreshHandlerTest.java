package io.hsdo.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.hsdo.logging.RecordedLog;
import io.hsdo.table.Consistency;
import io.hsdo.table.InMemorySlotListStore;
import io.hsdo.table.StoredList;
import io.hsdo.time.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The function in its minute, with a clock that goes on only while it waits. */
class RefreshHandlerTest {
  private static final String SCHEDULED =
      """
      {"detail-type":"Scheduled Event","source":"aws.events","detail":{}}""";
  private static final String STATE_CHANGE_OF_A_STRANGER =
      """
      {"detail-type":"EC2 Instance State-change Notification","source":"aws.ec2",
       "time":"2026-03-01T12:00:00Z","detail":{"instance-id":"i-99","state":"stopping"}}""";
  private static final Duration TIMEOUT = FunctionTimes.TIMEOUT;

  private final ManualClock clock = new ManualClock();
  private final InMemorySlotListStore store = new InMemorySlotListStore();
  private final FakeFleet fleet = new FakeFleet();
  private final List<String> transcript = new ArrayList<>();
  private final RecordedLog log = new RecordedLog(RefreshHandler.class);
  private final RecordedLog refreshLog = new RecordedLog(Refresh.class);
  private final RecordedLog primingLog = new RecordedLog(Priming.class);

  /** What it weighs after each write, with the time of the write. */
  private final List<String> weights = new ArrayList<>();

  private final ServerConfiguration configuration =
      Configurations.of(
          Map.of(
              "HAPROXY_BACKEND_SERVERS_LIST_SIZE",
              "3",
              "SERVER_HAPROXY_BACKEND_SERVER_MAX_WEIGHT",
              "5"));
  private final FakeHooks told = new FakeHooks(transcript);
  private final CountedHooks hooks = new CountedHooks(told);
  private final SnapshotRefresh snapshot =
      new SnapshotRefresh(
          () -> new Priming(store, fleet, configuration, clock).run(),
          () ->
              new MeteredRefresh(
                  new Refresh(store, fleet, hooks, configuration, clock),
                  hooks,
                  configuration,
                  clock,
                  report -> {}));
  private final RefreshHandler handler =
      new RefreshHandler(snapshot, clock, millis -> clock.advance(Duration.ofMillis(millis)));

  @AfterEach
  void closeTheLogs() {
    log.close();
    refreshLog.close();
    primingLog.close();
  }

  @Test
  void rampStepsEveryThirtySecondsAlthoughTheScheduleHasMinutes() throws Exception {
    clock.advance(Duration.ofSeconds(10));
    fleet.serve(1);
    store.afterEachWrite(() -> weights.add(clock.instant().toString() + " " + weight()));

    for (int minute = 0; minute < 4; minute++) {
      Instant next = clock.instant().plusSeconds(60);
      invoke(SCHEDULED, TIMEOUT);
      clock.advance(Duration.between(clock.instant(), next));
    }

    assertThat(weights)
        .containsExactly(
            "2026-03-01T12:00:10Z 1",
            "2026-03-01T12:01:00Z 2",
            "2026-03-01T12:01:30Z 3",
            "2026-03-01T12:02:00Z 4",
            "2026-03-01T12:02:30Z 5");
  }

  @Test
  void hookIsCompletedInTheMinuteInWhichItIsDue() throws Exception {
    fleet.serve(1, 2);
    for (int minute = 0; minute < 4; minute++) {
      invoke(SCHEDULED, TIMEOUT);
    }
    fleet.terminate(2);
    Instant start = clock.instant();
    transcript.clear();

    invoke(SCHEDULED, TIMEOUT);

    assertThat(transcript).contains("complete i-2");
    assertThat(clock.instant()).isEqualTo(start.plusSeconds(30));
  }

  @Test
  void hookThatWasNotReachedIsCompletedInTheSameMinute() throws Exception {
    fleet.serve(1, 2, 3);
    for (int minute = 0; minute < 4; minute++) {
      invoke(SCHEDULED, TIMEOUT);
    }
    fleet.terminate(2);
    fleet.terminate(3);
    told.slow(() -> clock.advance(Duration.ofSeconds(11)));

    invoke(SCHEDULED, TIMEOUT);

    assertThat(transcript).contains("complete i-2", "complete i-3");
  }

  @Test
  void hookThatCannotBeToldIsTriedAFewTimesAMinute() throws Exception {
    fleet.serve(1, 2);
    for (int minute = 0; minute < 4; minute++) {
      invoke(SCHEDULED, TIMEOUT);
    }
    fleet.stopBehindItsHook(2);
    told.failFor("i-2");
    int before = fleet.snapshots();

    invoke(SCHEDULED, TIMEOUT);

    assertThat(fleet.snapshots() - before).isEqualTo(6);
  }

  @ParameterizedTest(name = "{0} s")
  @ValueSource(ints = {90, 60, 40, 26, 25, 10, 1})
  void noPassBeginsWhenTheTimeOfTheFunctionWouldNotSuffice(int seconds) throws Exception {
    fleet.serve(1);
    Instant start = clock.instant();

    invoke(SCHEDULED, Duration.ofSeconds(seconds));

    assertThat(weight()).isPositive();
    assertThat(clock.instant()).isBeforeOrEqualTo(start.plusSeconds(Math.max(0, seconds - 25)));
  }

  @Test
  void whereNothingRampsAndNoHookIsDueItReturnsAtOnce() throws Exception {
    fleet.serve(1);
    for (int minute = 0; minute < 6; minute++) {
      invoke(SCHEDULED, TIMEOUT);
    }
    fleet.callUnhealthy(1);
    Instant start = clock.instant();

    invoke(SCHEDULED, TIMEOUT);

    assertThat(clock.instant()).isEqualTo(start);
  }

  @Test
  void onceTheRampIsOverItReturnsAtOnce() throws Exception {
    fleet.serve(1);
    for (int minute = 0; minute < 5; minute++) {
      invoke(SCHEDULED, TIMEOUT);
    }
    Instant start = clock.instant();

    invoke(SCHEDULED, TIMEOUT);

    assertThat(weight()).isEqualTo(5);
    assertThat(clock.instant()).isEqualTo(start);
  }

  @Test
  void eventPassesNeverWait() throws Exception {
    fleet.serve(1);
    Instant start = clock.instant();

    invoke(
        """
        {"source":"aws.autoscaling","detail-type":"EC2 Instance Launch Successful",
         "detail":{"AutoScalingGroupName":"web"}}""",
        TIMEOUT);

    assertThat(weight()).isEqualTo(1);
    assertThat(clock.instant()).isEqualTo(start);
  }

  @Test
  void malformedEventIsDroppedWithAWarning() throws Exception {
    invoke("null", TIMEOUT);

    assertThat(log.take())
        .containsExactly("WARNING dropped: the event is no JSON object: it is null");
    assertThat(store.header(Consistency.STRONG)).isEmpty();
  }

  @Test
  void anAcceptanceIsAnsweredWithWhatBecameOfEachMember() throws Exception {
    fleet.serve(1, 2, 3);
    invoke(SCHEDULED, TIMEOUT);
    clock.advance(Duration.ofMinutes(1));
    fleet.callUnhealthy(1, 2);
    assertThat(invoke(SCHEDULED, TIMEOUT)).isEmpty();

    String answer =
        invoke(
            """
            {"hsdo":"accept","members":["i-99","i-3","i-2"],"until":"%s"}"""
                .formatted(clock.instant().plusSeconds(60)),
            TIMEOUT);

    assertThat(answer)
        .isEqualTo(
            """
            {
              "i-2" : "drains in slot 2: unhealthy",
              "i-3" : "keeps slot 3: it was not held",
              "i-99" : "has no slot"
            }
            """);
  }

  @Test
  void anAcceptanceThatIsPastFailsAndNoPassBegins() {
    assertThatThrownBy(
            () ->
                invoke(
                    """
                    {"hsdo":"accept","members":["i-1"],"until":"2026-03-01T11:59:59Z"}""",
                    TIMEOUT))
        .isInstanceOf(RefreshException.class)
        .hasMessage(
            "the command is refused: until is 2026-03-01T11:59:59Z, which is past: look at what is"
                + " held now, then accept it anew");

    assertThat(log.take()).isEmpty();
    assertThat(store.header(Consistency.STRONG)).isEmpty();
  }

  @Test
  void primingForASnapshotWritesNothing() throws Exception {
    fleet.serve(1);
    invoke(SCHEDULED, TIMEOUT);
    fleet.serve(2);
    fleet.terminate(1);
    clock.advance(Duration.ofMinutes(2));
    transcript.clear();
    store.afterEachWrite(() -> transcript.add("write"));
    StoredList before = store.load();
    int snapshots = fleet.snapshots();

    checkpoint();

    assertThat(fleet.snapshots()).isGreaterThan(snapshots);
    assertThat(transcript).isEmpty();
    assertThat(store.load()).isEqualTo(before);
  }

  @Test
  void primingThatFailsLeavesASnapshotToStartFrom() throws Exception {
    fleet.fail();

    checkpoint();

    assertThat(primingLog.take())
        .containsExactly(
            "WARNING the first pass of each environment takes longer: Auto Scaling does not"
                + " describe groups [web]: Rate exceeded");
  }

  @Test
  void whoStartsFromASnapshotRemembersNothingOfTheTable() throws Exception {
    fleet.serve(1);
    invoke(SCHEDULED, TIMEOUT);
    invoke(STATE_CHANGE_OF_A_STRANGER, TIMEOUT);
    int whileRemembered = fleet.snapshots();
    invoke(STATE_CHANGE_OF_A_STRANGER, TIMEOUT);
    assertThat(fleet.snapshots()).isEqualTo(whileRemembered);

    checkpoint();
    int primed = fleet.snapshots();
    snapshot.afterRestore(Core.getGlobalContext());
    invoke(STATE_CHANGE_OF_A_STRANGER, TIMEOUT);

    assertThat(fleet.snapshots()).isEqualTo(primed + 1);
  }

  private void checkpoint() {
    snapshot.beforeCheckpoint(Core.getGlobalContext());
  }

  private String invoke(String event, Duration left) throws IOException {
    var answer = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
        answer,
        new Invocation(clock, clock.instant().plus(left)));
    return answer.toString(StandardCharsets.UTF_8);
  }

  private int weight() {
    return store.rows(Consistency.STRONG).toSlotList(3).slot(1).weight();
  }

  /** Knows when it ends, which is all that the function asks. */
  private record Invocation(ManualClock clock, Instant end) implements Context {
    @Override
    public int getRemainingTimeInMillis() {
      return (int) Duration.between(clock.instant(), end).toMillis();
    }

    @Override
    public String getAwsRequestId() {
      return "1";
    }

    @Override
    public String getLogGroupName() {
      return "group";
    }

    @Override
    public String getLogStreamName() {
      return "stream";
    }

    @Override
    public String getFunctionName() {
      return "hsdo";
    }

    @Override
    public String getFunctionVersion() {
      return "1";
    }

    @Override
    public String getInvokedFunctionArn() {
      return "arn:aws:lambda:eu-west-1:123456789012:function:hsdo";
    }

    @Override
    public CognitoIdentity getIdentity() {
      throw new UnsupportedOperationException("nobody asks who invokes");
    }

    @Override
    public ClientContext getClientContext() {
      throw new UnsupportedOperationException("nobody asks who invokes");
    }

    @Override
    public int getMemoryLimitInMB() {
      return 512;
    }

    @Override
    public LambdaLogger getLogger() {
      throw new UnsupportedOperationException("the program logs by itself");
    }
  }
}

package io.hsdo.local.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.cloud.AwsClients;
import io.hsdo.local.cloud.Instance;
import io.hsdo.local.cloud.endpoint.Fault;
import io.hsdo.local.cloud.model.ActionResult;
import io.hsdo.local.cloud.model.LifecycleHook;
import io.hsdo.local.cloud.model.LifecycleTransition;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.e2e.Await;
import io.hsdo.local.e2e.ListHistory;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.lambda.LocalLambda;
import io.hsdo.local.load.Load;
import io.hsdo.local.load.LoadReport;
import io.hsdo.local.load.LoadSettings;
import io.hsdo.local.service.LocalService;
import io.hsdo.local.service.ServiceSettings;
import io.hsdo.plan.Ramp;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Members that leave behind our terminate hook, under load: 7 slots, 6 instances, a HAProxy that
 * shows every failed connection, an agent, and the refresh as the function that EventBridge
 * invokes. An instance stops answering the moment its hook lets it go. Each test begins and ends
 * with 6 instances at rest.
 */
@RequiresHaproxy
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrainTest {
  private static final String GROUP = "shop";
  private static final int SLOTS = 7;
  private static final int INSTANCES = 6;
  private static final Duration DRAIN = Duration.ofSeconds(4);

  /** How late a hook may be completed. */
  private static final Duration LATEST = Duration.ofSeconds(60);

  /** As infra sets it: it does not end by itself what the tests are about. */
  private static final Duration HOOK_TIMEOUT = DRAIN.plusSeconds(180);

  /** A run of fewer requests proves nothing. */
  private static final int ENOUGH_REQUESTS = 1_000;

  private static final Map<String, String> PARAMETERS =
      Map.of("SERVER_DRAIN_SECONDS", Long.toString(DRAIN.toSeconds()));

  private static final ServiceSettings SETTINGS =
      new ServiceSettings(
          SLOTS,
          Duration.ofMillis(200),
          Duration.ofSeconds(5),
          new Ramp(1, 10, 3, Duration.ofSeconds(1)),
          Duration.ofMillis(500),
          Timings.instant()
              .withBoot(Duration.ofSeconds(2))
              .withHealthCheck(Duration.ofSeconds(1))
              .withSpotNotice(Duration.ofSeconds(5)),
          1,
          false);

  private final LocalService service = LocalService.start(SETTINGS);
  private final ListHistory history = ListHistory.of(service);
  private final HookWatch hooks = new HookWatch(service.cloud());
  private final AwsClients aws = new AwsClients(service.cloud().endpoint());

  private @Nullable LocalLambda function;

  @BeforeAll
  void start() {
    service.cloud().createGroup(GROUP, INSTANCES, "eu-west-1a", "eu-west-1b");
    service
        .cloud()
        .putHook(
            GROUP,
            new LifecycleHook(
                "hsdo-drain",
                LifecycleTransition.TERMINATING,
                HOOK_TIMEOUT,
                ActionResult.CONTINUE,
                Optional.empty()));
    function = startFunction();
    service.startAgent();
  }

  @BeforeEach
  void beginAtRest() throws Exception {
    atRest(INSTANCES);
  }

  @AfterEach
  void nobodyHasMoved() {
    history.assertNobodyMoved();
    history.assertNewcomersTookTheLowestSlots();
  }

  @AfterAll
  void stop() {
    hooks.close();
    history.close();
    aws.close();
    service.close();
  }

  @Test
  @DisplayName("One instance, one slot; a replacement takes the slot that fell empty")
  void terminateFirstRefreshesAFullListSlotBySlotThenItScalesIn() throws Exception {
    try (Load load = load()) {
      service.cloud().scale(GROUP, SLOTS);
      atRest(SLOTS);
      SlotList before = service.list();
      List<String> leaving = List.of(memberOf(before, 2), memberOf(before, 5));

      leaving.forEach(service.cloud()::terminate);
      awaitGone(leaving);
      atRest(SLOTS);
      SlotList refreshed = service.list();
      service.cloud().scale(GROUP, INSTANCES);
      atRest(INSTANCES);
      Set<String> scaledIn = membersOf(refreshed);
      scaledIn.removeAll(membersOf(service.list()));

      assertStayed(before, refreshed, 1, 3, 4, 6, 7);
      assertThat(membersOf(before)).doesNotContain(memberOf(refreshed, 2), memberOf(refreshed, 5));
      assertThat(scaledIn).hasSize(1);
      assertStayed(refreshed, service.list(), seatedSlots(service.list()));
      leaving.forEach(this::assertHookWasCompletedInTime);
      scaledIn.forEach(this::assertHookWasCompletedInTime);
      assertNothingFailed(load);
    }
  }

  @Test
  void launchFirstSeatsEachReplacementBeforeItsPredecessorDrains() throws Exception {
    try (Load load = load()) {
      SlotList before = service.list();
      int expected = freeSlot(before);
      for (int slot : Arrays.copyOf(seatedSlots(before), 2)) {
        String leaving = memberOf(before, slot);
        service.cloud().scale(GROUP, SLOTS);
        atRest(SLOTS);
        String newcomer = memberOf(service.list(), expected);
        assertThat(membersOf(before)).doesNotContain(newcomer);

        terminateAndShrink(leaving);
        awaitGone(List.of(leaving));
        atRest(INSTANCES);

        assertThat(memberOf(service.list(), expected)).isEqualTo(newcomer);
        assertHookWasCompletedInTime(leaving);
        expected = slot;
      }
      assertNothingFailed(load);
    }
  }

  @Test
  void aSpotWarningDrainsBeforeTheInterruptionAndTheReplacementTakesTheLowestEmptySlot()
      throws Exception {
    try (Load load = load()) {
      SlotList before = service.list();
      String warned = before.members().map(Member::id).findFirst().orElseThrow();
      int slot = slotOf(warned);

      service.cloud().interruptSpot(warned);
      Await.that(
          () ->
              service.list().slot(slot) instanceof Slot.Draining draining
                      && draining.reason() == DrainReason.SPOT_INTERRUPTION
                  ? Optional.empty()
                  : Optional.of(warned + " does not drain"));
      assertThat(instance(warned).isInService()).as("it drains before it goes").isTrue();
      awaitGone(List.of(warned));
      atRest(INSTANCES);

      assertThat(membersOf(before))
          .doesNotContain(memberOf(service.list(), Math.min(slot, freeSlot(before))));
      assertThat(instance(warned).group()).as("no hook holds it in its group").isEmpty();
      assertNothingFailed(load);
    }
  }

  @Test
  @DisplayName("Nothing is lost when the function stops in the middle of a drain")
  void aDrainThatLosesItsFunctionIsResumedByTheNext() throws Exception {
    try (Load load = load()) {
      String leaving = service.list().members().map(Member::id).findFirst().orElseThrow();
      service.cloud().terminate(leaving);
      Slot.Draining drain = awaitHeld(leaving);

      Objects.requireNonNull(function).close();
      awaitPast(drain.hookDue().orElseThrow());
      assertThat(hooks.holds(leaving)).as("nobody lets it go").isTrue();
      assertThat(service.list().slot(drain.number())).isEqualTo(drain);
      function = startFunction();
      Instant resumed = Instant.now();
      awaitGone(List.of(leaving));
      atRest(INSTANCES);

      assertHookWasCompleted(leaving, resumed);
      assertNothingFailed(load);
    }
  }

  @Test
  @DisplayName("Nothing is lost when AWS fails in the middle of a drain")
  void aDrainGoesOnWhereItWasWhenAwsAnswersAgain() throws Exception {
    try (Load load = load()) {
      String leaving = service.list().members().map(Member::id).findFirst().orElseThrow();
      service.cloud().terminate(leaving);
      Slot.Draining drain = awaitHeld(leaving);

      service.cloud().faults().onAll().always(Fault.serverError());
      awaitPast(drain.hookDue().orElseThrow());
      assertThat(hooks.holds(leaving)).as("nobody can let it go").isTrue();
      assertThat(service.list().slot(drain.number())).isEqualTo(drain);
      service.cloud().faults().clear();
      Instant resumed = Instant.now();
      awaitGone(List.of(leaving));
      atRest(INSTANCES);

      assertHookWasCompleted(leaving, resumed);
      assertNothingFailed(load);
    }
  }

  private LocalLambda startFunction() {
    return service.startFunction(PARAMETERS, GROUP);
  }

  /** Waits until the instance drains and our hook holds it. */
  private Slot.Draining awaitHeld(String id) throws Exception {
    Await.that(
        () ->
            hooks.holds(id) && drainOf(id).isPresent()
                ? Optional.empty()
                : Optional.of(id + " does not drain"));
    return drainOf(id).orElseThrow();
  }

  private Optional<Slot.Draining> drainOf(String id) {
    return service
        .list()
        .slotOf(id)
        .filter(Slot.Draining.class::isInstance)
        .map(Slot.Draining.class::cast)
        .filter(drain -> drain.hookDue().isPresent());
  }

  /** Long enough that a hook would have been completed that nothing kept from it. */
  private static void awaitPast(Instant due) throws Exception {
    Instant end = due.plus(SETTINGS.schedule());
    Await.that(
        () -> Instant.now().isAfter(end) ? Optional.empty() : Optional.of("it is not " + end));
  }

  private void assertHookWasCompletedInTime(String id) {
    assertHookWasCompleted(id, dueOf(id));
  }

  /**
   * @param latestFrom when its completion was due, or possible
   */
  private void assertHookWasCompleted(String id, Instant latestFrom) {
    Instant due = dueOf(id);
    assertThat(hooks.released(id).orElseThrow())
        .as("completion of the hook of %s, due at %s", id, due)
        .isAfterOrEqualTo(due)
        .isBefore(latestFrom.plus(LATEST));
  }

  /** What the list said when it first knew; it took {@link #DRAIN} from the drain's begin. */
  private Instant dueOf(String id) {
    Slot.Draining drain =
        history.versions().stream()
            .flatMap(version -> version.list().slotOf(id).stream())
            .filter(Slot.Draining.class::isInstance)
            .map(Slot.Draining.class::cast)
            .filter(slot -> slot.hookDue().isPresent())
            .findFirst()
            .orElseThrow();
    assertThat(Duration.between(drain.since().orElseThrow(), drain.hookDue().orElseThrow()))
        .isGreaterThanOrEqualTo(DRAIN);
    return drain.hookDue().orElseThrow();
  }

  /** As an instance refresh does that has launched the successor. */
  private void terminateAndShrink(String id) {
    aws.autoScaling()
        .terminateInstanceInAutoScalingGroup(
            request -> request.instanceId(id).shouldDecrementDesiredCapacity(true));
  }

  private Load load() {
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), service.haproxy().httpPort());
    return Load.start(new LoadSettings(List.of(address), 8, 500, 1_000, Duration.ofMinutes(5)));
  }

  private void assertNothingFailed(Load load) throws InterruptedException {
    LoadReport report = load.stop();
    System.out.println("Drains under load: " + report.summary());
    assertThat(report.requests()).as("VOID run: requests").isGreaterThanOrEqualTo(ENOUGH_REQUESTS);
    assertThat(report.failures()).isEmpty();
    history.assertAnsweredByWhoWasSeated(report.answers());
  }

  private static void assertStayed(SlotList before, SlotList after, int... slots) {
    for (int slot : slots) {
      assertThat(memberOf(after, slot)).as("slot %d", slot).isEqualTo(memberOf(before, slot));
    }
  }

  private static String memberOf(SlotList list, int slot) {
    return list.slot(slot).occupant().orElseThrow().id();
  }

  private static Set<String> membersOf(SlotList list) {
    return list.members().map(Member::id).collect(Collectors.toCollection(TreeSet::new));
  }

  private static int freeSlot(SlotList list) {
    return list.slots().stream()
        .filter(Slot.Empty.class::isInstance)
        .mapToInt(Slot::number)
        .findFirst()
        .orElseThrow();
  }

  private static int[] seatedSlots(SlotList list) {
    return list.slots().stream()
        .filter(slot -> slot.occupant().isPresent())
        .mapToInt(Slot::number)
        .toArray();
  }

  private int slotOf(String id) {
    return service.list().slotOf(id).orElseThrow().number();
  }

  private Instance instance(String id) {
    return service.cloud().instances().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private void awaitGone(List<String> ids) throws Exception {
    Await.that(
        () ->
            service.cloud().instances(GROUP).stream()
                .map(Instance::id)
                .filter(ids::contains)
                .findFirst()
                .map(id -> id + " is still in its group"));
  }

  /**
   * Waits until {@code count} instances serve with full weight and HAProxy has carried that out.
   */
  private void atRest(int count) throws Exception {
    Await.that(
        () -> {
          Set<String> inService =
              service.cloud().instances(GROUP).stream()
                  .filter(Instance::isInService)
                  .map(Instance::id)
                  .collect(Collectors.toCollection(TreeSet::new));
          SlotList list = service.list();
          boolean full =
              list.slots().stream()
                  .allMatch(slot -> slot.occupant().isEmpty() || slot.weight() == 10);
          return inService.size() == count && membersOf(list).equals(inService) && full
              ? service.difference(list, service.haproxy())
              : Optional.of("in service are %s, in the list %s".formatted(inService, list));
        });
  }
}

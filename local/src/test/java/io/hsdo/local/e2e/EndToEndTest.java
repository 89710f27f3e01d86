package io.hsdo.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.cloud.AwsClients;
import io.hsdo.local.cloud.Instance;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.haproxy.LocalHaproxy;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.load.KeyMap;
import io.hsdo.local.load.Load;
import io.hsdo.local.load.LoadReport;
import io.hsdo.local.load.LoadSettings;
import io.hsdo.local.service.LocalService;
import io.hsdo.local.service.Program;
import io.hsdo.local.service.ServiceSettings;
import io.hsdo.plan.Ramp;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * The whole of HSDO: 100 slots, 60 instances in two groups, two HAProxies that show every failed
 * connection, an agent beside each, one refresh. Each test begins and ends with 60 instances at
 * rest.
 */
@RequiresHaproxy
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndToEndTest {
  private static final String SHOP = "shop";
  private static final String BLOG = "blog";
  private static final int HALF = 30;
  private static final int KEYS = 1_000;

  /** A run of fewer requests proves nothing, nor does one that asks less often. */
  private static final int ENOUGH_REQUESTS = 10_000;

  private static final int ENOUGH_A_SECOND = 500;

  private static final Ramp RAMP = new Ramp(1, 10, 3, Duration.ofSeconds(1));

  private static final ServiceSettings SETTINGS =
      new ServiceSettings(
          100,
          Duration.ofMillis(200),
          Duration.ofMinutes(1),
          RAMP,
          Duration.ofMillis(500),
          Timings.instant()
              .withBoot(Duration.ofSeconds(1))
              .withListening(Duration.ofSeconds(2))
              .withHealthCheck(Duration.ofMillis(500))
              .withDeregistering(Duration.ofSeconds(4))
              .withShutdown(Duration.ofMillis(500)),
          2,
          false);

  private final List<Program> programs = new ArrayList<>();
  private final LocalService service = LocalService.start(SETTINGS);
  private final List<LocalHaproxy> haproxies = service.haproxies();
  private final List<Long> pids = haproxies.stream().map(LocalHaproxy::pid).toList();
  private final ListHistory history = ListHistory.of(service);

  @BeforeAll
  void start() throws Exception {
    service.cloud().createGroup(SHOP, HALF, "eu-west-1a", "eu-west-1b", "eu-west-1c");
    service.cloud().createGroup(BLOG, HALF, "eu-west-1a", "eu-west-1b");
    programs.add(service.startRefresh(SHOP, BLOG));
    programs.add(service.startAgent(0));
    programs.add(service.startAgent(1));
  }

  @BeforeEach
  void beginAtRest() throws Exception {
    atRest(2 * HALF);
  }

  @AfterEach
  void nothingElseHappened() {
    history.assertNobodyMoved();
    assertThat(haproxies).extracting(LocalHaproxy::pid).isEqualTo(pids);
    assertThat(pids)
        .allMatch(pid -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent());
    assertThat(programs).allMatch(Program::isRunning);
  }

  @AfterAll
  void stop() {
    history.close();
    service.close();
  }

  @Test
  void everyInstanceHasOneSlotAndAnswersThroughBothHaproxies() throws Exception {
    KeyMap keys = atRest(2 * HALF);

    assertThat(service.list().members().map(Member::id))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(inService());
    assertThat(keys.distinctInstances()).isEqualTo(inService());
    assertThat(inService()).allMatch(id -> service.cloud().requestsServed(id) > 0);
  }

  @Test
  void noRequestFailsWhileInstancesComeAndRampAndDrainAndLeave() throws Exception {
    KeyMap before = atRest(2 * HALF);
    LoadReport report;
    try (Load load =
        Load.start(new LoadSettings(addresses(), 8, 1_000, KEYS, Duration.ofMinutes(5)))) {
      service.cloud().scale(SHOP, HALF + 4);
      KeyMap grown = atRest(2 * HALF + 4);
      assertThat(before.movedSince(grown))
          .as("keys that moved, and not to a newcomer")
          .noneMatch(key -> before.distinctInstances().contains(grown.instances().get(key)));

      List<String> leaving = service.list().members().map(Member::id).skip(10).limit(3).toList();
      leaving.forEach(service.cloud()::terminate);
      awaitGone(leaving);
      atRest(2 * HALF + 4);

      service.cloud().scale(SHOP, HALF);
      atRest(2 * HALF);

      Await.that(
          () ->
              load.requests() >= ENOUGH_REQUESTS
                  ? Optional.empty()
                  : Optional.of("VOID: only " + load.requests() + " requests"));
      report = load.stop();
    }

    System.out.println(
        "End to end, instances coming and leaving, 16 connections: " + report.summary());
    assertThat(report.requests()).as("VOID run: requests").isGreaterThanOrEqualTo(ENOUGH_REQUESTS);
    assertThat(report.requestsPerSecond())
        .as("VOID run: requests a second")
        .isGreaterThanOrEqualTo(ENOUGH_A_SECOND);
    assertThat(report.failures()).isEmpty();
    history.assertAnsweredByWhoWasSeated(report.answers());
  }

  @Test
  @DisplayName("One instance, one slot; a slot never moves")
  void killedReplacedAndAddedInstancesMoveNobody() throws Exception {
    KeyMap before = atRest(2 * HALF);
    SlotList seatedBefore = service.list();
    List<String> members = seatedBefore.members().map(Member::id).toList();
    List<String> killed = List.of(members.get(5), members.get(20));
    List<String> gone = List.of(members.get(5), members.get(20), members.get(40));

    try (AwsClients aws = new AwsClients(service.cloud().endpoint())) {
      kill(aws.ec2(), killed);
    }
    service.cloud().terminate(members.get(40));
    service.cloud().scale(BLOG, HALF + 3);
    awaitGone(gone);
    KeyMap after = atRest(2 * HALF + 3);

    for (Slot slot : seatedBefore.slots()) {
      slot.occupant()
          .filter(member -> !gone.contains(member.id()))
          .ifPresent(
              member ->
                  assertThat(service.list().slot(slot.number()).occupant())
                      .as("slot %d", slot.number())
                      .contains(member));
    }
    assertThat(before.movedSince(after))
        .as("keys that moved between two instances that both were there all the time")
        .noneMatch(
            key ->
                !gone.contains(before.instances().get(key))
                    && members.contains(after.instances().get(key)));
    assertThat(history.assertNewcomersTookTheLowestSlots()).isPositive();
    firstSixtyAreInOrderOfLaunch();

    service.cloud().scale(BLOG, HALF);
    atRest(2 * HALF);
  }

  private void firstSixtyAreInOrderOfLaunch() {
    Comparator<Instance> order =
        Comparator.comparing(Instance::launched).thenComparing(Instance::id);
    List<String> inOrder =
        service.cloud().instances().stream()
            .sorted(order)
            .limit(2 * HALF)
            .map(Instance::id)
            .toList();
    SlotList first =
        history.versions().stream()
            .map(ListHistory.Version::list)
            .filter(list -> list.members().count() == 2 * HALF)
            .findFirst()
            .orElseThrow();
    assertThat(first.slots().subList(0, 2 * HALF))
        .extracting(slot -> slot.occupant().map(Member::id).orElse("nobody"))
        .isEqualTo(inOrder);
  }

  private static void kill(Ec2Client ec2, List<String> ids) {
    ec2.terminateInstances(request -> request.instanceIds(ids));
  }

  private Set<String> inService() {
    return service.cloud().instances().stream()
        .filter(Instance::isInService)
        .map(Instance::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void awaitGone(List<String> ids) throws Exception {
    Await.that(
        () ->
            service
                .list()
                .members()
                .map(Member::id)
                .filter(ids::contains)
                .findFirst()
                .map(id -> id + " still has a slot"));
  }

  /**
   * Waits until {@code count} instances serve with full weight, which both HAProxies have carried
   * out, and returns who answers for each key. That must be the same through both, in spite of
   * their histories: only a list or a server that changed meanwhile is a reason to ask again.
   */
  private KeyMap atRest(int count) throws Exception {
    List<KeyMap> keys = new ArrayList<>();
    Await.that(
        () -> {
          Optional<Long> version = version();
          Optional<String> missing = missing(count);
          if (missing.isPresent()) {
            return missing;
          }
          keys.clear();
          for (InetSocketAddress address : addresses()) {
            keys.add(KeyMap.of(address, KEYS));
          }
          return missing(count)
              .or(
                  () ->
                      version.equals(version())
                          ? Optional.empty()
                          : Optional.of("the list changes"));
        });
    assertThat(keys.get(1).movedSince(keys.get(0)))
        .as("keys with different instances through the two HAProxies")
        .isEmpty();
    assertThat(keys.get(0).distinctInstances()).isEqualTo(inService());
    return keys.get(0);
  }

  private Optional<Long> version() {
    return service.store().header(Consistency.STRONG).map(Header::version);
  }

  private Optional<String> missing(int count) {
    Set<String> inService = inService();
    if (inService.size() != count) {
      return Optional.of(inService.size() + " of " + count + " instances are in service");
    }
    SlotList list = service.list();
    Set<String> seated =
        list.members().map(Member::id).collect(Collectors.toCollection(TreeSet::new));
    if (!seated.equals(inService)) {
      return Optional.of("in service " + inService + ", in slots " + seated);
    }
    return list.slots().stream()
        .filter(slot -> slot.occupant().isPresent() && slot.weight() < RAMP.max())
        .map(Slot::description)
        .findFirst()
        .or(
            () ->
                haproxies.stream()
                    .flatMap(haproxy -> service.difference(list, haproxy).stream())
                    .findFirst());
  }

  private List<InetSocketAddress> addresses() {
    return haproxies.stream()
        .map(haproxy -> new InetSocketAddress(InetAddress.getLoopbackAddress(), haproxy.httpPort()))
        .toList();
  }
}

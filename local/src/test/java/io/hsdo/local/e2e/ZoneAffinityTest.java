package io.hsdo.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.haproxy.HaproxyConfig;
import io.hsdo.local.haproxy.HaproxyProgram;
import io.hsdo.local.haproxy.LocalHaproxy;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.load.Answer;
import io.hsdo.local.load.KeyMap;
import io.hsdo.local.load.Load;
import io.hsdo.local.load.LoadReport;
import io.hsdo.local.load.LoadSettings;
import io.hsdo.local.service.Program;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A HAProxy and an agent in each of two zones, on one list, as docs/haproxy.md says: requests stay
 * in their zone while it has servers. Of the HAProxies there are, the oldest and the newest.
 */
@RequiresHaproxy
class ZoneAffinityTest {
  private static final String ZONE_A = "eu-west-1a";
  private static final String ZONE_B = "eu-west-1b";
  private static final Duration OPENS_LATE = Duration.ofSeconds(1);
  private static final int IN_EACH_ZONE = 3;

  /** From each HAProxy in each of the phases. */
  private static final int ENOUGH_REQUESTS = 500;

  private static final Backend LOCAL = new Backend("web", "web", 80, Backend.Role.DEFAULT);
  private static final Backend FAR = new Backend("web-far", "far", 80, Backend.Role.FALLBACK);

  @TempDir private Path folder;

  @Test
  void requestsLeaveTheirZoneOnlyWhileItHasNoServer() throws Exception {
    List<HaproxyProgram> programs = HaproxyProgram.all();
    try (var stage = Stage.set(folder, Timings.instant().withListening(OPENS_LATE));
        var haproxyA = LocalHaproxy.start(programs.get(0), ZoneAffinityTest::config);
        var haproxyB =
            LocalHaproxy.start(programs.get(programs.size() - 1), ZoneAffinityTest::config)) {
      stage.cloud().createGroup("shop", 2 * IN_EACH_ZONE, ZONE_A, ZONE_B);
      List<Member> first = stage.members("shop");
      stage.save(slots(first, ZoneAffinityTest::serving));
      List<Program> agents =
          List.of(
              stage.startAgent(haproxyA.socketPath(), documentedParameters(), Map.of()),
              stage.startAgent(
                  haproxyB.socketPath(), documentedParameters(), Map.of("CLIENT_ZONE", ZONE_B)));
      Await.that(() -> unheard(stage, first, haproxyA, haproxyB));
      for (LocalHaproxy haproxy : List.of(haproxyA, haproxyB)) {
        Await.that(() -> not(IN_EACH_ZONE, LOCAL, haproxy));
        Await.that(() -> not(IN_EACH_ZONE, FAR, haproxy));
      }

      LoadReport reportA;
      LoadReport reportB;
      long lost;
      long fallback;
      long returning;
      long back;
      try (Load loadA = Load.start(settings(haproxyA));
          Load loadB = Load.start(settings(haproxyB))) {
        awaitRequests(loadA, loadB);

        lost = System.nanoTime();
        stage.save(slots(first, ZoneAffinityTest::drainingInZoneA));
        Await.that(() -> not(0, LOCAL, haproxyA));
        fallback = System.nanoTime();
        awaitRequests(loadA, loadB);
        stage.save(slots(first, ZoneAffinityTest::goneFromZoneA));
        awaitRequests(loadA, loadB);

        returning = System.nanoTime();
        stage.cloud().createGroup("successors", IN_EACH_ZONE, ZONE_A);
        stage.save(slots(succeeded(first, stage.members("successors")), ZoneAffinityTest::serving));
        Await.that(() -> not(IN_EACH_ZONE, LOCAL, haproxyA));
        back = System.nanoTime();
        awaitRequests(loadA, loadB);
        reportA = loadA.stop();
        reportB = loadB.stop();
      }

      System.out.printf(
          "Zone %s loses its servers and gets others: %s; zone %s: %s%n",
          ZONE_A, reportA.summary(), ZONE_B, reportB.summary());
      assertThat(agents).allMatch(Program::isRunning);
      assertThat(reportA.failures()).isEmpty();
      assertThat(reportB.failures()).isEmpty();
      Map<String, String> zones = zones(stage);
      assertThat(reportB.answers()).extracting(zoneIn(zones)).containsOnly(ZONE_B);
      assertThat(between(reportA, Long.MIN_VALUE, lost))
          .extracting(zoneIn(zones))
          .containsOnly(ZONE_A);
      assertThat(between(reportA, fallback, returning))
          .extracting(zoneIn(zones))
          .containsOnly(ZONE_B);
      assertThat(between(reportA, back, Long.MAX_VALUE))
          .extracting(zoneIn(zones))
          .containsOnly(ZONE_A);
    }
  }

  // What is documented

  private static String config(HaproxyConfig.Listeners listeners) {
    String documented = documented(0);
    assertThat(documented).contains("bind :80\n");
    return """
    global
      stats socket %s mode 600 level admin

    defaults
      mode http
      timeout connect 1s
      timeout client 10s
      timeout server 10s
      retries 0
      default-server inter 300ms

    """
            .formatted(listeners.socket())
        + documented.replace("bind :80\n", "bind 127.0.0.1:%d\n".formatted(listeners.httpPort()));
  }

  private List<String> documentedParameters() throws IOException {
    Path file = Files.writeString(folder.resolve("env.yaml"), documented(1));
    return List.of("run", "--config", file.toString());
  }

  private static String documented(int block) {
    return DocumentedConfig.below("A fallback backend").get(block);
  }

  // The list

  /** A slot for each of {@code members}, in their order. */
  private static List<Slot> slots(List<Member> members, SlotOf slot) {
    List<Slot> slots = new ArrayList<>();
    members.forEach(member -> slots.add(slot.of(slots.size() + 1, member)));
    return slots;
  }

  @FunctionalInterface
  private interface SlotOf {
    Slot of(int number, Member member);
  }

  private static Slot serving(int number, Member member) {
    return new Slot.Serving(number, member, 10, Optional.of(Instant.EPOCH), Optional.empty());
  }

  private static Slot drainingInZoneA(int number, Member member) {
    return isInZoneA(member)
        ? new Slot.Draining(
            number,
            member,
            DrainReason.TERMINATING,
            Optional.of(Instant.now()),
            Optional.empty(),
            Optional.empty())
        : serving(number, member);
  }

  private static Slot goneFromZoneA(int number, Member member) {
    return isInZoneA(member) ? new Slot.Empty(number) : serving(number, member);
  }

  private static boolean isInZoneA(Member member) {
    return member.zone().orElseThrow().equals(ZONE_A);
  }

  /** The members, with those of zone A replaced one by one. */
  private static List<Member> succeeded(List<Member> members, List<Member> successors) {
    var next = successors.iterator();
    return members.stream().map(member -> isInZoneA(member) ? next.next() : member).toList();
  }

  // What came of it

  private static Map<String, String> zones(Stage stage) {
    Map<String, String> zones = new HashMap<>();
    stage.cloud().instances().forEach(instance -> zones.put(instance.id(), instance.zone()));
    return zones;
  }

  private static Function<Answer, String> zoneIn(Map<String, String> zones) {
    return answer -> zones.getOrDefault(answer.instance(), "of nobody");
  }

  /** Answers to requests that were sent after {@code from} and answered before {@code to}. */
  private static List<Answer> between(LoadReport report, long from, long to) {
    return report.answers().stream()
        .filter(answer -> answer.sent() >= from && answer.received() <= to)
        .toList();
  }

  /** Unless so many servers of a backend take traffic. */
  private static Optional<String> not(int count, Backend backend, LocalHaproxy haproxy) {
    List<ObservedServer> taking =
        new Haproxy(new UnixSocketRuntimeApi(haproxy.socketPath().toString()))
            .read(List.of(backend)).servers().values().stream()
                .filter(ObservedServer::takesTraffic)
                .toList();
    return taking.size() == count
        ? Optional.empty()
        : Optional.of("expected " + count + " servers in " + backend.name() + ", are " + taking);
  }

  /** Somebody who has not answered a request of either HAProxy yet. */
  private static Optional<String> unheard(
      Stage stage, List<Member> members, LocalHaproxy... haproxies) throws IOException {
    for (LocalHaproxy haproxy : haproxies) {
      KeyMap.of(address(haproxy), 100);
    }
    return members.stream()
        .filter(member -> stage.cloud().requestsServed(member.id()) == 0)
        .map(member -> "no answer of " + member)
        .findFirst();
  }

  private static LoadSettings settings(LocalHaproxy haproxy) {
    return new LoadSettings(List.of(address(haproxy)), 8, 500, 1_000, Duration.ofMinutes(5));
  }

  private static InetSocketAddress address(LocalHaproxy haproxy) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), haproxy.httpPort());
  }

  private static void awaitRequests(Load... loads) throws Exception {
    for (Load load : loads) {
      long enough = load.requests() + ENOUGH_REQUESTS;
      Await.that(
          () -> load.requests() >= enough ? Optional.empty() : Optional.of("requests are missing"));
    }
  }
}

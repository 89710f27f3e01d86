package io.hsdo.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.haproxy.HaproxyProgram;
import io.hsdo.local.haproxy.LocalHaproxy;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.haproxy.ServiceConfig;
import io.hsdo.local.load.KeyMap;
import io.hsdo.local.load.Load;
import io.hsdo.local.load.LoadReport;
import io.hsdo.local.load.LoadSettings;
import io.hsdo.local.service.Program;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that leave maint, on each version of HAProxy, and with {@code init-state} where it knows
 * that: a newcomer gets nothing before its checks are good, a restarted HAProxy does not wait for
 * them.
 */
@RequiresHaproxy
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("programs")
class NewcomersTest {
  private static final int OLD = 4;
  private static final int NEWCOMERS = 2;
  private static final int SLOTS = OLD + NEWCOMERS;
  private static final int KEYS = 200;
  private static final Duration OPENS_LATE = Duration.ofSeconds(2);

  /** Shorter than a newcomer is late, so that it fails some before it is good. */
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(500);

  /** Longer than a test: who takes traffic was not waited for. */
  private static final Duration NEVER = Duration.ofDays(1);

  private static final int ENOUGH_REQUESTS = 1_000;

  private static final Map<String, String> BACKEND =
      Map.of(
          "CLIENT_HAPROXY_BACKEND_NAME", "web",
          "CLIENT_HAPROXY_BACKEND_BASE_NAME", "web");

  private final HaproxyProgram program;
  private final Declaration declaration;
  @TempDir private Path folder;

  NewcomersTest(HaproxyProgram program, Declaration declaration) {
    this.program = program;
    this.declaration = declaration;
  }

  /** How servers are declared. */
  enum Declaration {
    CHECK,
    INIT_STATE_DOWN
  }

  static Stream<Arguments> programs() {
    return HaproxyProgram.all().stream()
        .flatMap(
            program ->
                Stream.of(Declaration.values())
                    .filter(
                        declaration -> declaration == Declaration.CHECK || program.isAtLeast(3, 1))
                    .map(declaration -> Arguments.of(program, declaration)));
  }

  @Test
  void noRequestFailsWhenNewcomersOpenTheirPortLate() throws Exception {
    LoadReport report;
    try (var stage = Stage.set(folder, Timings.instant().withListening(OPENS_LATE));
        var haproxy = LocalHaproxy.start(program, config(CHECK_INTERVAL))) {
      stage.cloud().createGroup("old", OLD, "eu-west-1a");
      stage.save(slots(stage.members("old")));
      Program agent = stage.startAgent(haproxy.socketPath(), List.of("run"), BACKEND);
      Await.that(() -> missing(haproxy, stage.members("old")));

      try (Load load = Load.start(settings(haproxy))) {
        stage.cloud().createGroup("new", NEWCOMERS, "eu-west-1a");
        List<Member> everybody = new ArrayList<>(stage.members("old"));
        everybody.addAll(stage.members("new"));
        stage.save(slots(everybody));
        Await.that(() -> unasked(stage));
        Await.that(
            () ->
                load.requests() >= ENOUGH_REQUESTS
                    ? Optional.empty()
                    : Optional.of("only " + load.requests() + " requests"));
        report = load.stop();
      }
      assertThat(agent.isRunning()).isTrue();
    }

    System.out.printf(
        "Newcomers that open their port %d s late, %s, %s: %s%n",
        OPENS_LATE.toSeconds(), program, declaration, report.summary());
    assertThat(report.requests()).isGreaterThanOrEqualTo(ENOUGH_REQUESTS);
    assertThat(report.failures()).isEmpty();
  }

  /** Only with {@code init-state} does somebody else make it wait. */
  @Test
  void restartedHaproxyIsFilledWithoutWaitingForChecks() throws Exception {
    Duration checkInterval = declaration == Declaration.CHECK ? NEVER : CHECK_INTERVAL;
    try (var stage = Stage.set(folder, Timings.instant());
        var haproxy = LocalHaproxy.start(program, config(checkInterval))) {
      stage.cloud().createGroup("web", SLOTS, "eu-west-1a");
      stage.save(slots(stage.members("web")));
      Program agent = stage.startAgent(haproxy.socketPath(), List.of("run"), BACKEND);
      Await.that(() -> missing(haproxy, stage.members("web")));

      haproxy.restart();
      long restarted = System.nanoTime();
      Await.that(() -> asleep(haproxy));
      Duration taken = Duration.ofNanos(System.nanoTime() - restarted);

      System.out.printf(
          "Refill of a restarted HAProxy, %s, %s: %d ms%n", program, declaration, taken.toMillis());
      assertThat(missing(haproxy, stage.members("web"))).isEmpty();
      assertThat(agent.isRunning()).isTrue();
    }
  }

  private ServiceConfig config(Duration checkInterval) {
    ServiceConfig config =
        new ServiceConfig("web", "web", SLOTS).checkEvery(checkInterval).withoutRetries();
    return declaration == Declaration.CHECK ? config : config.downUntilChecked();
  }

  private static LoadSettings settings(LocalHaproxy haproxy) {
    return new LoadSettings(List.of(address(haproxy)), 8, 1_000, KEYS, Duration.ofMinutes(5));
  }

  private static InetSocketAddress address(LocalHaproxy haproxy) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), haproxy.httpPort());
  }

  private static List<Slot> slots(List<Member> members) {
    List<Slot> slots = new ArrayList<>();
    for (int number = 1; number <= SLOTS; number++) {
      slots.add(
          number > members.size()
              ? new Slot.Empty(number)
              : new Slot.Serving(
                  number,
                  members.get(number - 1),
                  10,
                  Optional.of(Instant.EPOCH),
                  Optional.empty()));
    }
    return slots;
  }

  /** Empty once every one of {@code members}, and nobody else, answers for some key. */
  private static Optional<String> missing(LocalHaproxy haproxy, List<Member> members)
      throws Exception {
    Set<String> expected =
        members.stream().map(Member::id).collect(Collectors.toCollection(TreeSet::new));
    Set<String> answering = KeyMap.of(address(haproxy), KEYS).distinctInstances();
    return answering.equals(expected)
        ? Optional.empty()
        : Optional.of("expected " + expected + ", answering " + answering);
  }

  /** A newcomer that has not had a request yet. */
  private static Optional<String> unasked(Stage stage) {
    return stage.members("new").stream()
        .filter(member -> stage.cloud().requestsServed(member.id()) == 0)
        .map(member -> "no request for " + member)
        .findFirst();
  }

  /** A server that takes no traffic yet. */
  private static Optional<String> asleep(LocalHaproxy haproxy) {
    return new Haproxy(new UnixSocketRuntimeApi(haproxy.socketPath().toString()))
            .read(List.of(new Backend("web", "web", 80, Backend.Role.DEFAULT)))
            .servers()
            .values()
            .stream()
            .filter(server -> !server.takesTraffic())
            .map(ObservedServer::toString)
            .findFirst();
  }
}

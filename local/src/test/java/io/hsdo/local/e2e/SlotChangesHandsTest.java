package io.hsdo.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.haproxy.HaproxyProgram;
import io.hsdo.local.haproxy.LocalHaproxy;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.haproxy.ServiceConfig;
import io.hsdo.local.load.Answer;
import io.hsdo.local.load.Load;
import io.hsdo.local.load.LoadReport;
import io.hsdo.local.load.LoadSettings;
import io.hsdo.local.service.Program;
import io.hsdo.reconcile.AdminState;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Slots that change hands under load, before a HAProxy that carries out addresses late and sends
 * traffic to whatever is ready. Everybody who ever had a slot goes on answering, so that a request
 * in the wrong place is seen.
 */
@RequiresHaproxy
@DisplayName("No traffic to the wrong instance")
class SlotChangesHandsTest {
  /** Half of them change hands at a time. */
  private static final int SLOTS = 8;

  private static final int ROUNDS = 20;
  private static final int HANDOVERS = ROUNDS * SLOTS / 2;
  private static final int WEIGHT = 10;

  /** Each asks again as soon as it was answered. */
  private static final int BUSY_CLIENTS = 4;

  /** Enough that each slot gets some of them. */
  private static final int SOME_REQUESTS = 200;

  private final List<Seat> seats = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();

  /**
   * A member in a slot, from when it was stored until HAProxy was seen to drain it or, without a
   * drain, until the agent had the address of its successor written.
   */
  private static final class Seat {
    private final String server;
    private final String instance;
    private final long from;
    private long until = Long.MAX_VALUE;

    Seat(int slot, Member member) {
      server = "web" + slot;
      instance = member.id();
      from = System.nanoTime();
    }

    boolean explains(Answer answer) {
      return answer.server().equals(server)
          && answer.instance().equals(instance)
          && answer.received() >= from
          && answer.sent() <= until;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hsdo.local.haproxy.HaproxyProgram#all")
  void everyAnswerComesFromWhoeverIsSeatedInItsSlot(HaproxyProgram program, @TempDir Path folder)
      throws Exception {
    LoadReport report;
    try (var stage = Stage.set(folder, Timings.instant());
        var haproxy = LocalHaproxy.start(program, config());
        var socket = LateAddresses.before(haproxy.socketPath(), folder.resolve("late.sock"))) {
      stage.cloud().createGroup("web", 2 * SLOTS, "eu-west-1a");
      Deque<Member> spare = new ArrayDeque<>(stage.members("web"));
      for (int number = 1; number <= SLOTS; number++) {
        slots.add(seated(number, spare.remove()));
      }
      stage.save(slots);
      Program agent = stage.startAgent(socket.path(), List.of("run"), BACKEND);
      var observed = new Observed(haproxy, stage.cloud().port());
      observed.await(slots, AdminState.READY);

      try (Load load = Load.start(settings(haproxy))) {
        for (int round = 0; round < ROUNDS; round++) {
          List<Integer> half = round % 2 == 0 ? List.of(1, 2, 3, 4) : List.of(5, 6, 7, 8);
          boolean drained = round / 2 % 2 == 0;
          List<Member> leaving = half.stream().map(this::occupant).toList();
          if (drained) {
            half.forEach(number -> slots.set(number - 1, draining(number)));
            stage.save(slots);
            observed.await(slots(half), AdminState.DRAIN);
            long now = System.nanoTime();
            half.forEach(number -> end(number, now));
            awaitRequests(load);
          }

          half.forEach(number -> slots.set(number - 1, seated(number, spare.remove())));
          spare.addAll(leaving);
          stage.save(slots);
          observed.await(slots(half), AdminState.READY);
          if (!drained) {
            half.forEach(number -> end(number, socket.told("web/web" + number)));
          }
          awaitRequests(load);
        }
        report = load.stop();
      }
      assertThat(agent.isRunning()).isTrue();
    }

    List<Answer> wrong =
        report.answers().stream()
            .filter(answer -> seats.stream().noneMatch(seat -> seat.explains(answer)))
            .toList();
    System.out.printf(
        "%s, %d slots that change hands: %s, %d in the wrong place%n",
        program, HANDOVERS, report.summary(), wrong.size());
    assertThat(report.failures()).isEmpty();
    assertThat(report.requests()).isGreaterThan(ROUNDS * SOME_REQUESTS);
    assertThat(wrong)
        .as("answers of whoever was not seated in the slot they came through")
        .isEmpty();
  }

  private static final Map<String, String> BACKEND =
      Map.of(
          "CLIENT_HAPROXY_BACKEND_NAME", "web",
          "CLIENT_HAPROXY_BACKEND_BASE_NAME", "web");

  /** Without checks a slot that is ready gets traffic at once, wherever its address points. */
  private static ServiceConfig config() {
    return new ServiceConfig("web", "web", SLOTS)
        .withoutChecks()
        .withoutRetries()
        .rule("http-response set-header X-Server %[srv_name]");
  }

  private static LoadSettings settings(LocalHaproxy haproxy) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), haproxy.httpPort());
    return new LoadSettings(
        List.of(address), BUSY_CLIENTS, Integer.MAX_VALUE, 1_000, Duration.ofMinutes(5));
  }

  private Slot seated(int number, Member member) {
    seats.add(new Seat(number, member));
    return new Slot.Serving(number, member, WEIGHT, Optional.of(Instant.EPOCH), Optional.empty());
  }

  private Slot draining(int number) {
    return new Slot.Draining(
        number,
        occupant(number),
        DrainReason.TERMINATING,
        Optional.of(Instant.now()),
        Optional.empty(),
        Optional.empty());
  }

  private Member occupant(int number) {
    return slots.get(number - 1).occupant().orElseThrow();
  }

  private List<Slot> slots(List<Integer> numbers) {
    return numbers.stream().map(number -> slots.get(number - 1)).toList();
  }

  /** The slot's last seat but one ends, or its last if nobody has followed. */
  private void end(int slot, long time) {
    seats.stream()
            .filter(seat -> seat.server.equals("web" + slot) && seat.until == Long.MAX_VALUE)
            .findFirst()
            .orElseThrow()
            .until =
        time;
  }

  private static void awaitRequests(Load load) throws Exception {
    long enough = load.requests() + SOME_REQUESTS;
    Await.that(
        () -> load.requests() >= enough ? Optional.empty() : Optional.of("requests are missing"));
  }

  /** HAProxy as it is, past the late addresses. */
  private static final class Observed {
    private final Haproxy haproxy;
    private final Backend backend;

    Observed(LocalHaproxy haproxy, int serverPort) {
      this.haproxy = new Haproxy(new UnixSocketRuntimeApi(haproxy.socketPath().toString()));
      backend = new Backend("web", "web", serverPort, Backend.Role.DEFAULT);
    }

    void await(List<Slot> slots, AdminState state) throws Exception {
      Await.that(() -> slots.stream().flatMap(slot -> missing(slot, state).stream()).findFirst());
    }

    private Optional<String> missing(Slot slot, AdminState state) {
      ObservedServer server =
          haproxy.read(List.of(backend)).server(backend.server(slot.number())).orElseThrow();
      Address address = slot.occupant().orElseThrow().address();
      return server.state() == state && server.address().filter(address::equals).isPresent()
          ? Optional.empty()
          : Optional.of(slot.description() + " is not what HAProxy has: " + server);
    }
  }
}

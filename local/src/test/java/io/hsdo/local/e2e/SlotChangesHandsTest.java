package io.hsdo.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.haproxy.Haproxy;
import io.hsdo.haproxy.UnixSocketRuntimeApi;
import io.hsdo.local.cloud.Instance;
import io.hsdo.local.cloud.LocalCloud;
import io.hsdo.local.cloud.model.Timings;
import io.hsdo.local.dynamodb.DynamoDbLocal;
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
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.DynamoDbSlotListStore;
import io.hsdo.table.SlotListStore;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Slots that change hands under load, before a HAProxy that carries out addresses late and sends
 * traffic to whatever is ready. Everybody who ever had a slot goes on answering, so that a request
 * in the wrong place is seen.
 */
@RequiresHaproxy
@DisplayName("Promise 2: no traffic to the wrong instance")
class SlotChangesHandsTest {
  private static final String TABLE = "slots";
  private static final int SLOTS = 4;
  private static final int HANDOVERS = 16;
  private static final int WEIGHT = 10;

  /** Enough that a slot gets some of them. */
  private static final int SOME_REQUESTS = 100;

  private final List<Seat> seats = new ArrayList<>();

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

  @Test
  void everyAnswerComesFromWhoeverIsSeatedInItsSlot(@TempDir Path folder) throws Exception {
    LoadReport report;
    try (var dynamoDb = DynamoDbLocal.start();
        var client = dynamoDb.clientBuilder().build();
        var cloud = LocalCloud.builder().timings(Timings.instant()).start();
        var haproxy = LocalHaproxy.start(config());
        var socket = LateAddresses.before(haproxy.socketPath(), folder.resolve("late.sock"))) {
      dynamoDb.createTable(TABLE);
      SlotListStore store = new DynamoDbSlotListStore(client, TABLE);
      cloud.createGroup("web", 2 * SLOTS, "eu-west-1a");
      Deque<Member> spare =
          new ArrayDeque<>(cloud.instances().stream().map(SlotChangesHandsTest::member).toList());
      List<Slot> slots = new ArrayList<>();
      for (int number = 1; number <= SLOTS; number++) {
        slots.add(seated(number, spare.remove()));
      }
      save(store, slots);
      try (var agent =
          Program.start(
              Program.Jar.AGENT,
              List.of("run"),
              environment(dynamoDb, socket, cloud.port()),
              folder.resolve("agent.log"))) {
        var observed = new Observed(haproxy, cloud.port());
        for (Slot slot : slots) {
          Await.that(() -> observed.missing(slot, AdminState.READY));
        }
        try (Load load = Load.start(settings(haproxy))) {
          for (int i = 0; i < HANDOVERS; i++) {
            int number = 1 + i % SLOTS;
            Member leaving = slots.get(number - 1).occupant().orElseThrow();
            boolean drained = i / SLOTS % 2 == 0;
            if (drained) {
              Slot draining =
                  new Slot.Draining(
                      number,
                      leaving,
                      DrainReason.TERMINATING,
                      Instant.now(),
                      Optional.empty(),
                      Optional.empty());
              slots.set(number - 1, draining);
              save(store, slots);
              Await.that(() -> observed.missing(draining, AdminState.DRAIN));
              end(number, leaving, System.nanoTime());
              awaitRequests(load);
            }

            Member newcomer = spare.remove();
            spare.add(leaving);
            Slot next = seated(number, newcomer);
            slots.set(number - 1, next);
            save(store, slots);
            Await.that(() -> observed.missing(next, AdminState.READY));
            if (!drained) {
              end(number, leaving, socket.told("web/web" + number));
            }
            awaitRequests(load);
          }
          report = load.stop();
        }
        assertThat(agent.isRunning()).isTrue();
      }
    }

    System.out.println(
        "Promise 2, %d slots that change hands: %s".formatted(HANDOVERS, report.summary()));
    assertThat(report.failures()).isEmpty();
    assertThat(report.requests()).isGreaterThan(HANDOVERS * SOME_REQUESTS);
    assertThat(report.answers())
        .filteredOn(answer -> seats.stream().noneMatch(seat -> seat.explains(answer)))
        .as("answers of whoever was not seated in the slot they came through")
        .isEmpty();
  }

  /** Without checks a slot that is ready gets traffic at once, wherever its address points. */
  private static ServiceConfig config() {
    return new ServiceConfig("web", "web", SLOTS)
        .withoutChecks()
        .withoutRetries()
        .rule("http-response set-header X-Server %[srv_name]");
  }

  private static LoadSettings settings(LocalHaproxy haproxy) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), haproxy.httpPort());
    return new LoadSettings(List.of(address), 8, 1_000, 1_000, Duration.ofMinutes(5));
  }

  private static Member member(Instance instance) {
    return new Member(
        instance.id(),
        Address.of(instance.address()),
        instance.group().orElseThrow(),
        Optional.of(instance.zone()));
  }

  private Slot seated(int number, Member member) {
    seats.add(new Seat(number, member));
    return new Slot.Serving(number, member, WEIGHT, Optional.of(Instant.EPOCH), Optional.empty());
  }

  /** The member's seat in this slot ends. */
  private void end(int slot, Member member, long time) {
    seats.stream()
        .filter(seat -> seat.server.equals("web" + slot) && seat.instance.equals(member.id()))
        .filter(seat -> seat.until == Long.MAX_VALUE)
        .forEach(seat -> seat.until = time);
  }

  private static void save(SlotListStore store, List<Slot> slots) {
    store.save(store.load(), new SlotList(slots), PlanNotes.NONE, Instant.now());
  }

  private static void awaitRequests(Load load) throws Exception {
    long enough = load.requests() + SOME_REQUESTS;
    Await.that(
        () -> load.requests() >= enough ? Optional.empty() : Optional.of("requests are missing"));
  }

  private static Map<String, String> environment(
      DynamoDbLocal dynamoDb, LateAddresses socket, int serverPort) {
    return Map.ofEntries(
        Map.entry("AWS_ENDPOINT_URL", dynamoDb.endpoint().toString()),
        Map.entry("AWS_REGION", "eu-west-1"),
        Map.entry("AWS_ACCESS_KEY_ID", "local"),
        Map.entry("AWS_SECRET_ACCESS_KEY", "local"),
        Map.entry("DYNAMODB_TABLE_NAME", TABLE),
        Map.entry("INTERVAL", "0.1"),
        Map.entry("CLIENT_HAPROXY_SOCKET_PATH", socket.path().toString()),
        Map.entry("CLIENT_HAPROXY_BACKEND_NAME", "web"),
        Map.entry("CLIENT_HAPROXY_BACKEND_BASE_NAME", "web"),
        Map.entry("CLIENT_HAPROXY_BACKEND_SERVER_PORT", Integer.toString(serverPort)),
        Map.entry("EXPORTER_ADDRESS", "127.0.0.1"),
        Map.entry("EXPORTER_PORT", "0"));
  }

  /** HAProxy as it is, past the late addresses. */
  private static final class Observed {
    private final Haproxy haproxy;
    private final Backend backend;

    Observed(LocalHaproxy haproxy, int serverPort) {
      this.haproxy = new Haproxy(new UnixSocketRuntimeApi(haproxy.socketPath().toString()));
      backend = new Backend("web", "web", serverPort, Backend.Role.DEFAULT);
    }

    Optional<String> missing(Slot slot, AdminState state) {
      ObservedServer server =
          haproxy.read(List.of(backend)).server(backend.server(slot.number())).orElseThrow();
      Address address = slot.occupant().orElseThrow().address();
      return server.state() == state && server.address().filter(address::equals).isPresent()
          ? Optional.empty()
          : Optional.of(slot.description() + " is not what HAProxy has: " + server);
    }
  }
}

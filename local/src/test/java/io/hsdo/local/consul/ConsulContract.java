package io.hsdo.local.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.config.Parameters;
import io.hsdo.consul.ConsulFleet;
import io.hsdo.consul.ConsulSettings;
import io.hsdo.consul.ConsulWatch;
import io.hsdo.fleet.FleetSource;
import io.hsdo.local.consul.Registrar.Registration;
import io.hsdo.local.fleet.FleetSourceContract;
import io.hsdo.logging.RecordedLog;
import io.hsdo.plan.FleetMember;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.MemberState;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.SlotList;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Consul says and what it means, of the stand-in and of a real one. */
abstract class ConsulContract extends FleetSourceContract {
  private static final MemberState SERVING = new MemberState.Serving();
  private static final MemberState ADVISED = new MemberState.Draining(DrainReason.UNHEALTHY, false);
  private static final Registration WEB = Registration.of("web", 1);

  private Registrar registrar;

  /** A Consul without services of ours. */
  protected abstract URI url();

  @BeforeEach
  void open() {
    registrar = new Registrar(url(), Optional.empty());
  }

  @AfterEach
  void close() {
    registrar.close();
  }

  static ConsulSettings settings(URI url, String... services) {
    return ConsulSettings.of(
        Parameters.load(
            Map.of(
                "SERVER_CONSUL_API_URL", url.toString(),
                "SERVER_CONSUL_SERVICE_NAME", String.join(",", services)),
            Optional.empty()));
  }

  @Override
  protected World newWorld() {
    return new ConsulWorld(url());
  }

  private static final class ConsulWorld implements World {
    private final URI url;
    private final Registrar registrar;
    private final Map<String, Registration> started = new LinkedHashMap<>();
    private boolean broken;

    ConsulWorld(URI url) {
      this.url = url;
      this.registrar = new Registrar(url, Optional.empty());
    }

    @Override
    public FleetSource source(String... groups) {
      FleetSource source = new ConsulFleet(settings(url, groups));
      FleetSource elsewhere = new ConsulFleet(settings(URI.create(url + "/nowhere"), groups));
      return (list, about) -> (broken ? elsewhere : source).snapshot(list, about);
    }

    /** The latest id is the first of the alphabet, so that order is not by accident. */
    @Override
    public String start(String group) {
      Registration instance = Registration.of(group, 99 - started.size());
      registrar.register(instance);
      registrar.check(instance, "service:" + instance.id(), "passing");
      started.put(instance.memberId(), instance);
      return instance.memberId();
    }

    @Override
    public void callUnhealthy(String id) {
      Registration instance = Optional.ofNullable(started.get(id)).orElseThrow();
      registrar.check(instance, "service:" + instance.id(), "critical");
    }

    @Override
    public void lose(String id) {
      registrar.deregister(Optional.ofNullable(started.get(id)).orElseThrow());
    }

    @Override
    public void breakDown() {
      broken = true;
    }

    @Override
    public void close() {
      registrar.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "service:web-1,             passing,  true",
    "service:web-1,             warning,  true",
    "service:web-1,             critical, false",
    "_service_maintenance:web-1, critical, false",
  })
  void checkOfAnInstanceSaysWhetherItServes(String check, String status, boolean serves) {
    registrar.register(WEB);
    registrar.check(WEB, "another", "passing");
    registrar.check(WEB, check, status);

    assertThat(state(WEB)).isEqualTo(serves ? SERVING : ADVISED);
  }

  @ParameterizedTest
  @CsvSource({
    "serfHealth,        passing,  true",
    "serfHealth,        critical, false",
    "_node_maintenance, critical, false",
    "disk,              warning,  true",
  })
  void checkOfANodeHoldsForAllItsInstances(String check, String status, boolean serves) {
    Registration api = new Registration(WEB.node(), WEB.nodeAddress(), "api", "api-1", "10.0.0.9");
    registrar.register(WEB);
    registrar.register(api);
    registrar.checkNode(WEB, check, status);

    assertThat(state(WEB)).isEqualTo(serves ? SERVING : ADVISED);
    assertThat(state(api)).isEqualTo(serves ? SERVING : ADVISED);
  }

  @Test
  void instanceWithoutChecksServes() {
    registrar.register(WEB);

    assertThat(state(WEB)).isEqualTo(SERVING);
  }

  @Test
  void checkOfAnotherInstanceOnTheNodeChangesNothing() {
    Registration other =
        new Registration(WEB.node(), WEB.nodeAddress(), "web", "web-2", "10.0.0.9");
    registrar.register(WEB);
    registrar.register(other);
    registrar.check(other, "service:web-2", "critical");

    assertThat(state(WEB)).isEqualTo(SERVING);
    assertThat(state(other)).isEqualTo(ADVISED);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1,    10.0.1.1,     10.0.1.1",
    "10.0.0.1,    '',           10.0.0.1",
    "2001:db8::1, '',           2001:db8::1",
    "10.0.0.1,    2001:db8::2,  2001:db8::2",
  })
  void addressIsTheServicesElseTheNodes(String node, String service, String address) {
    Registration instance = new Registration("n", node, "web", "w", service);
    registrar.register(instance);

    assertThat(member(instance).address()).contains(Address.of(address));
  }

  @Test
  void addressThatIsAHostNameIsRefusedByName() {
    Registration named = new Registration("n", "10.0.0.2", "web", "w", "web.example");
    registrar.register(WEB);
    registrar.register(named);

    RecordedLog log = new RecordedLog(ConsulFleet.class);
    try {
      FleetSource fleet = new ConsulFleet(settings(url(), "web"));
      FleetSnapshot snapshot = fleet.snapshot(SlotList.empty(4), Set.of());
      fleet.snapshot(SlotList.empty(4), Set.of());

      assertThat(snapshot.stateOf(named.memberId())).isEqualTo(new MemberState.Unknown());
      assertThat(snapshot.stateOf(WEB.memberId())).isEqualTo(SERVING);
      assertThat(log.take())
          .containsExactly(
              "WARNING instance n/w of service web is not believed: address 'web.example' is"
                  + " refused: expected an IPv4 or IPv6 literal; it keeps its slot as it is, or"
                  + " waits for one");
    } finally {
      log.close();
    }
  }

  @Test
  void nameThatCannotStandInTheTableIsRefusedByName() {
    Registration named = new Registration("n", "10.0.0.2", "web", "w\n1", "");
    registrar.register(WEB);
    registrar.register(named);

    assertThat(member(named).state()).isEqualTo(new MemberState.Unknown());
    assertThat(state(WEB)).isEqualTo(SERVING);
  }

  @Test
  void serviceWhoseNameNeedsEscapingIsFound() {
    Registration odd = new Registration("n", "10.0.0.2", "web/a?b c&d", "w", "");
    registrar.register(odd);

    FleetSnapshot snapshot =
        new ConsulFleet(settings(url(), "web"))
            .snapshot(SlotLists.seating(odd.memberId(), odd.service()), Set.of());

    assertThat(snapshot.stateOf(odd.memberId())).isEqualTo(SERVING);
  }

  @Test
  void oneOfSeveralServicesMayHaveNobody() {
    registrar.register(WEB);

    FleetSnapshot snapshot =
        new ConsulFleet(settings(url(), "web", "api"))
            .snapshot(SlotLists.seating("n/api-1", "api"), Set.of());

    assertThat(snapshot.found()).containsExactly("web");
    assertThat(snapshot.missing()).containsExactly("api");
    assertThat(snapshot.stateOf("n/api-1")).isEqualTo(new MemberState.Absent());
  }

  @Test
  @Timeout(60)
  void changeEndsAWait() throws InterruptedException {
    registrar.register(WEB);
    var watch = ConsulWatch.start(settings(url(), "web"), Clock.systemUTC());
    watch.await(Duration.ofHours(1));
    watch.await(Duration.ofSeconds(1));

    long begin = System.nanoTime();
    registrar.check(WEB, "service:web-1", "critical");
    watch.await(Duration.ofHours(1));

    System.out.printf(
        "%s: a change ended a wait after %d ms%n",
        getClass().getSimpleName(), Duration.ofNanos(System.nanoTime() - begin).toMillis());
  }

  private MemberState state(Registration instance) {
    return member(instance).state();
  }

  private FleetMember member(Registration instance) {
    FleetSnapshot snapshot =
        new ConsulFleet(settings(url(), instance.service())).snapshot(SlotList.empty(4), Set.of());
    return Optional.ofNullable(snapshot.members().get(instance.memberId())).orElseThrow();
  }
}

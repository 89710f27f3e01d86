package io.hsdo.agent.poll;

import static io.hsdo.agent.list.DrawnList.NOW;
import static io.hsdo.agent.list.DrawnList.slots;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.agent.list.DrawnList;
import io.hsdo.agent.list.HeldList;
import io.hsdo.reconcile.Backend;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.Locality;
import io.hsdo.reconcile.ObservedServer;
import io.hsdo.reconcile.Placement;
import io.hsdo.reconcile.ServerRef;
import io.hsdo.slot.Address;
import io.hsdo.slot.PlanNotes;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Header;
import io.hsdo.table.Rows;
import io.hsdo.table.StoredList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DesiredServersTest {
  private static final Backend HTTP = new Backend("http", "web", 80, Backend.Role.DEFAULT);
  private static final Backend API = new Backend("api", "srv-", 8080, Backend.Role.DEFAULT);
  private static final Backend SPARE = new Backend("spare", "web", 81, Backend.Role.FALLBACK);

  private static final Placement DEDICATED =
      new Placement(new Locality.Groups(Set.of("web")), false);

  @Test
  void eachSlotHasAServerInEachBackend() {
    assertThat(desired(held("a:3 - (c)"), List.of(HTTP, API), Placement.EVERYWHERE))
        .isEqualTo(
            """
            http/web1 ready 10.0.0.1:80 weight 3
            http/web2 maint
            http/web3 drain 10.0.0.3:80 weight 0
            api/srv-1 ready 10.0.0.1:8080 weight 3
            api/srv-2 maint
            api/srv-3 drain 10.0.0.3:8080 weight 0""");
  }

  @Test
  void otherGroupsGoToTheFallbackBackendAndLeaveTheirSlotInMaintElsewhere() {
    assertThat(desired(held("a b@other -"), List.of(HTTP, SPARE), DEDICATED))
        .isEqualTo(
            """
            http/web1 ready 10.0.0.1:80 weight 10
            http/web2 maint
            http/web3 maint
            spare/web1 maint
            spare/web2 ready 10.0.0.2:81 weight 10
            spare/web3 maint""");
  }

  @Test
  void everybodyMayBeInTheFallbackBackend() {
    Placement placement = new Placement(DEDICATED.locality(), true);

    assertThat(desired(held("a b@other"), List.of(HTTP, SPARE), placement))
        .isEqualTo(
            """
            http/web1 ready 10.0.0.1:80 weight 10
            http/web2 maint
            spare/web1 ready 10.0.0.1:81 weight 10
            spare/web2 ready 10.0.0.2:81 weight 10""");
  }

  @Test
  void slotThatWasNeverReadWellIsNotDesiredToBeAnything() {
    SortedMap<Integer, Slot> rows = rows(slots("a b c"));
    rows.remove(2);

    assertThat(desired(held(3, rows), List.of(HTTP), Placement.EVERYWHERE, "http/web2"))
        .isEqualTo(
            """
            http/web1 ready 10.0.0.1:80 weight 10
            http/web3 ready 10.0.0.3:80 weight 10""");
  }

  @Test
  void serverBeyondTheLastSlotIsDesiredInMaint() {
    assertThat(
            desired(
                held("a -"),
                List.of(HTTP),
                Placement.EVERYWHERE,
                "http/web1",
                "http/web2",
                "http/web3",
                "http/web10"))
        .isEqualTo(
            """
            http/web1 ready 10.0.0.1:80 weight 10
            http/web2 maint
            http/web3 maint
            http/web10 maint""");
  }

  @Test
  void withoutAHeaderAServerBeyondTheLastRowIsLeftIfItServes() {
    assertThat(
            desired(
                DrawnList.held("a -", Optional.empty()),
                List.of(HTTP),
                Placement.EVERYWHERE,
                "http/web3 10.0.0.3",
                "http/web4 127.0.0.2",
                "http/web5"))
        .isEqualTo(
            """
            http/web1 ready 10.0.0.1:80 weight 10
            http/web2 maint
            http/web4 maint
            http/web5 maint""");
  }

  @Test
  void serverThatIsNotManagedIsNotDesiredToBeAnything() {
    assertThat(
            desired(
                held("a"),
                List.of(HTTP),
                Placement.EVERYWHERE,
                "http/backup",
                "http/web",
                "http/web02",
                "http/web2x",
                "http/web-2",
                "api/web2"))
        .isEqualTo("http/web1 ready 10.0.0.1:80 weight 10");
  }

  @Test
  void serverThatHaproxyLacksIsDesiredAllTheSame() {
    assertThat(desired(held("a b"), List.of(HTTP), Placement.EVERYWHERE, "http/web1"))
        .contains("http/web2 ready");
  }

  @Test
  void serversAreMadeOnceForAListAndAnewForAnother() {
    var servers = new DesiredServers();
    HeldList list = held("a b -");
    List<Backend> backends = List.of(HTTP, SPARE);

    var first = servers.of(list, backends, DEDICATED, Set.of());
    var second =
        servers.of(
            list, List.copyOf(backends), DEDICATED, Set.of(observed(SPARE.server(9), "10.0.0.9")));

    assertThat(second).startsWith(first.toArray(DesiredServer[]::new)).hasSize(first.size() + 1);
    for (int i = 0; i < first.size(); i++) {
      assertThat(second.get(i)).isSameAs(first.get(i));
    }
    assertThat(servers.of(list, List.of(SPARE), DEDICATED, Set.of()))
        .isEqualTo(new DesiredServers().of(list, List.of(SPARE), DEDICATED, Set.of()));
    assertThat(servers.of(list, backends, Placement.EVERYWHERE, Set.of()))
        .isEqualTo(new DesiredServers().of(list, backends, Placement.EVERYWHERE, Set.of()));
    assertThat(servers.of(held("a:3"), backends, DEDICATED, Set.of()))
        .isEqualTo(new DesiredServers().of(held("a:3"), backends, DEDICATED, Set.of()));
  }

  private static HeldList held(String drawing) {
    SlotList list = slots(drawing);
    return held(list.size(), rows(list));
  }

  private static HeldList held(int size, SortedMap<Integer, Slot> rows) {
    return HeldList.of(
        new StoredList(
            Optional.of(new Header(1, size, NOW, NOW, PlanNotes.NONE, 0)),
            new Rows(rows, List.of(), List.of(), true)),
        Optional.empty(),
        NOW);
  }

  private static SortedMap<Integer, Slot> rows(SlotList list) {
    SortedMap<Integer, Slot> rows = new TreeMap<>();
    list.slots().forEach(slot -> rows.put(slot.number(), slot));
    return rows;
  }

  /**
   * A line for each desired server.
   *
   * @param observed servers that take traffic, such as {@code http/web2} or {@code http/web2
   *     10.0.0.2}
   */
  private static String desired(
      HeldList list, List<Backend> backends, Placement placement, String... observed) {
    List<ObservedServer> servers =
        Stream.of(observed)
            .map(name -> name.split("[/ ]", -1))
            .map(parts -> observed(new ServerRef(parts[0], parts[1]), parts[parts.length - 1]))
            .toList();
    return new DesiredServers()
        .of(list, backends, placement, servers).stream()
            .map(DesiredServersTest::line)
            .collect(joining("\n"));
  }

  /** It takes traffic at {@code address}; anything but an address is none. */
  private static ObservedServer observed(ServerRef ref, String address) {
    Optional<Address> at =
        address.contains(".") ? Optional.of(Address.of(address)) : Optional.empty();
    return new ObservedServer(ref, at, 80, 10, 2, 0, 0);
  }

  private static String line(DesiredServer desired) {
    return desired instanceof DesiredServer.Active active
        ? "%s %s %s weight %d"
            .formatted(
                active.ref(),
                active.draining() ? "drain" : "ready",
                active.endpoint(),
                active.weight())
        : desired.ref() + " maint";
  }
}

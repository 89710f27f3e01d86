package io.hsdo.reconcile;

import io.hsdo.haproxy.Dialect;
import io.hsdo.haproxy.HaproxyModel;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A slot list and a HAProxy, and all that happens to them between two passes: members come, drain,
 * return and leave, the list grows and shrinks, HAProxy restarts, slots get lost, somebody else
 * changes servers.
 */
final class World {
  static final Backend WEB = new Backend("web", "web", 80, Backend.Role.DEFAULT);
  static final Backend ALL = new Backend("all", "srv", 8080, Backend.Role.FALLBACK);
  static final List<Backend> BACKENDS = List.of(WEB, ALL);
  static final ServerRef UNMANAGED = new ServerRef("web", "static1");

  /** Where the servers of an unchanged HAProxy point. */
  static final String PLACEHOLDER = "127.0.0.2:80";

  private static final int SERVERS = 4;
  private static final int MOST_SLOTS = 5;
  private static final String CONFIG =
      """
      backend web
        server-template web 1-4 slot.invalid:80 init-addr last,127.0.0.2 check disabled
        server static1 10.9.9.9:80 check
      backend all
        server-template srv 1-4 127.0.0.2:80 disabled
      """;

  /** Few, so that they are often used again. */
  private static final List<String> ADDRESSES =
      List.of(
          "10.0.1.1", "10.0.1.2", "10.0.1.3", "10.0.1.4", "10.0.1.5", "2001:db8::1", "2001:db8::2");

  private static final List<String> MEDDLINGS =
      List.of(
          "state ready",
          "state drain",
          "state maint",
          "health down",
          "weight 77",
          "addr 10.0.1.1 port 80",
          "addr 10.7.7.7 port 7",
          "addr ::ffff:10.0.1.1 port 80");

  final ManualClock clock = new ManualClock();
  final HaproxyModel haproxy;
  final Set<String> labels = new TreeSet<>();

  private final Random random;
  private final Placement placement;
  private final List<Slot> slots = new ArrayList<>();
  private final Map<Address, String> lastMemberAt = new HashMap<>();
  private int size = SERVERS;
  private int members;
  private Duration addressDelay = Duration.ZERO;

  World(Random random) {
    this.random = random;
    this.haproxy = new HaproxyModel(pick(List.of(Dialect.values())), clock, CONFIG);
    this.placement = new Placement(new Locality.Groups(Set.of("local")), random.nextBoolean());
    delayAddresses();
    resize(size);
  }

  /** What is wanted: slots beyond the list's end are in maint. */
  List<DesiredServer> desired() {
    List<DesiredServer> desired = new ArrayList<>();
    for (Backend backend : BACKENDS) {
      slots.forEach(slot -> desired.add(placement.desired(slot, backend)));
      for (int number = size + 1; number <= SERVERS; number++) {
        desired.add(new DesiredServer.Maint(backend.server(number)));
      }
    }
    return desired;
  }

  /** Every server that HAProxy may have. */
  static List<ServerRef> managed() {
    List<ServerRef> managed = new ArrayList<>();
    for (Backend backend : BACKENDS) {
      for (int number = 1; number <= SERVERS; number++) {
        managed.add(backend.server(number));
      }
    }
    return managed;
  }

  /** Lets one thing happen. */
  void change() {
    Slot slot = slots.get(random.nextInt(size));
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3, 4, 5 -> seat(slot);
      case 6 -> put(new Slot.Empty(slot.number()));
      case 7, 8 -> drain(slot);
      case 9, 10 -> serveAgain(slot);
      case 11 -> resize(1 + random.nextInt(MOST_SLOTS));
      case 12 -> restart();
      case 13 -> meddle();
      case 14 -> haproxy.passChecks();
      default -> delayAddresses();
    }
  }

  void restart() {
    labels.add("restart");
    haproxy.restart();
    if (random.nextInt(4) == 0) {
      labels.add("missing server");
      haproxy.removeServer(WEB.server(1 + random.nextInt(SERVERS)));
    }
  }

  private void seat(Slot slot) {
    var address = Address.of(pick(ADDRESSES));
    boolean taken =
        slots.stream()
            .flatMap(other -> other.occupant().stream())
            .anyMatch(member -> member.address().equals(address));
    if (taken) {
      return;
    }
    String id = "i-" + ++members;
    if (lastMemberAt.put(address, id) != null) {
      labels.add("address reuse");
    }
    if (slot.occupant().isPresent()) {
      labels.add("slot changes hands");
    }
    String group = random.nextBoolean() ? "local" : "other";
    serve(slot.number(), new Member(id, address, group, Optional.empty()));
    if (slots.stream().allMatch(other -> other.occupant().isPresent())) {
      labels.add("full list");
    }
  }

  private void drain(Slot slot) {
    slot.occupant()
        .ifPresent(
            member ->
                put(
                    new Slot.Draining(
                        slot.number(),
                        member,
                        DrainReason.STANDBY,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())));
  }

  private void serveAgain(Slot slot) {
    if (slot instanceof Slot.Draining) {
      labels.add("standby return");
    }
    slot.occupant().ifPresent(member -> serve(slot.number(), member));
  }

  private void serve(int number, Member member) {
    int weight = 1 + random.nextInt(3);
    put(new Slot.Serving(number, member, weight, Optional.empty(), Optional.empty()));
  }

  private void resize(int newSize) {
    if (newSize != size) {
      labels.add("resize");
    }
    size = newSize;
    while (slots.size() > size) {
      slots.remove(slots.size() - 1);
    }
    while (slots.size() < size) {
      slots.add(new Slot.Empty(slots.size() + 1));
    }
  }

  private void put(Slot slot) {
    slots.set(slot.number() - 1, slot);
  }

  private void meddle() {
    labels.add("drift");
    var server = pick(managed());
    haproxy.exchange("set server " + server + " " + pick(MEDDLINGS));
    clock.advance(addressDelay);
  }

  private void delayAddresses() {
    addressDelay = Duration.ofMillis(pick(List.of(0, 5, 15, 200)));
    haproxy.delayAddresses(addressDelay);
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}

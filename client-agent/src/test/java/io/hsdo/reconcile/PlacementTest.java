package io.hsdo.reconcile;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.slot.Slot;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every combination of who is local, of whether everybody is in the fallback backend, and of what a
 * slot holds, in two default backends of different ports and a fallback backend. The HAProxy is
 * that of zone 1a; the groups shop and api are dedicated to it.
 */
class PlacementTest {
  private static final Locality EVERYBODY = new Locality.Everybody();
  private static final Locality GROUPS = new Locality.Groups(Set.of("shop", "api"));
  private static final Locality ZONE = new Locality.Zone("1a");

  static final List<Backend> BACKENDS =
      List.of(
          new Backend("web", "web", 80, Backend.Role.DEFAULT),
          new Backend("tls", "tls", 443, Backend.Role.DEFAULT),
          new Backend("far", "far", 8080, Backend.Role.FALLBACK));

  private static final String SLOTS =
      """
      1  empty
      2  i-a shop 1a serves 42
      3  i-b shop 1a drains
      4  i-c shop 1b serves 42
      5  i-d shop 1b drains
      6  i-e shop ?  serves 42
      7  i-f shop ?  drains
      8  i-g blog 1a serves 42
      9  i-h blog 1a drains
      10 i-i blog 1b serves 42
      11 i-j blog 1b drains
      12 i-k blog ?  serves 42
      13 i-l blog ?  drains
      """;

  @Test
  void everybodyIsInTheDefaultBackends() {
    assertThat(placed(new Placement(EVERYBODY, false)))
        .isEqualTo(
            """
            slot                     | web 80                | tls 443                | far 8080
            1  empty                 | maint                 | maint                  | maint
            2  i-a shop 1a serves 42 | 10.0.0.1:80 ready 42  | 10.0.0.1:443 ready 42  | maint
            3  i-b shop 1a drains    | 10.0.0.2:80 drain 0   | 10.0.0.2:443 drain 0   | maint
            4  i-c shop 1b serves 42 | 10.0.0.3:80 ready 42  | 10.0.0.3:443 ready 42  | maint
            5  i-d shop 1b drains    | 10.0.0.4:80 drain 0   | 10.0.0.4:443 drain 0   | maint
            6  i-e shop ?  serves 42 | 10.0.0.5:80 ready 42  | 10.0.0.5:443 ready 42  | maint
            7  i-f shop ?  drains    | 10.0.0.6:80 drain 0   | 10.0.0.6:443 drain 0   | maint
            8  i-g blog 1a serves 42 | 10.0.0.7:80 ready 42  | 10.0.0.7:443 ready 42  | maint
            9  i-h blog 1a drains    | 10.0.0.8:80 drain 0   | 10.0.0.8:443 drain 0   | maint
            10 i-i blog 1b serves 42 | 10.0.0.9:80 ready 42  | 10.0.0.9:443 ready 42  | maint
            11 i-j blog 1b drains    | 10.0.0.10:80 drain 0  | 10.0.0.10:443 drain 0  | maint
            12 i-k blog ?  serves 42 | 10.0.0.11:80 ready 42 | 10.0.0.11:443 ready 42 | maint
            13 i-l blog ?  drains    | 10.0.0.12:80 drain 0  | 10.0.0.12:443 drain 0  | maint""");
  }

  @Test
  void everybodyMayBeInTheFallbackBackendToo() {
    assertThat(placed(new Placement(EVERYBODY, true)))
        .isEqualTo(
            """
            slot                     | web 80                | tls 443                | far 8080
            1  empty                 | maint                 | maint                  | maint
            2  i-a shop 1a serves 42 | 10.0.0.1:80 ready 42  | 10.0.0.1:443 ready 42  | 10.0.0.1:8080 ready 42
            3  i-b shop 1a drains    | 10.0.0.2:80 drain 0   | 10.0.0.2:443 drain 0   | 10.0.0.2:8080 drain 0
            4  i-c shop 1b serves 42 | 10.0.0.3:80 ready 42  | 10.0.0.3:443 ready 42  | 10.0.0.3:8080 ready 42
            5  i-d shop 1b drains    | 10.0.0.4:80 drain 0   | 10.0.0.4:443 drain 0   | 10.0.0.4:8080 drain 0
            6  i-e shop ?  serves 42 | 10.0.0.5:80 ready 42  | 10.0.0.5:443 ready 42  | 10.0.0.5:8080 ready 42
            7  i-f shop ?  drains    | 10.0.0.6:80 drain 0   | 10.0.0.6:443 drain 0   | 10.0.0.6:8080 drain 0
            8  i-g blog 1a serves 42 | 10.0.0.7:80 ready 42  | 10.0.0.7:443 ready 42  | 10.0.0.7:8080 ready 42
            9  i-h blog 1a drains    | 10.0.0.8:80 drain 0   | 10.0.0.8:443 drain 0   | 10.0.0.8:8080 drain 0
            10 i-i blog 1b serves 42 | 10.0.0.9:80 ready 42  | 10.0.0.9:443 ready 42  | 10.0.0.9:8080 ready 42
            11 i-j blog 1b drains    | 10.0.0.10:80 drain 0  | 10.0.0.10:443 drain 0  | 10.0.0.10:8080 drain 0
            12 i-k blog ?  serves 42 | 10.0.0.11:80 ready 42 | 10.0.0.11:443 ready 42 | 10.0.0.11:8080 ready 42
            13 i-l blog ?  drains    | 10.0.0.12:80 drain 0  | 10.0.0.12:443 drain 0  | 10.0.0.12:8080 drain 0""");
  }

  @Test
  void localGroupsAreInTheDefaultBackendsAndTheOthersInTheFallback() {
    assertThat(placed(new Placement(GROUPS, false)))
        .isEqualTo(
            """
            slot                     | web 80                | tls 443                | far 8080
            1  empty                 | maint                 | maint                  | maint
            2  i-a shop 1a serves 42 | 10.0.0.1:80 ready 42  | 10.0.0.1:443 ready 42  | maint
            3  i-b shop 1a drains    | 10.0.0.2:80 drain 0   | 10.0.0.2:443 drain 0   | maint
            4  i-c shop 1b serves 42 | 10.0.0.3:80 ready 42  | 10.0.0.3:443 ready 42  | maint
            5  i-d shop 1b drains    | 10.0.0.4:80 drain 0   | 10.0.0.4:443 drain 0   | maint
            6  i-e shop ?  serves 42 | 10.0.0.5:80 ready 42  | 10.0.0.5:443 ready 42  | maint
            7  i-f shop ?  drains    | 10.0.0.6:80 drain 0   | 10.0.0.6:443 drain 0   | maint
            8  i-g blog 1a serves 42 | maint                 | maint                  | 10.0.0.7:8080 ready 42
            9  i-h blog 1a drains    | maint                 | maint                  | 10.0.0.8:8080 drain 0
            10 i-i blog 1b serves 42 | maint                 | maint                  | 10.0.0.9:8080 ready 42
            11 i-j blog 1b drains    | maint                 | maint                  | 10.0.0.10:8080 drain 0
            12 i-k blog ?  serves 42 | maint                 | maint                  | 10.0.0.11:8080 ready 42
            13 i-l blog ?  drains    | maint                 | maint                  | 10.0.0.12:8080 drain 0""");
  }

  @Test
  void localGroupsMayBeInTheFallbackBackendToo() {
    assertThat(placed(new Placement(GROUPS, true)))
        .isEqualTo(
            """
            slot                     | web 80                | tls 443                | far 8080
            1  empty                 | maint                 | maint                  | maint
            2  i-a shop 1a serves 42 | 10.0.0.1:80 ready 42  | 10.0.0.1:443 ready 42  | 10.0.0.1:8080 ready 42
            3  i-b shop 1a drains    | 10.0.0.2:80 drain 0   | 10.0.0.2:443 drain 0   | 10.0.0.2:8080 drain 0
            4  i-c shop 1b serves 42 | 10.0.0.3:80 ready 42  | 10.0.0.3:443 ready 42  | 10.0.0.3:8080 ready 42
            5  i-d shop 1b drains    | 10.0.0.4:80 drain 0   | 10.0.0.4:443 drain 0   | 10.0.0.4:8080 drain 0
            6  i-e shop ?  serves 42 | 10.0.0.5:80 ready 42  | 10.0.0.5:443 ready 42  | 10.0.0.5:8080 ready 42
            7  i-f shop ?  drains    | 10.0.0.6:80 drain 0   | 10.0.0.6:443 drain 0   | 10.0.0.6:8080 drain 0
            8  i-g blog 1a serves 42 | maint                 | maint                  | 10.0.0.7:8080 ready 42
            9  i-h blog 1a drains    | maint                 | maint                  | 10.0.0.8:8080 drain 0
            10 i-i blog 1b serves 42 | maint                 | maint                  | 10.0.0.9:8080 ready 42
            11 i-j blog 1b drains    | maint                 | maint                  | 10.0.0.10:8080 drain 0
            12 i-k blog ?  serves 42 | maint                 | maint                  | 10.0.0.11:8080 ready 42
            13 i-l blog ?  drains    | maint                 | maint                  | 10.0.0.12:8080 drain 0""");
  }

  @Test
  void theOwnZoneAndAnUnknownOneAreInTheDefaultBackendsAndTheOthersInTheFallback() {
    assertThat(placed(new Placement(ZONE, false)))
        .isEqualTo(
            """
            slot                     | web 80                | tls 443                | far 8080
            1  empty                 | maint                 | maint                  | maint
            2  i-a shop 1a serves 42 | 10.0.0.1:80 ready 42  | 10.0.0.1:443 ready 42  | maint
            3  i-b shop 1a drains    | 10.0.0.2:80 drain 0   | 10.0.0.2:443 drain 0   | maint
            4  i-c shop 1b serves 42 | maint                 | maint                  | 10.0.0.3:8080 ready 42
            5  i-d shop 1b drains    | maint                 | maint                  | 10.0.0.4:8080 drain 0
            6  i-e shop ?  serves 42 | 10.0.0.5:80 ready 42  | 10.0.0.5:443 ready 42  | maint
            7  i-f shop ?  drains    | 10.0.0.6:80 drain 0   | 10.0.0.6:443 drain 0   | maint
            8  i-g blog 1a serves 42 | 10.0.0.7:80 ready 42  | 10.0.0.7:443 ready 42  | maint
            9  i-h blog 1a drains    | 10.0.0.8:80 drain 0   | 10.0.0.8:443 drain 0   | maint
            10 i-i blog 1b serves 42 | maint                 | maint                  | 10.0.0.9:8080 ready 42
            11 i-j blog 1b drains    | maint                 | maint                  | 10.0.0.10:8080 drain 0
            12 i-k blog ?  serves 42 | 10.0.0.11:80 ready 42 | 10.0.0.11:443 ready 42 | maint
            13 i-l blog ?  drains    | 10.0.0.12:80 drain 0  | 10.0.0.12:443 drain 0  | maint""");
  }

  @Test
  void theOwnZoneMayBeInTheFallbackBackendToo() {
    assertThat(placed(new Placement(ZONE, true)))
        .isEqualTo(
            """
            slot                     | web 80                | tls 443                | far 8080
            1  empty                 | maint                 | maint                  | maint
            2  i-a shop 1a serves 42 | 10.0.0.1:80 ready 42  | 10.0.0.1:443 ready 42  | 10.0.0.1:8080 ready 42
            3  i-b shop 1a drains    | 10.0.0.2:80 drain 0   | 10.0.0.2:443 drain 0   | 10.0.0.2:8080 drain 0
            4  i-c shop 1b serves 42 | maint                 | maint                  | 10.0.0.3:8080 ready 42
            5  i-d shop 1b drains    | maint                 | maint                  | 10.0.0.4:8080 drain 0
            6  i-e shop ?  serves 42 | 10.0.0.5:80 ready 42  | 10.0.0.5:443 ready 42  | 10.0.0.5:8080 ready 42
            7  i-f shop ?  drains    | 10.0.0.6:80 drain 0   | 10.0.0.6:443 drain 0   | 10.0.0.6:8080 drain 0
            8  i-g blog 1a serves 42 | 10.0.0.7:80 ready 42  | 10.0.0.7:443 ready 42  | 10.0.0.7:8080 ready 42
            9  i-h blog 1a drains    | 10.0.0.8:80 drain 0   | 10.0.0.8:443 drain 0   | 10.0.0.8:8080 drain 0
            10 i-i blog 1b serves 42 | maint                 | maint                  | 10.0.0.9:8080 ready 42
            11 i-j blog 1b drains    | maint                 | maint                  | 10.0.0.10:8080 drain 0
            12 i-k blog ?  serves 42 | 10.0.0.11:80 ready 42 | 10.0.0.11:443 ready 42 | 10.0.0.11:8080 ready 42
            13 i-l blog ?  drains    | 10.0.0.12:80 drain 0  | 10.0.0.12:443 drain 0  | 10.0.0.12:8080 drain 0""");
  }

  /** A line for each slot, with a column for each backend. */
  private static String placed(Placement placement) {
    Stream<String> head =
        Stream.of(line("slot", backend -> backend.name() + " " + backend.serverPort()));
    Stream<String> slots =
        SLOTS
            .lines()
            .map(
                drawn -> {
                  Slot slot = DrawnSlots.of(drawn).get(0);
                  return line(drawn, backend -> text(placement, slot, backend));
                });
    return Stream.concat(head, slots).collect(joining("\n"));
  }

  private static String line(String slot, Function<Backend, String> cell) {
    return "%-24s | %-21s | %-22s | %s"
        .formatted(
            slot,
            cell.apply(BACKENDS.get(0)),
            cell.apply(BACKENDS.get(1)),
            cell.apply(BACKENDS.get(2)));
  }

  private static String text(Placement placement, Slot slot, Backend backend) {
    DesiredServer desired = placement.desired(slot, backend);
    assertThat(desired.ref()).isEqualTo(backend.server(slot.number()));
    return desired instanceof DesiredServer.Active active
        ? "%s %s %d".formatted(active.endpoint(), active.state().keyword(), active.weight())
        : desired.state().keyword();
  }
}

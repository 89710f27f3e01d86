package io.hsdo.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.slot.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What HAProxy is told when slot 1 changes, from where everything was as it should be. Members m
 * and n are in slots 2 and 3 all the time, so that every backend goes on serving.
 */
class PlacementTransitionsTest {
  private static final Placement GROUPS =
      new Placement(new Locality.Groups(Set.of("shop", "api")), false);
  private static final Placement GROUPS_AND_ALL = new Placement(GROUPS.locality(), true);
  private static final Placement ZONE = new Placement(new Locality.Zone("1a"), false);
  private static final Placement ZONE_AND_ALL = new Placement(ZONE.locality(), true);

  private static final String OTHERS =
      """
      2 i-m shop 1a serves 42
      3 i-n blog 1b serves 42
      """;

  // A slot is freed

  @Test
  void freedSlotOfALocalMemberIsInMaintInTheDefaultBackends() {
    assertThat(said(GROUPS, "1 i-a shop 1a serves 42", "1 empty"))
        .isEqualTo(
            """
            set server web/web1 state maint
            set server tls/tls1 state maint
            """);
  }

  @Test
  void freedSlotOfAnotherMemberIsInMaintInTheFallback() {
    assertThat(said(GROUPS, "1 i-a blog 1a serves 42", "1 empty"))
        .isEqualTo(
            """
            set server far/far1 state maint
            """);
  }

  @Test
  void freedSlotIsInMaintEverywhereIfEverybodyIsInTheFallback() {
    assertThat(said(GROUPS_AND_ALL, "1 i-a shop 1a drains", "1 empty"))
        .isEqualTo(
            """
            set server web/web1 state maint
            set server tls/tls1 state maint
            set server far/far1 state maint
            """);
  }

  // A slot passes from one member to another

  @Test
  void slotThatPassesToAnotherGroupLeavesTheDefaultBackends() {
    assertThat(said(GROUPS, "1 i-a shop 1a serves 42", "1 i-b blog 1a serves 1"))
        .isEqualTo(
            """
            set server web/web1 state maint
            set server tls/tls1 state maint
            set server far/far1 addr 10.0.0.2 port 8080
            -- read back
            set server far/far1 state drain;set server far/far1 health down;set server far/far1 state ready
            """);
  }

  @Test
  void slotThatPassesToADedicatedGroupLeavesTheFallback() {
    assertThat(said(GROUPS, "1 i-a blog 1a serves 42", "1 i-b shop 1a serves 1"))
        .isEqualTo(
            """
            set server far/far1 state maint
            set server web/web1 addr 10.0.0.2 port 80
            set server tls/tls1 addr 10.0.0.2 port 443
            -- read back
            set server web/web1 state drain;set server web/web1 health down;set server web/web1 state ready
            set server tls/tls1 state drain;set server tls/tls1 health down;set server tls/tls1 state ready
            """);
  }

  @Test
  void slotThatPassesFromADedicatedGroupToAnotherStaysWhereItIs() {
    assertThat(said(GROUPS, "1 i-a shop 1a serves 42", "1 i-b api 1a serves 42"))
        .isEqualTo(
            """
            set server web/web1 state maint
            set server web/web1 addr 10.0.0.2 port 80
            set server tls/tls1 state maint
            set server tls/tls1 addr 10.0.0.2 port 443
            -- read back
            set server web/web1 state drain;set server web/web1 health down;set server web/web1 state ready
            set server tls/tls1 state drain;set server tls/tls1 health down;set server tls/tls1 state ready
            """);
  }

  @Test
  void slotThatPassesToAnotherGroupStaysInTheFallbackIfEverybodyIsThere() {
    assertThat(said(GROUPS_AND_ALL, "1 i-a shop 1a serves 42", "1 i-b blog 1a serves 42"))
        .isEqualTo(
            """
            set server web/web1 state maint
            set server tls/tls1 state maint
            set server far/far1 state maint
            set server far/far1 addr 10.0.0.2 port 8080
            -- read back
            set server far/far1 state drain;set server far/far1 health down;set server far/far1 state ready
            """);
  }

  @Test
  void slotThatPassesToAnotherZoneLeavesTheDefaultBackends() {
    assertThat(said(ZONE, "1 i-a shop 1a drains", "1 i-b shop 1b serves 1"))
        .isEqualTo(
            """
            set server web/web1 state maint
            set server tls/tls1 state maint
            set server far/far1 addr 10.0.0.2 port 8080
            -- read back
            set server far/far1 state drain;set server far/far1 health down;set server far/far1 state ready
            """);
  }

  // A member changes

  @Test
  void memberThatChangesItsGroupChangesTheBackend() {
    assertThat(said(GROUPS, "1 i-a blog 1a serves 42", "1 i-a shop 1a serves 42"))
        .isEqualTo(
            """
            set server far/far1 state maint
            set server web/web1 addr 10.0.0.1 port 80
            set server web/web1 weight 42
            set server tls/tls1 addr 10.0.0.1 port 443
            set server tls/tls1 weight 42
            -- read back
            set server web/web1 state drain;set server web/web1 health down;set server web/web1 state ready
            set server tls/tls1 state drain;set server tls/tls1 health down;set server tls/tls1 state ready
            """);
  }

  @Test
  void memberWhoseZoneBecomesKnownLeavesTheDefaultBackendsIfItIsAnother() {
    assertThat(said(ZONE, "1 i-a shop ? serves 42", "1 i-a shop 1b serves 42"))
        .isEqualTo(
            """
            set server web/web1 state maint
            set server tls/tls1 state maint
            set server far/far1 addr 10.0.0.1 port 8080
            set server far/far1 weight 42
            -- read back
            set server far/far1 state drain;set server far/far1 health down;set server far/far1 state ready
            """);
  }

  @Test
  void memberWhoseZoneBecomesKnownStaysIfItIsOurs() {
    assertThat(said(ZONE, "1 i-a shop ? serves 42", "1 i-a shop 1a serves 42")).isEmpty();
  }

  @Test
  void memberThatDrainsDrainsWhereItIsPlaced() {
    assertThat(said(ZONE, "1 i-a shop 1a serves 42", "1 i-a shop 1a drains"))
        .isEqualTo(
            """
            set server web/web1 state drain
            set server tls/tls1 state drain
            set server web/web1 weight 0
            set server tls/tls1 weight 0
            """);
  }

  @Test
  void memberThatDrainsDrainsEverywhereIfEverybodyIsInTheFallback() {
    assertThat(said(ZONE_AND_ALL, "1 i-a shop 1a serves 42", "1 i-a shop 1a drains"))
        .isEqualTo(
            """
            set server web/web1 state drain
            set server tls/tls1 state drain
            set server far/far1 state drain
            set server web/web1 weight 0
            set server tls/tls1 weight 0
            set server far/far1 weight 0
            """);
  }

  @Test
  void memberThatReturnsFromADrainServesWhereItIsPlaced() {
    assertThat(said(GROUPS, "1 i-a blog 1a drains", "1 i-a blog 1a serves 42"))
        .isEqualTo(
            """
            set server far/far1 weight 42
            set server far/far1 state ready
            """);
  }

  // The placement itself changes, as after a restart of the agent with other parameters

  @Test
  void everybodyLeavesTheFallbackWhenNobodyIsPlacedThereAnyMore() {
    assertThat(said(ZONE_AND_ALL, "1 i-a shop 1a serves 42", ZONE, "1 i-a shop 1a serves 42"))
        .isEqualTo(
            """
            set server far/far1 state maint
            set server far/far2 state maint
            """);
  }

  private static String said(Placement placement, String before, String after) {
    return said(placement, before, placement, after);
  }

  private static String said(
      Placement placementBefore, String before, Placement placementAfter, String after) {
    Map<ServerRef, ObservedServer> observed = new HashMap<>();
    desired(placementBefore, before).forEach(server -> observed.put(server.ref(), asItIs(server)));
    return Transcript.of(Reconciler.reconcile(desired(placementAfter, after), observed, false));
  }

  private static List<DesiredServer> desired(Placement placement, String slot) {
    List<DesiredServer> desired = new ArrayList<>();
    for (Backend backend : PlacementTest.BACKENDS) {
      DrawnSlots.of(slot + "\n" + OTHERS)
          .forEach(drawn -> desired.add(placement.desired(drawn, backend)));
    }
    return desired;
  }

  /** A server that is as it should be; one that was never used is as it was configured. */
  private static ObservedServer asItIs(DesiredServer desired) {
    return desired instanceof DesiredServer.Active active
        ? new ObservedServer(
            active.ref(),
            Optional.of(active.endpoint().address()),
            active.endpoint().port(),
            active.weight(),
            2,
            active.draining() ? 12 : 4,
            6)
        : new ObservedServer(desired.ref(), Optional.of(Address.of("127.0.0.2")), 1, 1, 0, 5, 14);
  }
}

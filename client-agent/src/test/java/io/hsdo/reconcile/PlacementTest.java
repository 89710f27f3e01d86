package io.hsdo.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.reconcile.Placement.Locality;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {
  private static final Backend DEFAULT = new Backend("web", "web", 80, Backend.Role.DEFAULT);
  private static final Backend FALLBACK = new Backend("all", "srv", 8080, Backend.Role.FALLBACK);

  /** The member's group is 'a', its zone 'eu-west-1a' unless it says otherwise. */
  @ParameterizedTest(name = "{0}, zone {1}, everybody in fallback {2}: {3}, {4}")
  @CsvSource({
    // local members, the member's zone, everybody in the fallback -> in default, in fallback
    "everybody,           eu-west-1a, false, yes, no",
    "everybody,           eu-west-1a, true,  yes, yes",
    "everybody,           ,           false, yes, no",
    "everybody,           ,           true,  yes, yes",
    "groups a b,          eu-west-1a, false, yes, no",
    "groups a b,          eu-west-1a, true,  yes, yes",
    "groups a b,          ,           false, yes, no",
    "groups a b,          ,           true,  yes, yes",
    "groups b c,          eu-west-1a, false, no,  yes",
    "groups b c,          eu-west-1a, true,  no,  yes",
    "groups b c,          ,           false, no,  yes",
    "groups b c,          ,           true,  no,  yes",
    "zone eu-west-1a,     eu-west-1a, false, yes, no",
    "zone eu-west-1a,     eu-west-1a, true,  yes, yes",
    "zone eu-west-1a,     ,           false, yes, no",
    "zone eu-west-1a,     ,           true,  yes, yes",
    "zone eu-west-1b,     eu-west-1a, false, no,  yes",
    "zone eu-west-1b,     eu-west-1a, true,  no,  yes",
    "zone eu-west-1b,     ,           false, yes, no",
    "zone eu-west-1b,     ,           true,  yes, yes",
  })
  void everyCombination(
      String local, String zone, boolean everybodyInFallback, String inDefault, String inFallback) {
    var member = new Member("i-1", Address.of("10.0.1.1"), "a", Optional.ofNullable(zone));
    var placement = new Placement(locality(local), everybodyInFallback);

    assertPlaced(placement, member, DEFAULT, inDefault.equals("yes"));
    assertPlaced(placement, member, FALLBACK, inFallback.equals("yes"));
  }

  private static void assertPlaced(
      Placement placement, Member member, Backend backend, boolean placed) {
    var ref = backend.server(7);
    var maint = new DesiredServer.Maint(ref);
    var endpoint = new Endpoint(member.address(), backend.serverPort());
    var empty = new Slot.Empty(7);
    var serving = new Slot.Serving(7, member, 42, Optional.empty(), Optional.empty());
    var draining =
        new Slot.Draining(
            7, member, DrainReason.TERMINATING, Instant.EPOCH, Optional.empty(), Optional.empty());

    assertThat(placement.desired(empty, backend)).isEqualTo(maint);
    assertThat(placement.desired(serving, backend))
        .isEqualTo(placed ? new DesiredServer.Active(ref, endpoint, 42, false) : maint);
    assertThat(placement.desired(draining, backend))
        .isEqualTo(placed ? new DesiredServer.Active(ref, endpoint, 0, true) : maint);
  }

  private static Locality locality(String text) {
    String names = text.substring(text.indexOf(' ') + 1);
    return switch (text.substring(0, Math.max(0, text.indexOf(' ')))) {
      case "groups" -> new Locality.Groups(Set.of(names.split(" ", -1)));
      case "zone" -> new Locality.Zone(names);
      default -> new Locality.Everybody();
    };
  }
}

package io.hsdo.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.check.Finding.Mistake;
import io.hsdo.reconcile.Locality;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacementFindingsTest {
  private static final Slot OF_SHOP_IN_A = serving(member(1, "shop", Optional.of("eu-west-1a")));
  private static final Slot DRAINING_IN_B = draining(member(2, "shop", Optional.of("eu-west-1b")));
  private static final Slot IN_NO_ZONE = serving(member(3, "blog", Optional.empty()));

  @Test
  void zoneOnNoSlotIsWhyNobodyIsLocal() {
    assertThat(why(new Locality.Zone("eu-west-1A"), OF_SHOP_IN_A, DRAINING_IN_B))
        .containsExactly(
            new Mistake(
                Kind.ZONE_ON_NO_SLOT,
                "no slot has a member in zone 'eu-west-1A'; the zones in the list are eu-west-1a,"
                    + " eu-west-1b",
                "correct CLIENT_ZONE, or let the groups have members there"));
  }

  @Test
  void zoneInWhichNobodyServesIsOneOfTheList() {
    assertThat(why(new Locality.Zone("eu-west-1b"), OF_SHOP_IN_A, DRAINING_IN_B)).isEmpty();
  }

  @Test
  void memberOfUnknownZoneIsLocal() {
    assertThat(why(new Locality.Zone("eu-west-1A"), OF_SHOP_IN_A, IN_NO_ZONE)).isEmpty();
  }

  @Test
  void oneGroupOfSeveralIsEnough() {
    assertThat(why(new Locality.Groups(Set.of("shop", "gone")), OF_SHOP_IN_A)).isEmpty();
    assertThat(why(new Locality.Groups(Set.of("Shop", "gone")), OF_SHOP_IN_A))
        .extracting(Mistake::kind)
        .containsExactly(Kind.GROUP_ON_NO_SLOT, Kind.GROUP_ON_NO_SLOT);
  }

  @Test
  void nothingFollowsFromAListWithoutMembers() {
    assertThat(why(new Locality.Zone("eu-west-1a"), new Slot.Empty(1))).isEmpty();
  }

  private static List<Mistake> why(Locality locality, Slot... slots) {
    return PlacementFindings.whyNobodyIsLocal(locality, List.of(slots));
  }

  private static Member member(int number, String group, Optional<String> zone) {
    return new Member("i-" + number, Address.of("10.0.0." + number), group, zone);
  }

  private static Slot serving(Member member) {
    return new Slot.Serving(1, member, 10, Optional.empty(), Optional.empty());
  }

  private static Slot draining(Member member) {
    return new Slot.Draining(
        2, member, DrainReason.TERMINATING, Optional.empty(), Optional.empty(), Optional.empty());
  }
}

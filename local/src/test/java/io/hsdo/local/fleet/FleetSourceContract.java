package io.hsdo.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hsdo.fleet.FleetException;
import io.hsdo.fleet.FleetSource;
import io.hsdo.plan.FleetMember;
import io.hsdo.plan.FleetSnapshot;
import io.hsdo.plan.MemberState;
import io.hsdo.slot.Address;
import io.hsdo.slot.DrainReason;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the refresh relies on, whatever the fleet is and whoever describes it. */
public abstract class FleetSourceContract {
  private static final SlotList NOBODY = SlotList.empty(4);

  private World world;

  /** A fleet and its source; ids are those that the slot list knows. */
  protected interface World extends AutoCloseable {
    /** A source for which these groups are configured. */
    FleetSource source(String... groups);

    /** Has one more member of this group in service. */
    String start(String group);

    /** Has its own checks speak against it. */
    void callUnhealthy(String id);

    /** Is silent about it from now on. */
    void lose(String id);

    /** Fails to answer from now on. */
    void breakDown();

    @Override
    void close();
  }

  protected abstract World newWorld();

  @BeforeEach
  void begin() {
    world = newWorld();
  }

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void membersOfAllConfiguredGroupsServeAtAnAddressOfTheirOwn() {
    List<String> ids = List.of(world.start("web"), world.start("web"), world.start("api"));

    FleetSnapshot snapshot = snapshot(NOBODY, "web", "api");

    assertThat(snapshot.members().keySet()).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(snapshot.members().values())
        .allMatch(member -> member.state().equals(new MemberState.Serving()));
    assertThat(ids)
        .extracting(id -> member(snapshot, id).group())
        .containsExactly("web", "web", "api");
    assertThat(ids)
        .extracting(id -> member(snapshot, id).address().orElseThrow())
        .doesNotHaveDuplicates();
    assertThat(snapshot.configured()).containsExactlyInAnyOrder("web", "api");
    assertThat(snapshot.found()).containsExactlyInAnyOrder("web", "api");
  }

  @Test
  void eachMemberCanBeSeated() {
    String id = world.start("web");

    FleetMember member = member(snapshot(NOBODY, "web"), id);

    assertThat(new Member(id, member.address().orElseThrow(), member.group(), member.zone()).id())
        .isEqualTo(id);
  }

  @Test
  void whoCameFirstIsSeatedFirst() {
    List<String> ids = List.of(world.start("web"), world.start("web"), world.start("web"));

    FleetSnapshot snapshot = snapshot(NOBODY, "web");

    assertThat(ids)
        .extracting(id -> member(snapshot, id).launchTime().orElse(Instant.MAX))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void groupsThatAreNotConfiguredAreLeftOut() {
    world.start("web");
    String stranger = world.start("other");

    FleetSnapshot snapshot = snapshot(NOBODY, "web");

    assertThat(snapshot.members()).doesNotContainKey(stranger);
    assertThat(snapshot.found()).containsExactly("web");
  }

  @Test
  void groupThatIsNotThereIsMissing() {
    world.start("web");

    assertThat(snapshot(NOBODY, "web", "wbe").missing()).containsExactly("wbe");
  }

  @Test
  void groupThatHoldsSlotsIsDescribedAlthoughItIsNotConfigured() {
    world.start("web");
    String old = world.start("old");

    FleetSnapshot snapshot = snapshot(seating(old, "old"), "web");

    assertThat(snapshot.stateOf(old)).isEqualTo(new MemberState.Serving());
    assertThat(snapshot.configured()).containsExactly("web");
    assertThat(snapshot.found()).containsExactlyInAnyOrder("web", "old");
  }

  @Test
  void whoIsCalledUnhealthyIsAdvisedToDrain() {
    String id = world.start("web");
    world.callUnhealthy(id);

    assertThat(snapshot(seating(id, "web"), "web").stateOf(id))
        .isEqualTo(new MemberState.Draining(DrainReason.UNHEALTHY, false));
  }

  @Test
  void whoIsSeatedAndNoLongerListedIsAbsent() {
    world.start("web");
    String gone = world.start("web");
    world.lose(gone);

    FleetSnapshot snapshot = snapshot(seating(gone, "web"), "web");

    assertThat(snapshot.stateOf(gone)).isEqualTo(new MemberState.Absent());
    assertThat(snapshot.found()).containsExactly("web");
  }

  /** What makes the difference to one whose group says that it has left. */
  @Test
  void groupOfWhomNobodyIsLeftToTellIsMissing() {
    world.start("web");

    FleetSnapshot snapshot = snapshot(seating("nobody-1", "gone"), "web", "gone");

    assertThat(snapshot.stateOf("nobody-1")).isEqualTo(new MemberState.Absent());
    assertThat(snapshot.missing()).containsExactly("gone");
  }

  @Test
  void idsOfStrangersChangeNothing() {
    world.start("web");
    String stranger = world.start("other");

    FleetSnapshot snapshot = world.source("web").snapshot(NOBODY, Set.of(stranger));

    assertThat(snapshot).isEqualTo(snapshot(NOBODY, "web"));
  }

  @Test
  void withoutAnAnswerThereIsNoSnapshot() {
    String id = world.start("web");
    FleetSource source = world.source("web");
    world.breakDown();

    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(() -> source.snapshot(seating(id, "web"), Set.of()))
        .withMessageContaining("web");
  }

  private FleetSnapshot snapshot(SlotList list, String... groups) {
    return world.source(groups).snapshot(list, Set.of());
  }

  private static FleetMember member(FleetSnapshot snapshot, String id) {
    return Optional.ofNullable(snapshot.members().get(id)).orElseThrow();
  }

  private static SlotList seating(String id, String group) {
    Member member = new Member(id, Address.of("10.99.0.1"), group, Optional.empty());
    List<Slot> slots = new ArrayList<>(SlotList.empty(4).slots());
    slots.set(0, new Slot.Serving(1, member, 10, Optional.empty(), Optional.empty()));
    return new SlotList(slots);
  }
}

package io.hsdo.agent.list;

import io.hsdo.logging.Fields;
import io.hsdo.reconcile.Backend;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.table.Header;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what a list from the table changes: {@code slot 7 web7: i-a 10.0.1.4 -> i-b 10.0.2.9}. */
public final class ListChanges {
  private static final Logger LOG = LoggerFactory.getLogger(ListChanges.class);

  private final Collection<Backend> backends;

  /**
   * @param backends whose servers carry the slots
   */
  public ListChanges(Collection<Backend> backends) {
    this.backends = backends;
  }

  void log(ListInUse before, HeldList list) {
    if (before instanceof ListInUse.FromTable table) {
      logSlots(table.list(), list);
    } else {
      logFirst(list);
    }
  }

  private static void logFirst(HeldList list) {
    LOG.info(
        "following a list of {} slots, {} with members, {}",
        list.size(),
        list.seated(),
        list.versionText());
  }

  private void logSlots(HeldList before, HeldList list) {
    if (before.slots().equals(list.slots())) {
      return;
    }
    for (Slot slot : slots(before, list)) {
      Optional<Slot> was = Optional.ofNullable(before.slots().get(slot.number()));
      boolean stillEmpty = slot.occupant().isEmpty() && was.flatMap(Slot::occupant).isEmpty();
      if (!stillEmpty && !was.map(Slot::description).equals(Optional.of(slot.description()))) {
        fields(was, slot, list)
            .on(
                () ->
                    LOG.info(
                        "slot {} {}: {}, {}",
                        slot.number(),
                        servers(slot),
                        change(was, slot),
                        list.versionText()));
      }
    }
  }

  /** Those of the list, and those that it was cut off by, which are empty. */
  private static List<Slot> slots(HeldList before, HeldList list) {
    List<Slot> slots = new ArrayList<>(list.slots().values());
    before.slots().tailMap(list.size() + 1).keySet().forEach(n -> slots.add(new Slot.Empty(n)));
    return slots;
  }

  private Fields fields(Optional<Slot> was, Slot slot, HeldList list) {
    Optional<Member> member = slot.occupant().or(() -> was.flatMap(Slot::occupant));
    return new Fields()
        .with("event", "change")
        .with("slot", slot.number())
        .with("server", servers(slot))
        .with("member", member.map(Member::id))
        .with("group", member.map(Member::group))
        .with("from", was.map(Slot::description))
        .with("to", slot.description())
        .with("weight", slot.weight())
        .with("version", list.header().map(Header::version));
  }

  /** What HAProxy calls it; more than one name where backends have different ones. */
  private String servers(Slot slot) {
    return backends.stream()
        .map(backend -> backend.server(slot.number()).server())
        .distinct()
        .collect(Collectors.joining(" "));
  }

  /** Who came after whom; of the same member, how it is now. */
  private static String change(Optional<Slot> was, Slot slot) {
    boolean sameMember =
        was.flatMap(Slot::occupant).map(Member::id).equals(slot.occupant().map(Member::id));
    return sameMember
        ? was.map(Slot::description).orElseThrow() + " -> " + slot.description()
        : was.map(ListChanges::member).orElse("unknown") + " -> " + member(slot);
  }

  private static String member(Slot slot) {
    return slot instanceof Slot.Serving serving
        ? serving.member().id() + " " + serving.member().address()
        : slot.description();
  }
}

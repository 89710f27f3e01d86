package io.hsdo.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.load.Answer;
import io.hsdo.local.service.LocalService;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.Consistency;
import io.hsdo.table.Header;
import io.hsdo.table.SlotListStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every version of a slot list, as far as a look every 20 ms sees it. */
public final class ListHistory implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /** How long an agent on a busy machine may not have heard of a version. */
  private static final Duration AGENT_LAG = Duration.ofSeconds(5);

  private final SlotListStore store;
  private final Thread thread = new Thread(this::watch, "list history");
  private final List<Version> versions = new ArrayList<>();
  private volatile boolean closed;
  private volatile String trouble = "";

  /**
   * A version of the list.
   *
   * @param notBefore time of {@link System#nanoTime()} at which it was not yet stored
   * @param seen when it was
   */
  public record Version(long number, long notBefore, long seen, SlotList list) {
    Set<Integer> newcomersSince(Version before) {
      Set<String> known = new HashSet<>(before.list().members().map(Member::id).toList());
      Set<Integer> slots = new HashSet<>();
      for (Slot slot : list.slots()) {
        slot.occupant()
            .filter(member -> !known.contains(member.id()))
            .ifPresent(member -> slots.add(slot.number()));
      }
      return slots;
    }
  }

  private ListHistory(LocalService service) {
    store = service.store();
    thread.setDaemon(true);
  }

  public static ListHistory of(LocalService service) {
    var history = new ListHistory(service);
    history.thread.start();
    return history;
  }

  private void watch() {
    long before = System.nanoTime();
    long known = 0;
    try {
      while (!closed) {
        long start = System.nanoTime();
        long number = version();
        if (number != known) {
          int size = store.header(Consistency.STRONG).map(Header::size).orElse(0);
          SlotList list = store.rows(Consistency.STRONG).toSlotList(size);
          if (version() != number) {
            continue;
          }
          add(new Version(number, before, System.nanoTime(), list));
          known = number;
        }
        before = start;
        Thread.sleep(LOOK_AGAIN.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      trouble = e.toString();
    }
  }

  private long version() {
    return store.header(Consistency.STRONG).map(Header::version).orElse(0L);
  }

  private synchronized void add(Version version) {
    versions.add(version);
  }

  public synchronized List<Version> versions() {
    assertThat(trouble).as("watching the list").isEmpty();
    return List.copyOf(versions);
  }

  /** Nobody was ever in two slots, at one time or one after the other. */
  public void assertNobodyMoved() {
    Map<String, Integer> slotOf = new HashMap<>();
    for (Version version : versions()) {
      Set<String> here = new HashSet<>();
      for (Slot slot : version.list().slots()) {
        slot.occupant()
            .ifPresent(
                member -> {
                  assertThat(here.add(member.id()))
                      .as("%s stands once in version %d", member.id(), version.number())
                      .isTrue();
                  Integer before = slotOf.putIfAbsent(member.id(), slot.number());
                  assertThat(before == null ? slot.number() : before)
                      .as("slot of %s until version %d", member.id(), version.number())
                      .isEqualTo(slot.number());
                });
      }
    }
  }

  /** Below a newcomer's slot none was empty. Returns how many newcomers that was seen of. */
  public int assertNewcomersTookTheLowestSlots() {
    int newcomers = 0;
    List<Version> all = versions();
    for (int i = 1; i < all.size(); i++) {
      Version before = all.get(i - 1);
      Version version = all.get(i);
      if (version.number() == before.number() + 1) {
        for (int number : version.newcomersSince(before)) {
          newcomers++;
          assertThat(version.list().slots().subList(0, number - 1))
              .as("below slot %d, which got a newcomer in version %d", number, version.number())
              .noneMatch(Slot.Empty.class::isInstance);
        }
      }
    }
    return newcomers;
  }

  /** Each answer came from whoever was seated in the slot it went through. */
  public void assertAnsweredByWhoWasSeated(List<Answer> answers) {
    List<Version> all = versions();
    Map<String, List<long[]>> seats = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      long until =
          i + 1 < all.size() ? all.get(i + 1).seen() + AGENT_LAG.toNanos() : Long.MAX_VALUE;
      for (Slot slot : all.get(i).list().slots()) {
        long[] interval = {all.get(i).notBefore(), until};
        slot.occupant()
            .ifPresent(
                member ->
                    seats
                        .computeIfAbsent(
                            LocalService.BASE_NAME + slot.number() + " " + member.id(),
                            seat -> new ArrayList<>())
                        .add(interval));
      }
    }
    assertThat(answers)
        .filteredOn(
            answer ->
                seats.getOrDefault(answer.server() + " " + answer.instance(), List.of()).stream()
                    .noneMatch(seat -> answer.received() >= seat[0] && answer.sent() <= seat[1]))
        .as("answers of whoever was not seated in the slot they came through")
        .isEmpty();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

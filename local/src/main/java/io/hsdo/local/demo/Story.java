package io.hsdo.local.demo;

import io.hsdo.haproxy.HaproxySnapshot;
import io.hsdo.local.cloud.Instance;
import io.hsdo.local.service.LocalService;
import io.hsdo.reconcile.AdminState;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The main job as it happens: groups scale out, slots fill, weights climb, requests spread, an
 * instance is terminated, drains and leaves, its successor takes the slot, HAProxy is restarted and
 * full again. Each step is checked by real responses through HAProxy, and after each of them nobody
 * may have moved.
 */
final class Story {
  /** The groups of the story. */
  static final List<String> GROUPS = List.of("shop", "blog");

  /** Enough that each of ten instances gets some whatever its weight. */
  private static final int KEYS = 400;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final LocalService service;
  private final Screen screen;
  private final Duration patience;
  private final Consumer<String> beforeStep;
  private final Requests requests;
  private final Map<String, Integer> slotOf = new HashMap<>();
  private final List<String> summary = new ArrayList<>();
  private int leavingSlot;
  private String leaving = "";

  /**
   * A story of this service.
   *
   * @param patience how long a step may take
   * @param beforeStep is told the name of each step before it is played
   */
  Story(LocalService service, Screen screen, Duration patience, Consumer<String> beforeStep) {
    this.service = service;
    this.screen = screen;
    this.patience = patience;
    this.beforeStep = beforeStep;
    this.requests = new Requests(service.haproxy().url());
  }

  /**
   * Plays the story once.
   *
   * @return a line for each step
   * @throws StoryException at the first step that does not happen
   */
  List<String> play() throws InterruptedException {
    step("groups scale out and slots fill", this::scaleOut);
    step("weights climb to their maximum", this::climb);
    step("newcomers join without moving anybody", this::join);
    step("a terminated instance drains", this::drain);
    step("its successor takes the slot", this::succeed);
    step("HAProxy is restarted and full again", this::restart);
    return summary;
  }

  /** Something that happens, and how it is known that it did: empty, or what is missing yet. */
  @FunctionalInterface
  private interface Action {
    String run() throws InterruptedException;
  }

  private void step(String name, Action action) throws InterruptedException {
    beforeStep.accept(name);
    screen.say("== " + name);
    long start = System.nanoTime();
    String seen;
    try {
      seen = action.run();
      nobodyMoved();
    } catch (IllegalStateException e) {
      throw new StoryException(name, String.valueOf(e.getMessage()));
    }
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    String line = "%-40s %6d ms  %s".formatted(name, millis, seen);
    summary.add(line);
    screen.say("   " + seen);
    screen.show(service, requests.shares(KEYS));
  }

  private String scaleOut() throws InterruptedException {
    service.cloud().createGroup(GROUPS.get(0), 3, "eu-west-1a", "eu-west-1b", "eu-west-1c");
    service.cloud().createGroup(GROUPS.get(1), 2, "eu-west-1a", "eu-west-1b");
    await(() -> everybodyServes(5));
    return "5 instances have a slot each and answer through HAProxy";
  }

  private String climb() throws InterruptedException {
    awaitFullWeights();
    return "all weights are 10; keys per instance: " + requests.shares(KEYS).values();
  }

  private void awaitFullWeights() throws InterruptedException {
    await(
        () ->
            service.list().slots().stream()
                .filter(slot -> slot instanceof Slot.Serving && slot.weight() < 10)
                .map(slot -> "slot " + slot.number() + " has weight " + slot.weight())
                .findFirst());
    await(this::listDiffersFromHaproxy);
  }

  private String join() throws InterruptedException {
    List<String> before = requests.instances(KEYS);
    service.cloud().scale(GROUPS.get(0), 5);
    await(() -> everybodyServes(7));
    List<String> after = requests.instances(KEYS);
    long between =
        IntStream.range(0, KEYS)
            .filter(key -> !after.get(key).equals(before.get(key)))
            .filter(key -> before.contains(after.get(key)))
            .count();
    require(between == 0, between + " keys moved between instances that were there before");
    return "2 newcomers answer, and no key moved between the 5 others";
  }

  private String drain() throws InterruptedException {
    Slot slot =
        service.list().slots().stream()
            .filter(Slot.Serving.class::isInstance)
            .skip(1)
            .findFirst()
            .orElseThrow();
    int number = slot.number();
    leaving = slot.occupant().orElseThrow().id();
    service.cloud().terminate(leaving);
    await(
        () ->
            service.list().slot(number) instanceof Slot.Draining
                ? state(number) == AdminState.DRAIN
                    ? Optional.empty()
                    : Optional.of("HAProxy has " + state(number))
                : Optional.of("slot " + number + " does not drain"));
    Map<String, Long> shares = requests.shares(KEYS);
    require(!shares.containsKey(leaving), leaving + " drains and still gets requests");
    require(!shares.containsKey("nobody"), shares.get("nobody") + " requests failed");
    leavingSlot = number;
    return leaving + " drains in slot " + number + " and gets no new requests";
  }

  private String succeed() throws InterruptedException {
    await(
        () ->
            occupant(leavingSlot).filter(member -> !member.id().equals(leaving)).isPresent()
                ? everybodyServes(7)
                : Optional.of("slot " + leavingSlot + " has no successor of " + leaving + " yet"));
    slotOf.remove(leaving);
    return occupant(leavingSlot).orElseThrow().id() + " is the successor in slot " + leavingSlot;
  }

  private String restart() throws InterruptedException {
    awaitFullWeights();
    List<String> before = requests.instances(KEYS);
    long pid = service.haproxy().pid();
    service.haproxy().restart();
    long start = System.nanoTime();
    await(this::listDiffersFromHaproxy);
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    require(service.haproxy().pid() != pid, "HAProxy has the pid it had");
    await(
        () ->
            requests.instances(KEYS).equals(before)
                ? Optional.empty()
                : Optional.of("keys have other instances than before"));
    return "full again " + millis + " ms after it answered, every key where it was";
  }

  private Optional<Member> occupant(int slot) {
    return service.list().slot(slot).occupant();
  }

  private AdminState state(int slot) {
    return observed().server(service.backend().server(slot)).orElseThrow().state();
  }

  private HaproxySnapshot observed() {
    return service.runtimeApi().read(List.of(service.backend()));
  }

  /** Whether {@code count} instances in service have a slot each and answer, and nobody else. */
  private Optional<String> everybodyServes(int count) throws InterruptedException {
    Set<String> inService =
        service.cloud().instances().stream()
            .filter(Instance::isInService)
            .map(Instance::id)
            .collect(Collectors.toSet());
    if (inService.size() != count) {
      return Optional.of(inService.size() + " of " + count + " instances are in service");
    }
    List<String> seated = service.list().members().map(Member::id).toList();
    if (seated.size() != count || !inService.equals(Set.copyOf(seated))) {
      return Optional.of("in service " + inService + ", in slots " + seated);
    }
    Map<String, Long> shares = requests.shares(KEYS);
    return shares.keySet().equals(inService)
        ? Optional.empty()
        : Optional.of("keys per instance that answers: " + shares);
  }

  /** What in HAProxy is not as the list says. */
  private Optional<String> listDiffersFromHaproxy() {
    return service.difference(service.list(), service.haproxy());
  }

  /** Nobody is ever in another slot than before. */
  private void nobodyMoved() {
    Map<String, Integer> now = new TreeMap<>();
    for (Slot slot : service.list().slots()) {
      slot.occupant().ifPresent(member -> now.put(member.id(), slot.number()));
    }
    now.forEach(
        (id, number) -> {
          Integer before = slotOf.putIfAbsent(id, number);
          require(
              before == null || before.equals(number),
              id + " moved from slot " + before + " to slot " + number);
        });
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  /** A condition; empty once it holds, else what is missing. */
  @FunctionalInterface
  private interface Condition {
    Optional<String> missing() throws InterruptedException;
  }

  private void await(Condition condition) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Optional<String> missing = condition.missing();
    while (missing.isPresent()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("after " + patience.toSeconds() + " s, " + missing.get());
      }
      Thread.sleep(LOOK_AGAIN.toMillis());
      missing = condition.missing();
    }
  }
}
